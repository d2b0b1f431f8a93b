"""Prices from a file: by place and days, bad rows listed, good ones kept as a draft; out again as they stand."""

from datetime import timedelta

from portal.goods import actions
from portal.goods.models import Price, PriceKind
from portal.kernel import clock
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.upkeep.exports import Wish, price_rows
from tests.builders_goods import MILK, TEA, handed_in, taken_in

covers = ("C31",)

HEADS = "barcode,place,price,member_price,first,last,kind,least,most\n"


def day(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def test_good_rows_are_taken_in_and_bad_ones_listed_with_their_reason(tea, session, places):
    good = f"{TEA},,38.00,,{day(0)},,,,\n{TEA},A1,37.00,36.00,{day(2)},{day(9)},限区间,36.50,38\n"
    good += f"{TEA},BJ-0001,36,,2020-01-01,,自主定价,,\n"
    bad = [
        (f"{MILK},,5,,{day(0)},,,,", "barcode"), (f"{TEA},北京市,5,,{day(0)},,,,", "place"),
        (f"{TEA},,,,{day(0)},,,,", "price"), (f"{TEA},,5,6,{day(1)},,,,", "member_price"),
        (f"{TEA},,5,,{day(3)},{day(2)},,,", "last"), (f"{TEA},,5,,bald,,,,", "first"),
        (f"{TEA},,5,,{day(4)},,range,6,", "least"), (f"{TEA},,5,,{day(4)},,teuer,,", "kind"),
        (f"{TEA},,39,,{day(0)},,,,", "barcode"),
    ]  # fmt: skip
    found = handed_in("prices", HEADS + good + "\n".join(row for row, _ in bad) + "\n")
    assert (found.report["good_rows"], found.report["bad_rows"]) == (3, len(bad))
    assert [row[2][0].column for row in refused_rows(found.tray_path)[1]] == [column for _, column in bad]
    assert session.query(Price).count() == 0
    taken_in(found)
    rows = session.query(Price).order_by(Price.id).all()
    assert [(r.level, r.fen, r.member_fen, r.kind) for r in rows] == [
        (0, 3800, None, PriceKind.FIXED), (1, 3700, 3600, PriceKind.RANGE), (4, 3600, None, PriceKind.FREE),
    ]  # fmt: skip
    assert (rows[1].least, rows[1].most, rows[1].last_day.isoformat()) == (3650, 3800, day(9))


def test_what_goes_out_comes_in_as_it_was(tea, cast, places, session):
    for fen, days, facts in ((3800, 0, {}), (3700, 3, {"region": places.north}), (3600, 5, {"store": places.store})):
        new = actions.NewPrice(tea, fen, clock.today() + timedelta(days=days), member_fen=fen - 100, **facts)
        actions.set_price(new, by=cast.office.viewer)
    session.commit()
    rows = [[str(cell) for cell in row] for row in price_rows(Wish())]
    assert [row[1] for row in rows] == ["", places.north.code, "BJ-0001"]
    again = handed_in("prices", HEADS + "".join(",".join(row) + "\n" for row in rows))
    assert again.report["notes"] == {"same": 3}


def test_a_row_that_begins_with_another_price_of_its_place_is_refused(tea, cast, session):
    first = clock.today() + timedelta(days=3)
    actions.set_price(actions.NewPrice(tea, 3800, first), by=cast.office.viewer)
    session.commit()
    found = handed_in("prices", f"{HEADS}{TEA},,37,,{day(3)},,,,\n")
    assert found.state == ImportState.REFUSED
    assert refused_rows(found.tray_path)[1][0][2][0].column == "first"


def test_the_page_of_imports_and_its_template(browse, cast, visit):
    office = browse(cast.office)
    visit(office, "/goods/prices/import")
    assert office.get("/goods/prices/import/template.xlsx").status_code == 200
    assert browse(cast.owner).get("/goods/prices/import").status_code == 403

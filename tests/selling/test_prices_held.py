"""What a tablet that says its snapshot may charge: prices that counted, benefits, discounts within the right."""

from datetime import timedelta

import pytest

from portal.goods import actions as goods
from portal.kernel import clock
from portal.selling import actions, approvals, invariants, till_rules
from portal.selling.models import BenefitKind, OrderBenefit
from tests.builders_goods import MILK
from tests.builders_selling import member, product, row_of
from tests.cast import HOUSE
from tests.till_talk import line, order, talk

covers = ("C32",)


@pytest.fixture
def milk(session):
    milk = product("牛奶", price=1000, member_price=900)
    session.commit()
    return milk


@pytest.fixture
def clerk(browse, cast):
    tablet = talk(browse(cast.clerk))
    return lambda *orders, **facts: tablet(*orders, snapshot=1, **facts)


@pytest.fixture
def owner(browse, cast):
    tablet = talk(browse(cast.owner))
    return lambda *orders, **facts: tablet(*orders, snapshot=1, **facts)


def hand(fen, why="包装破了"):
    return {"fen": fen, "why": why}


def rows(session):
    return session.scalars(OrderBenefit.seen_by(HOUSE).order_by(OrderBenefit.position, OrderBenefit.n)).all()


def word(places, said, fen, by, deed=approvals.Deed.DISCOUNT):
    return approvals.approve(places.store.id, "T1", key=said["key"], deed=deed, amount=fen, by=by, asked_by=1)


@pytest.mark.promise("P57")
@pytest.mark.parametrize("price", [999, 950, 949, 900, 0])
def test_a_price_that_never_counted_is_a_discount_that_somebody_gives(clerk, owner, milk, price):
    [result] = clerk(order(line(milk, price=price))).results
    if price >= 950:
        assert (result["state"], result["flags"]) == ("stored", ["price"])
    else:
        assert (result["state"], result["reason"], result["remedy"]) == ("refused", "discount", "approve")
    if price in (949, 900):
        assert owner(order(line(milk, price=price), 2)).results[0]["flags"] == ["price"]


def test_without_its_snapshot_an_older_till_is_flagged_as_it_was(browse, cast, milk):
    [result] = talk(browse(cast.clerk))(order(line(milk, price=333, amount=333))).results
    assert result == {"key": result["key"], "state": "stored", "flags": ["price"]}


@pytest.mark.promise("P57")
@pytest.mark.parametrize("off", [{"discount": {"fen": 667, "why": "熟人"}}, {"benefit": [{"rule": None, "fen": 667}]}])
def test_who_leaves_the_snapshot_out_gives_no_more_off_than_he_may(browse, cast, milk, off):
    """Tablets of before said a price and nothing beside it, which is flagged; what goes off beside it never was."""
    [result] = talk(browse(cast.clerk))(order(line(milk, **off))).results
    assert (result["state"], result["reason"]) == ("refused", "discount")


@pytest.mark.promise("P57")
def test_a_discount_within_the_right_is_a_row_and_above_it_a_manager_says_so(clerk, milk, places, cast, session):
    within = order(line(milk, 2, discount=hand(100), amount=1900))
    assert clerk(within).states == ["stored"] and clerk(within).states == ["known"]
    above = order(line(milk, 2, discount=hand(101, "快到期"), amount=1899), 2)
    assert clerk(above).results[0]["reason"] == "discount"
    approved = word(places, above, 101, cast.owner.viewer)
    wrong = word(places, above, 100, cast.owner.viewer)
    above["lines"][0]["approval"] = wrong
    assert clerk(above).results[0]["reason"] == "approval"
    above["lines"][0]["approval"] = approved
    assert clerk(above).states == ["stored"]
    above["lines"][0]["approval"] = ""
    assert clerk(above).states == ["known"], "sent again, it was approved when it came first"
    first, second = rows(session)
    assert (first.kind, first.fen, first.why, first.approver_id) == (BenefitKind.MANUAL, 100, "包装破了", None)
    assert (second.fen, second.why, second.approver_id) == (101, "快到期", cast.owner.viewer.id)
    assert row_of(above["key"]).discount == 101 and invariants.troubles() == []


@pytest.mark.promise("P57")
def test_a_managers_word_for_one_line_is_not_good_for_another_of_the_same_sum(clerk, milk, places, cast):
    said = order()
    for fen, reason in ((300, "approval"), (600, None)):
        approval = word(places, said, fen, cast.owner.viewer)
        said["lines"] = [line(milk, 2, discount=hand(300), approval=approval, amount=1700)] * 2
        assert clerk(said).results[0].get("reason") == reason
    assert row_of(said["key"]).discount == 600


@pytest.mark.promise("P57")
def test_a_word_of_a_line_is_none_for_the_rest_of_its_order(clerk, milk, places, cast):
    said = order(line(milk, discount=hand(500)), line(milk, discount=hand(500)))
    approved = word(places, said, 500, cast.owner.viewer)
    said["lines"][0]["approval"] = approved
    assert clerk({**said, "approval": approved}).results[0]["reason"] == "approval"


@pytest.mark.promise("P57")
@pytest.mark.parametrize(
    "fen, deed, state", [(500, "discount", "stored"), (1500, "total", "stored"), (1500, "discount", "refused")]
)
def test_one_word_allows_a_whole_order_for_what_goes_off_or_for_what_it_costs(
    clerk, milk, places, cast, fen, deed, state
):
    """A word for fifteen yuan off is none for whatever makes the order cost fifteen yuan."""
    said = order(line(milk, discount=hand(300)), line(milk, discount=hand(200)))
    approved = word(places, said, fen, cast.owner.viewer, approvals.Deed(deed))
    assert clerk({**said, "approval": approved}).states == [state]


@pytest.mark.promise("P57")
def test_a_word_that_lines_share_is_for_what_goes_off_all_of_them(clerk, milk, places, cast, session):
    """One line is within the clerk's right, and counts all the same."""
    said = order(*(line(milk, discount=hand(fen, "抹零"), amount=1000 - fen) for fen in (60, 50, 90)))
    for fen, state in ((150, "refused"), (60, "refused"), (200, "stored")):
        approved = word(places, said, fen, cast.owner.viewer)
        sent = {**said, "lines": [{**one, "approval": approved} for one in said["lines"]]}
        assert clerk(sent).states == [state]
    assert [row.approver_id for row in rows(session)] == [cast.owner.user.id, None, cast.owner.user.id]


@pytest.mark.promise("P02")
def test_another_discount_under_the_same_key_clashes(clerk, milk):
    said = order(line(milk, discount=hand(50)))
    clerk(said)
    other = {**said, "lines": [line(milk, price=950)]}
    assert clerk(other).states == ["clash"]


def test_prices_that_counted_lately_are_right_and_older_ones_are_not(clerk, milk, cast, session):
    for days, price in ((5, 1500), (1, 700)):
        with clock.told_at(clock.now() - timedelta(days=days)):
            change(milk, cast, price)
            session.commit()
    assert "flags" not in clerk(order(line(milk, price=1500))).results[0]
    assert "flags" not in clerk(order(line(milk, price=700), 2)).results[0]
    assert clerk(order(line(milk, price=1000), 3)).results[0]["flags"] == ["price"]


def change(milk, cast, price):
    facts = {name: getattr(milk, name) for name in ("name", "category", "unit", "weighed")} | {"barcode": MILK}
    goods.change_product(milk, by=cast.office.viewer, price=price, member_price=None, **facts)


@pytest.mark.promise("P57")
def test_a_member_pays_his_price_or_the_ordinary_one_less_his_benefit(clerk, milk, cast, places, session):
    buyer = member(places.store, cast.owner.viewer)
    session.commit()
    own_price = order(line(milk, price=900, amount=900), member=buyer.id)
    less = order(line(milk, price=1000, amount=900, benefit=[{"rule": None, "fen": 100}]), 2, member=buyer.id)
    assert [clerk(said).results[0].get("flags") for said in (own_price, less)] == [None, None]
    (row,) = rows(session)
    assert (row.kind, row.fen) == (BenefitKind.MEMBER_PRICE, 100)
    too_much = order(line(milk, price=1000, benefit=[{"rule": 7, "fen": 300}]), 3, member=buyer.id)
    assert clerk(too_much).results[0]["reason"] == "discount"
    a_little = order(line(milk, price=1000, benefit=[{"rule": 7, "fen": 120}]), 4, member=buyer.id)
    assert clerk(a_little).results[0]["flags"] == ["benefit"]
    nobody = order(line(milk, price=900), 5)
    assert clerk(nobody).results[0]["reason"] == "discount"
    assert invariants.troubles() == []


def test_the_rights_are_a_policy_of_the_network(clerk, milk, cast, session):
    till_rules.set_till_rules(till_rules.TillRules(clerk=30), by=cast.admin.viewer)
    session.commit()
    assert clerk(order(line(milk, discount=hand(300)))).states == ["stored"]


def test_only_enrolled_tills_sell_where_the_network_says_so(browse, cast, places, milk, session):
    from portal.selling import actions

    _, token = actions.enrol_device(places.store, place="前台", by=cast.owner.viewer)
    till_rules.set_till_rules(till_rules.TillRules(only_enrolled=True), by=cast.admin.viewer)
    session.commit()
    answer = talk(browse(cast.clerk))(order(line(milk)))
    assert (answer.status, answer.json["error"]) == (422, "device")
    own = browse(cast.clerk)
    assert talk(own, "1")(order(line(milk)), token=token).states == ["stored"]
    [cheap] = talk(own, "1")(order(line(milk, price=1), 2), token=token).results
    assert cheap["reason"] == "discount", "whoever leaves the snapshot out is held to the prices, too"
    browser_name = own.get("/till/snapshot").json["device"]
    assert talk(own, browser_name)(order(line(milk))).states == ["stored"]


@pytest.mark.parametrize(
    "facts, reason",
    [
        ({"discount": 5}, "discount"),
        ({"discount": {"fen": -5}}, "discount"),
        ({"discount": {"fen": 5, "why": 7}}, "discount"),
        ({"discount": {"fen": 2000}}, "amount"),
        ({"benefit": [{"fen": "x"}]}, "benefit"),
        ({"benefit": {}}, "benefit"),
        ({"benefit": [{"rule": 1, "fen": 5}], "amount": 1000}, "amount"),
    ],
)
def test_what_is_no_discount_is_refused(clerk, milk, facts, reason):
    assert clerk(order(line(milk, **facts))).results[0]["reason"] == reason


def test_a_price_of_the_store_counts_beside_the_one_before_and_no_later_one(clerk, milk, cast, places, session):
    today = clock.today()
    for fen, day in ((800, today), (600, today + timedelta(days=1))):
        said = goods.NewPrice(milk, fen, day, store=places.store)
        goods.set_price(said, by=cast.office.viewer)
    session.commit()
    flags = [clerk(order(line(milk, price=price), n)).results[0].get("flags") for n, price in enumerate((800, 1000), 1)]
    assert flags == [None, None]
    assert clerk(order(line(milk, price=600), 3)).results[0]["reason"] == "discount"


def test_what_many_members_are_given_and_owe_costs_no_more_statements_than_what_two_do(
    clerk, milk, places, cast, session, count_statements
):
    owner, read = cast.owner.viewer, []
    for many in (2, 6):
        buyers = [member(places.store, owner, phone=f"1391234{many}{n:03d}") for n in range(many)]
        for buyer in buyers:
            actions.set_credit(buyer, limit=1000, by=owner)
        session.commit()
        owes = {"payments": [{"way": "account", "amount": 900}]}
        orders = [order(line(milk, price=900), 10 * many + n, member=one.id, **owes) for n, one in enumerate(buyers)]
        with count_statements() as seen:
            assert clerk(*orders).states == ["stored"] * many
        read.append(sum(text.lstrip().startswith("SELECT") for text in seen))
    assert read[0] == read[1]


def test_what_products_cost_before_is_read_once_for_a_batch_and_counts_for_whoever_may_have_heard_it(
    clerk, milk, cast, session, count_statements
):
    with clock.told_at(clock.now() - timedelta(days=4)):
        change(milk, cast, 1500)  # it was 1000 until then
        session.commit()
    before = (clock.now() - timedelta(days=2)).isoformat()
    with count_statements() as seen:
        told = clerk(
            *(order(line(milk, price=1000), n) for n in (1, 2)), order(line(milk, price=1000), 3, placed_at=before)
        )
    assert [one.get("reason") for one in told.results] == ["discount", "discount", None]
    assert sum("FROM trail" in text for text in seen) == 1

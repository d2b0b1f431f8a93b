"""Counts on paper and back: a sheet as a file, filled in beside the shelf, becomes lines that are explained first."""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from portal.goods import actions, queries
from portal.goods.models import CountScope, CountSheet
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, RICE, TEA, a_product, a_workbook, handed_in, taken_in
from tests.builders_selling import sale
from tests.cast import HOUSE

covers = ("C31",)
promises = ("P72",)

HEADS = "store,barcode,counted,counted_at\n"


def sheet_of(places, scope=CountScope.FILE):
    found = db.session.scalars(queries.count_sheets(places.store, HOUSE).where(CountSheet.scope == scope)).all()
    assert len(found) == 1
    return found[0]


def counted(sheet):
    return {line.product.barcode: line.counted for line in db.session.scalars(queries.count_lines(sheet, HOUSE))}


def test_good_rows_wait_on_an_open_sheet_and_bad_ones_say_why(shelf, cast, places):
    file = f"{HEADS}BJ-0001,{TEA},20,\nBJ-0001,{MILK},一打,\nBJ-0001,123,4,\nBJ-0001,{TEA},21,\nGZ-0001,{TEA},3,\n"
    draft = handed_in("counts", file + f"BJ-0001,{MILK},1.5,\nBJ-0001,{MILK},7,2001-01-01\n", by=cast.owner.viewer)
    assert (draft.state, draft.report["good_rows"], draft.report["bad_rows"]) == (ImportState.DRAFT, 1, 6)
    columns = [faults[0].column for _, _, faults in refused_rows(draft.tray_path)[1]]
    assert columns == ["counted", "barcode", "barcode", "store", "counted", "counted_at"]
    taken_in(draft, by=cast.owner.viewer)
    sheet = sheet_of(places)
    assert sheet.is_open and counted(sheet) == {TEA: 20_000}
    assert queries.balance(places.store, shelf[0].id, HOUSE) == 24_000  # nothing moves before it is adopted


def test_what_is_read_twice_is_written_once_and_a_later_file_corrects_it(shelf, cast, places):
    file = f"{HEADS}BJ-0001,{TEA},20,\nBJ-0001,{MILK},12,\n"
    assert taken_in(handed_in("counts", file)).report["notes"] == {"new": 2}
    assert taken_in(handed_in("counts", file)).report["notes"] == {"same": 2}
    later = taken_in(handed_in("counts", f"{HEADS}BJ-0001,{TEA},21,\nBJ-0001,{MILK},,\n"))
    assert later.report["notes"] == {"changed": 1} and later.report["bad_rows"] == 0
    assert counted(sheet_of(places)) == {TEA: 21_000, MILK: 12_000}


def test_a_sale_after_the_moment_of_the_count_is_no_difference(shelf, cast, places):
    tea, _milk = shelf
    at = clock.local(clock.now() - timedelta(hours=2))
    sale(places.store, cast.clerk.viewer, (tea, 3000), at=clock.now() - timedelta(hours=1))
    taken_in(handed_in("counts", f"{HEADS}BJ-0001,{TEA},24,{at:%Y-%m-%d %H:%M}\n"))
    (one,) = queries.differences(sheet_of(places))
    assert (one.expected, one.quantity) == (24_000, 0)


def test_rows_go_to_the_sheet_they_name_while_it_is_open(shelf, cast, places):
    sheet = actions.begin_count(places.store, CountScope.ALL, by=cast.owner.viewer)
    file = f"sheet,store,barcode,counted\n{sheet.id},BJ-0001,{TEA},20\n{sheet.id},BJ-0001,{MILK},\n"
    draft = handed_in("counts", file)
    taken_in(draft)
    assert counted(sheet) == {TEA: 20_000, MILK: None}
    actions.drop_count(sheet, by=cast.owner.viewer, reason="重来")
    with pytest.raises(Refused):
        actions.take_in_counts(places.store.id, [(shelf[0].id, 1000, None)], sheet_id=sheet.id, by=cast.owner.viewer)
    late = handed_in("counts", file)
    assert [f.column for f in refused_rows(late.tray_path)[1][0][2]] == ["sheet"]
    elsewhere = handed_in("counts", f"sheet,store,barcode,counted\n{sheet.id},GZ-0001,{TEA},20\n")
    assert elsewhere.state == ImportState.REFUSED


@pytest.mark.pages
def test_a_sheet_goes_out_as_a_file_and_comes_back(shelf, cast, places, browse, session):
    rice = a_product(barcode=RICE, name="散装米", weighed=True)
    sheet = actions.begin_count(places.store, CountScope.ALL, by=cast.owner.viewer)
    actions.count_product(sheet, rice, 1250, by=cast.owner.viewer)
    session.commit()
    owner = browse(cast.owner)
    answer = owner.get(f"/goods/stock/BJ-0001/counts/{sheet.id}/sheet.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    heads, *rows = book.get_sheet_by_index(0).to_python()
    assert heads[:3] == ["盘点单号", "门店编号", "条码"] and "账面" not in "".join(heads)
    by_code = {row[2]: row for row in rows}
    assert by_code[RICE][3] == 1.25
    by_code[TEA][3], by_code[TEA][4] = 22, ""
    filled = a_workbook([heads, *rows])
    draft = taken_in(handed_in("counts", filled, by=cast.owner.viewer), by=cast.owner.viewer)
    assert draft.report["notes"] == {"new": 1, "same": 1}
    assert counted(sheet) == {TEA: 22_000, MILK: None, RICE: 1250}
    assert browse(cast.owner_south).get(f"/goods/stock/BJ-0001/counts/{sheet.id}/sheet.xlsx").status_code == 404

"""Imports: a file is checked, its good rows wait as a draft, and are taken in once."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from portal.goods.models import Product
from portal.kernel import importing, sheets
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.kernel.jobs import Job
from portal.kernel.refusals import Refused
from portal.kernel.trail import Trail
from tests.builders_goods import MILK, PRODUCT_HEADS, RICE, TEA, a_workbook, handed_in, taken_in
from tests.cast import HOUSE

GOOD = f"{PRODUCT_HEADS}\n{TEA},绿茶,饮料,袋,0,39.90,35.90,on\n{MILK},牛奶,乳品,盒,0,5.00,,on\n"
MIXED = f"{GOOD}123,坏条码,饮料,袋,0,1.00,,on\n{RICE},大米,粮油,袋,0,三块九,,on\n"


def products(session):
    return session.scalar(select(func.count()).select_from(Product))


def test_good_rows_wait_as_a_draft_until_someone_confirms(session):
    draft = handed_in("products", MIXED)
    assert draft.state == ImportState.DRAFT
    assert (draft.report["rows"], draft.report["good_rows"], draft.report["bad_rows"]) == (4, 2, 2)
    assert products(session) == 0
    assert taken_in(draft).state == ImportState.DONE
    assert products(session) == 2


def test_refused_rows_say_row_column_reason_and_remedy(session):
    draft = handed_in("products", MIXED)
    heading, rows = refused_rows(draft.tray_path)
    assert heading == PRODUCT_HEADS.split(",")
    assert [(row, faults[0].column, faults[0].given) for row, _, faults in rows] == [
        (4, "barcode", "123"),
        (5, "price", "三块九"),
    ]
    assert all(fault.why and fault.fix for _, _, faults in rows for fault in faults)


@pytest.mark.promise("P08")
def test_confirming_twice_changes_nothing(session):
    done = taken_in(handed_in("products", GOOD))
    work = done.job_id
    importing.confirm(done, by=HOUSE)
    assert done.job_id == work and products(session) == 2
    again = taken_in(handed_in("products", GOOD))
    assert again.report["notes"] == {"same": 2}


def test_a_file_without_a_good_row_is_refused_and_cannot_be_confirmed(session):
    found = handed_in("products", f"{PRODUCT_HEADS}\n123,x,y,袋,0,1,,on\n")
    assert found.state == ImportState.REFUSED and not found.path.exists()
    with pytest.raises(Refused):
        importing.confirm(found, by=HOUSE)


def test_a_missing_heading_refuses_the_whole_file_and_names_it(session):
    found = handed_in("products", "条码,品名\n123,茶\n")
    assert found.state == ImportState.REFUSED and "单位" in found.trouble


def test_headings_may_be_chinese_and_columns_in_any_order(session):
    draft = handed_in("products", f"备注,单位,原价*,品名,条码\n甲,袋,9.90,绿茶,{TEA}\n".encode("gb18030"))
    assert draft.state == ImportState.DRAFT and draft.report["ignored"] == ["备注"]


def test_a_workbook_is_read_like_a_csv(session):
    content = a_workbook([["条码", "品名", "单位", "原价"], [6901234567892, "绿茶", "袋", 39.9]])
    taken_in(handed_in("products", content))
    assert session.scalar(select(Product)).price == 3990


def test_a_discarded_draft_is_gone(session):
    draft = handed_in("products", MIXED)
    importing.cancel(draft, by=HOUSE)
    assert draft.state == ImportState.CANCELLED and not draft.path.exists() and not draft.tray_path.exists()
    with pytest.raises(Refused):
        importing.confirm(draft, by=HOUSE)


def test_work_that_is_still_reading_a_discarded_file_leaves_no_tray(session):
    found = importing.cancel(handed_in("products", MIXED), by=HOUSE)
    session.commit()
    found.tray_path.write_text("[]")
    importing.settle(found.id, ImportState.CHECKING, ImportState.DRAFT, {})
    assert not found.tray_path.exists()


@pytest.mark.promise("P08")
def test_a_load_that_is_stopped_keeps_its_draft(session):
    draft = importing.confirm(handed_in("products", GOOD), by=HOUSE)
    importing.cancel(draft, by=HOUSE)
    session.commit()
    from portal.kernel import jobs

    jobs.run(draft.job_id)
    session.expire_all()
    assert draft.state == ImportState.DRAFT and session.get(Job, draft.job_id).state == "cancelled"
    assert taken_in(draft).state == ImportState.DONE


def test_every_step_is_on_the_trail_without_the_files_name_or_rows(session):
    taken_in(handed_in("products", GOOD))
    links = session.scalars(Trail.seen_by(HOUSE).where(Trail.subject_kind == "import_file").order_by(Trail.id)).all()
    assert [link.event for link in links] == ["import.received", "import.confirmed", "import.loaded"]
    assert not any("rows.csv" in str(link.facts) or "绿茶" in str(link.facts) for link in links)


@pytest.mark.promise("P44")
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0 old"]
)
def test_what_is_no_table_is_refused_at_the_door(content, session):
    with pytest.raises(Refused):
        handed_in("products", content)


def bomb(sheet: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return buffer.getvalue()


@pytest.mark.promise("P46")
@pytest.mark.parametrize(
    "sheet",
    [
        b"<row>" + b" " * 30_000_000,
        b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
        b"<row>" + b"<c/>" * 4000 + b"</row>" + b"<row/>" * 3000,
    ],
    ids=["it unpacks to far more than it is", "two cells far apart", "cells that do not say where they are"],
)
def test_a_workbook_that_would_blow_up_is_refused_before_it_is_read(sheet, session, monkeypatch):
    monkeypatch.setattr(sheets, "xlsx_rows", lambda path: pytest.fail("it was read"))
    with pytest.raises(Refused):
        handed_in("products", bomb(sheet))

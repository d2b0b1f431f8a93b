"""Files handed out: names any server can send, and no cell or heading that a spreadsheet takes for a formula."""

import base64
import io
import json
import re
import zipfile

import pytest
from markupsafe import Markup

from portal.kernel.importer import importers
from portal.kernel.listing import Column, Listing, as_csv, as_file, as_xlsx, inert
from portal.kernel.table import rows_as_html
from portal.network.models import Store
from tests.builders_goods import PRODUCT_HEADS, TEA, handed_in


@pytest.mark.parametrize(
    "path",
    [
        "{imports}/{id}/problems.csv",
        "{imports}/{id}/problems.xlsx",
        "{imports}/template.xlsx",
        "/goods/products?format=csv",
        "/goods/products?format=xlsx",
    ],
)
def test_every_header_of_a_file_is_ascii(path, session, cast, browse):
    found = handed_in("products", f"{PRODUCT_HEADS}\n{TEA},绿茶,饮料,袋,0,三块九,,on\n", by=cast.office.viewer)
    path = path.format(id=found.id, imports=importers["products"].doors["path"])
    answer = browse(cast.office, locale="zh_Hans_CN").get(path)
    assert answer.status_code == 200
    for name, value in answer.headers:
        assert f"{name}: {value}".isascii()


def test_a_chinese_name_is_sent_in_both_spellings(app):
    with app.test_request_context():
        said = as_file("会员 1-被拒.csv", "text/csv", b"").headers["Content-Disposition"]
        chinese = as_file("名单.csv", "text/csv", b"").headers["Content-Disposition"]
        plain = as_file("members-2026-01-05.csv", "text/csv", b"").headers["Content-Disposition"]
    assert "filename*=UTF-8''%E4%BC%9A%E5%91%98%201-%E8%A2%AB%E6%8B%92.csv" in said and said.isascii()
    assert "filename=mingdan.csv" in chinese and "filename=huiyuan1-beiju.csv" in said
    assert plain == "attachment; filename=members-2026-01-05.csv"


@pytest.mark.promise("P47")
@pytest.mark.parametrize("start", "=+-@\t\r\n＝＋－＠")
def test_what_starts_like_a_formula_is_disarmed_in_cells_and_headings(start, app):
    evil = f"{start}1+1"
    assert inert(evil) == f"'{evil}"
    with app.test_request_context():
        text = as_csv("a.csv", [evil], [[evil]]).get_data(as_text=True)
        book = zipfile.ZipFile(io.BytesIO(as_xlsx("a.xlsx", [evil], []).get_data()))
    assert text.count("'") == 2
    assert "'" in re.sub("<.*?>", "", book.read("xl/sharedStrings.xml").decode())


def test_a_text_is_escaped_though_the_same_characters_stood_there_as_markup():
    columns = [{"key": "name"}, {"key": "note"}]
    rows = [{"url": "", "cells": ["茶", cell]} for cell in (Markup("<b>1</b>"), "<b>1</b>", "<b>1</b>", "", None)]
    drawn = rows_as_html(columns, rows, badge=Markup)
    assert re.findall(r"<td[^>]*>(.*?)</td>", drawn) == [
        "<b>1</b>", "&lt;b&gt;1&lt;/b&gt;", "&lt;b&gt;1&lt;/b&gt;", "–", "–"
    ]  # fmt: skip


def test_a_phone_leaves_out_what_is_empty_and_gives_a_sentence_its_own_line():
    columns = [{"label": "Shop"}, {"label": "Tills", "align": "n"}, {"label": "Note"}]
    rows = [{"url": "", "cells": ["万客来", None, "门口停车方便，对面是小区"]}]
    drawn = rows_as_html(columns, rows, badge=Markup)
    assert '<td class="n">–</td>' in drawn
    assert '<td class="long" data-l="Note">' in drawn


def test_what_is_no_formula_stays_as_it_is():
    assert [inert(cell) for cell in ("", "茶", -3, None, "a=b")] == ["", "茶", -3, None, "a=b"]


@pytest.mark.parametrize("sort", ["area", "-area", "opening", "-opening"])
def test_rows_without_a_value_have_their_place_in_every_sort(sort, app, session, cast, places):
    places.store.area_m2 = 300
    session.commit()
    columns = [
        Column("area", "Area", lambda s: s.area_m2, "n", Store.area_m2),
        Column("opening", "Planned opening", lambda s: s.planned_opening, "day", Store.planned_opening),
    ]
    seen, url = [], f"/?sort={sort}"
    while url:
        with app.test_request_context(url):
            listing = Listing(Store.seen_by(cast.office.viewer), columns, order=(Store.code, Store.id), per_page=1)
            seen += [row.subject.code for row in listing.load().rows]
            url = listing.next_url
    assert sorted(seen) == ["BJ-0001", "GZ-0001", "TY-0001"]
    if "area" in sort:
        assert seen.index("BJ-0001") == (0 if sort.startswith("-") else 2)


def test_a_csv_file_says_its_letters_once(browse, cast):
    answer = browse(cast.office).get("/stores?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("moment", ["2000-01-01T00:00:00", "2000-01-01", "0001-01-01T00:00:00+14:00"])
def test_a_cursor_with_a_moment_that_no_list_gives_leads_nowhere(moment, cast, browse):
    after = base64.urlsafe_b64encode(json.dumps([{"t": moment}, 0]).encode()).decode()
    for path in ("appointments", "contacts", "quotations", "proposals"):
        assert browse(cast.rm_north).get(f"/prospecting/{path}?after={after}").status_code == 404

"""Pages of signing (C25)."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.db import db
from portal.signing import queries
from portal.signing.forms import Row
from portal.signing.models import ApplicationState, Verdict
from tests.builders_signing import DEAR, a_submitted, an_agreed_prospect, an_application, decided

pytestmark = pytest.mark.pages
covers = ("C25",)
FILLED = {
    "store_name": "长风街店", "district": "小店区", "address": "长风街 128 号", "owner_name": "薛玉兰",
    "owner_phone": "139 0000 1111", "area_m2": "420", "tills": "3", "planned_opening": "2099-01-05",
    "reasons": "客流好",
    "line_title": ["牌匾设计", "", "货架"], "line_payer": ["company", "company", "store"],
    "line_amount": ["18,000", "", "22000.5"],
}  # fmt: skip


def test_every_page_opens_for_those_who_may(cast, places, browse, visit):
    application, dear = an_application(cast, places.taiyuan), a_submitted(cast, places.beijing, lines=DEAR)
    returned = a_submitted(cast, places.taiyuan, store_name="桃园路店")
    decided(returned, Verdict.RETURNED, by=cast.office)
    decided(dear, Verdict.APPROVED, by=cast.office)
    for person in (cast.rm_north, cast.director, cast.office, cast.office_two, cast.admin):
        browser = browse(person)
        for path in ("", f"/{application.id}", f"/{dear.id}", f"/{returned.id}", "?state=returned", "?q=太原"):
            visit(browser, f"/signing/applications{path}")
    rm = browse(cast.rm_north)
    prospect = an_agreed_prospect(cast, places.taiyuan)
    for path in (f"{application.id}/edit", f"{returned.id}/edit", "new", f"new?prospect={prospect.id}"):
        visit(rm, f"/signing/applications/{path}")
    visit(browse(cast.rm_north, "en"), f"/signing/applications/{returned.id}")


def test_from_prospect_to_store_by_hand(cast, places, browse, visit):
    prospect = an_agreed_prospect(cast, places.taiyuan)
    rm, office = browse(cast.rm_north), browse(cast.office)
    answer = rm.post(f"/signing/applications?prospect={prospect.id}", FILLED)
    assert answer.status_code == 303
    path = answer.location
    application = queries.application(int(path.rsplit("/", 1)[1]), cast.rm_north.viewer)
    assert [(line.title, line.amount) for line in application.lines] == [("牌匾设计", 18_000_00), ("货架", 22_000_50)]
    assert application.owner_phone == "13900001111"
    assert rm.post(f"{path}/submission").status_code == 303
    assert office.post(f"{path}/decision", {"verdict": "approved", "reason": ""}).status_code == 303
    page = visit(office, path)
    token = re.search(r"/welcome/([\w-]+)</textarea>", page.html).group(1)
    assert 'data-copies="invitation"' in page.html and "设置 → 用户" in page.text
    assert accounts.link_of(token) is not None
    assert token not in visit(office, path).html and token not in visit(rm, path).html


@pytest.mark.parametrize(("days", "warned"), [(18, True), (19, False)])
def test_a_day_before_support_can_end_is_warned_of_beside_the_field_and_taken_all_the_same(
    cast, places, browse, visit, days, warned
):
    rm, day = browse(cast.rm_north), (clock.today() + timedelta(days=days)).isoformat()
    prospect = an_agreed_prospect(cast, places.taiyuan)
    path = f"/signing/applications?prospect={prospect.id}"
    checked = rm.htmx(path, "div#field-planned_opening", "POST", data={**FILLED, "planned_opening": day})
    assert ('class="caution"' in checked.text) is warned and "aria-invalid" not in checked.text
    made = rm.post(path, {**FILLED, "planned_opening": day})
    assert made.status_code == 303
    assert ('class="caution"' in visit(rm, f"{made.location}/edit").html) is warned
    assert ("扶持做完要到" in visit(rm, made.location).text) is warned
    assert rm.post(f"{made.location}/submission").status_code == 303


def test_nothing_typed_is_lost_when_a_row_is_wrong(cast, places, browse):
    prospect = an_agreed_prospect(cast, places.taiyuan)
    wrong = FILLED | {"line_amount": ["achtzehn", "", "22000.5"], "owner_phone": "12"}
    answer = browse(cast.rm_north).post(f"/signing/applications?prospect={prospect.id}", wrong)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="achtzehn"' in html and 'value="12"' in html and "长风街 128 号" in html


def test_what_is_missing_is_said_in_place(cast, places, browse):
    application = an_application(cast, places.taiyuan, owner_phone="")
    answer = browse(cast.rm_north).post(f"/signing/applications/{application.id}/submission")
    assert answer.status_code == 422 and "店主手机" in answer.get_data(as_text=True)


def test_a_return_without_a_reason_is_refused_in_the_form(cast, places, browse):
    application = a_submitted(cast, places.taiyuan)
    answer = browse(cast.office).post(f"/signing/applications/{application.id}/decision", {"verdict": "returned"})
    assert answer.status_code == 422
    assert queries.application(application.id, cast.office.viewer).state == ApplicationState.SUBMITTED


@pytest.mark.promise("P64")
def test_the_owners_phone_is_masked_on_the_page(cast, places, browse):
    application = a_submitted(cast, places.taiyuan)
    html = browse(cast.office).get(f"/signing/applications/{application.id}").get_data(as_text=True)
    assert "139****1111" in html and "13900001111" not in html


def test_the_list_takes_as_many_statements_for_many_as_for_one(cast, places, browse, count_statements):
    browser = browse(cast.office)
    seen = []
    for n in range(2):
        for m in range(1 + 5 * n):
            a_submitted(cast, places.taiyuan, store_name=f"店 {n}{m}")
        with count_statements() as statements:
            assert browser.get("/signing/applications").status_code == 200
        seen.append(len(statements))
    assert seen[0] == seen[1]


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=8), st.text(max_size=25))
def test_a_row_is_a_line_or_says_why_not(app, title, payer, amount):
    with app.test_request_context():
        row = Row(title, payer, amount)
        line = row.read()
        assert (line is None) == bool(row.error)
        assert line is None or 0 < line.amount <= 10**11


ANYTHING = st.dictionaries(
    st.sampled_from([*FILLED, "drop", "version", "nonsense"]), st.lists(st.text(max_size=60), max_size=4), max_size=12
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANYTHING)
def test_no_input_breaks_the_form(cast, places, browse, data):
    prospect = an_agreed_prospect(cast, places.taiyuan)
    db.session.flush()
    answer = browse(cast.rm_north).post(f"/signing/applications?prospect={prospect.id}", data)
    assert answer.status_code in (303, 422)

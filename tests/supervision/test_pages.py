"""Audits by hand: each answer on its own, a group at once, the signature; and who may see what."""

import pytest

from portal.kernel import clock
from portal.supervision import actions, queries
from portal.supervision.models import AuditState, Mark
from tests.builders_supervision import answers, picture, signed

pytestmark = pytest.mark.pages


@pytest.fixture
def draft(session, cast, places):
    audit = actions.start(places.store, by=cast.rm_north.viewer)
    session.flush()
    return audit


def test_a_manager_starts_an_audit_of_a_store_in_reach(cast, places, browse):
    person = browse(cast.rm_north)
    answer = person.post("/supervision/audits", {"store": places.store.id})
    assert answer.status_code == 303
    assert person.get(answer.location).status_code == 200
    assert person.post("/supervision/audits", {"store": places.store_south.id}).status_code == 422


def test_every_page_opens(cast, draft, browse, visit):
    person = browse(cast.rm_north)
    for path in ("", "/new", f"/{draft.id}", f"/{draft.id}/edit", f"/{draft.id}/edit?group=7"):
        visit(person, f"/supervision/audits{path}")
    for who in (cast.rm_north, cast.office, cast.admin, cast.owner):
        for path in ("", "?store=BJ-0001", "?month=2026-03"):
            visit(browse(who), f"/supervision/calendar{path}")


def test_one_answer_is_saved_as_it_is_given(cast, draft, browse):
    item = draft.items[0]
    url = f"/supervision/audits/{draft.id}/answers/{item.id}"
    answer = browse(cast.rm_north).htmx(
        url, "div#saved", "POST", data={f"mark-{item.id}": "fail"}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert 'id="saved"' in answer.text and "<main" not in answer.text
    assert [(row.item_id, row.mark) for row in queries.audit(draft.id, cast.rm_north.viewer).answers] == [
        (item.id, Mark.FAIL)
    ]


def test_a_photo_is_kept_at_once(cast, draft, browse):
    item = draft.items[0]
    data = {f"mark-{item.id}": "fail", f"photo-{item.id}": (picture().stream, "shop.png")}
    url = f"/supervision/audits/{draft.id}/answers/{item.id}/photos"
    answer = browse(cast.rm_north).htmx(url, f"div#shots-{item.id}", "POST", data=data, follow_redirects=True)
    assert f'id="shots-{item.id}"' in answer.text and "/files/" in answer.text


def test_a_group_is_saved_as_a_plain_form_and_leads_to_the_next(cast, draft, browse):
    first = [item for item in draft.items if item.section == draft.items[0].section]
    data = {"group": 1} | {f"mark-{item.id}": "pass" for item in first}
    answer = browse(cast.rm_north).post(f"/supervision/audits/{draft.id}/answers", data)
    assert answer.location.endswith("group=2")
    assert len(queries.audit(draft.id, cast.rm_north.viewer).answers) == len(first)


def test_signing_is_refused_while_something_is_open_and_says_what(cast, draft, browse):
    answer = browse(cast.rm_north).post(f"/supervision/audits/{draft.id}/signature", {})
    assert answer.status_code == 422
    assert draft.items[0].text in answer.text
    assert queries.audit(draft.id, cast.rm_north.viewer).state == AuditState.DRAFT


def test_a_full_audit_is_signed(cast, draft, browse):
    actions.answer(draft, answers(draft), by=cast.rm_north.viewer)
    person = browse(cast.rm_north)
    assert person.post(f"/supervision/audits/{draft.id}/signature", {"note": "很好"}).status_code == 303
    assert queries.audit(draft.id, cast.rm_north.viewer).is_signed
    assert person.get(f"/supervision/audits/{draft.id}/edit").status_code == 303


def test_an_owner_reads_his_signed_audits_and_a_clerk_none(cast, places, draft, browse, visit):
    audit = signed(places.store, cast.director.viewer)
    owner = browse(cast.owner)
    visit(owner, f"/supervision/audits/{audit.id}")
    assert owner.get(f"/supervision/audits/{draft.id}").status_code == 404
    assert owner.get(f"/supervision/audits/{audit.id}/edit").status_code == 403
    assert browse(cast.clerk).get("/supervision/audits").status_code == 403
    assert browse(cast.owner_south).get(f"/supervision/audits/{audit.id}").status_code == 404
    assert browse(cast.rm_south).get(f"/supervision/audits/{audit.id}").status_code == 404


def test_the_list_is_narrowed_by_store_state_and_score(cast, places, draft, browse):
    signed(places.store_taiyuan, cast.rm_north.viewer, fail=["goods-expired"])
    person = browse(cast.rm_north)
    for query, shown in (
        (f"store={places.store.id}", {"朝阳北路店"}),
        ("state=submitted", {"并州北路店"}),
        ("score=critical", {"并州北路店"}),
        ("score=low", set()),
    ):
        html = person.htmx(f"/supervision/audits?{query}", "section#listing").text.partition("<tbody>")[2]
        assert {name for name in ("朝阳北路店", "并州北路店") if name in html} == shown


def test_the_calendar_knows_no_month_that_has_not_begun(cast, browse):
    person = browse(cast.office)
    following = clock.next_month(clock.today())
    assert person.get(f"/supervision/calendar?month={following:%Y-%m}").status_code == 404
    assert person.get("/supervision/calendar?month=nonsense").status_code == 404
    assert browse(cast.rm_north).get("/supervision/calendar?store=GZ-0001").status_code == 404
    assert browse(cast.clerk).get("/supervision/calendar").status_code == 403


def test_the_list_takes_as_many_statements_for_many_auditors_as_for_one(cast, places, browse, count_statements):
    office, seen = browse(cast.office), []
    for store, auditor in ((places.store, cast.rm_north), (places.store_south, cast.rm_south)):
        signed(store, auditor.viewer)
        with count_statements() as statements:
            answer = office.get("/supervision/audits")
        assert auditor.user.name in answer.text
        assert auditor.user.name in office.get("/supervision/audits?format=csv&sort=started_at").data.decode()
        seen.append(len(statements))
    assert seen[0] == seen[1]

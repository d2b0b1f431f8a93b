import pytest

from portal.kernel.refusals import Refused
from portal.supervision import actions, queries
from portal.supervision.models import Mark
from portal.supervision.seed import seed_template
from tests.builders_supervision import signed

FACTS = {"section": "货架与陈列", "text": "新品排面不少于两个", "weight": 2, "critical": False, "needs_photo": True}


@pytest.fixture
def form(session):
    form = seed_template()
    session.flush()
    return form


def texts():
    return {item.text for items in queries.sections().values() for item in items}


def test_a_new_question_stands_at_the_end_of_its_section(session, cast, form):
    item = actions.add_item(form, by=cast.admin.viewer, **FACTS)
    session.expire_all()
    assert queries.sections()["货架与陈列"][-1] == item


def test_an_audit_under_way_keeps_the_form_it_began_with(session, cast, places, form):
    draft = actions.start(places.store, by=cast.rm_north.viewer)
    session.flush()
    before = [item.text for item in draft.items]
    actions.add_item(form, by=cast.admin.viewer, **FACTS)
    actions.retire_item(form.items[0], by=cast.admin.viewer)
    session.flush()
    session.expire_all()
    assert [item.text for item in draft.items] == before


def test_a_changed_question_remembers_its_failures(session, cast, places, form):
    by = cast.rm_north.viewer
    signed(places.store, by, days_ago=30, fail=["staff-badge"])
    old = next(item for item in form.items if item.code == "staff-badge")
    actions.edit_item(old, by=cast.admin.viewer, text="工牌、围裙齐全")
    session.flush()
    session.expire_all()
    draft = actions.start(places.store, by=by)
    line = next(one for group in queries.sheet(draft, by) for one in group.lines if one.item.code == "staff-badge")
    assert (line.item.text, line.last) == ("工牌、围裙齐全", Mark.FAIL)
    assert old.text not in texts()


def test_a_question_is_changed_or_retired_once(cast, form):
    item = form.items[0]
    actions.retire_item(item, by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.edit_item(item, by=cast.admin.viewer, text="又改")


@pytest.mark.pages
def test_an_administrator_keeps_the_form(cast, form, browse, visit):
    person = browse(cast.admin)
    visit(person, "/supervision/form")
    visit(person, "/supervision/form/items/new")
    visit(person, f"/supervision/form/items/{form.items[0].id}/edit")
    said = {"section": "货架与陈列", "text": FACTS["text"], "weight": 2, "needs_photo": "y"}
    assert person.post("/supervision/form/items", said).status_code == 303
    assert person.post("/supervision/form/items", {"text": ""}).status_code == 422
    assert FACTS["text"] in texts()
    assert browse(cast.office).get("/supervision/form").status_code == 403

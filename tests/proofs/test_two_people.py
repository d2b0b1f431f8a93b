"""Two people, one record: neither overwrites the other unseen, and nothing typed is lost.

Broken on purpose: where a form does not look at the marks it carries (`Edits.is_outdated`), all fail.
"""

import pytest

from portal.kernel import clock
from portal.network import actions as network
from portal.prospecting import actions
from portal.prospecting.models import Track
from tests.builders_goods import a_configuration, a_product
from tests.builders_prospecting import (
    a_city,
    a_fact,
    a_form,
    a_proposal,
    a_prospect,
    a_quotation,
    a_rival,
    a_round,
    a_segment,
    a_survey,
    an_appointment,
)
from tests.builders_selling import member
from tests.builders_signing import an_application
from tests.proofs.filled import filled

pytestmark = pytest.mark.pages
promises = ("P06",)


def city(s):
    file = a_city(note="看东城")
    return f"/prospecting/cities/{file.id}", f"/prospecting/cities/{file.id}"


def distance(c, p):
    file = a_city(p.taiyuan)
    network.close_store(p.store_taiyuan, by=c.admin.viewer, reason="租约到期")
    return f"/prospecting/cities/{file.id}", f"/prospecting/cities/{file.id}/distance"


def study_form(c, p):
    path = f"/prospecting/study-forms/{a_form().id}"
    return path, path


def aims():
    file = f"/prospecting/prospects/{a_prospect().id}/aims"
    return f"{file}/edit", file


def of(path, made, edit="/edit"):
    return f"{path}/{made.id}{edit}", f"{path}/{made.id}"


def person():
    file = f"/prospecting/prospects/{a_prospect(Track.PERSON).id}/person"
    return f"{file}/edit", file


def own_day(c):
    path = f"/prospecting/days/{c.rm_north.user.id}/{clock.today()}"
    actions.write_day(clock.today(), "先写一句", by=c.rm_north.viewer)
    return path, path


STORE = "/settings/stores/BJ-0001"

# who, where the form is and goes, a field that both change, one that only the second does
FORMS = {
    "product": ("office", lambda c, p: of("/goods/products", a_product()), "price", ("41.00", "42.00"), "unit"),
    "configuration": ("office", lambda c, p: of("/goods/configurations", a_configuration()), "most_m2", ("410", "420"),
                      "name"),
    "store": ("admin", lambda c, p: (f"{STORE}/edit", STORE), "phone", ("010-1111", "010-2222"), "address"),
    "user": ("admin", lambda c, p: of("/settings/users", c.clerk.user), "name", ("孙莉", "孙立"), "email"),
    "prospect": ("rm_north", lambda c, p: of("/prospecting/prospects", a_prospect()), "name", ("甲店", "乙店"),
                 "address"),
    "appointment": ("rm_north", lambda c, p: of("/prospecting/appointments", an_appointment(), ""), "place",
                    ("他办公室", "茶馆"), "note"),
    "day": ("rm_north", lambda c, p: own_day(c), "sentence", ("下午太急", "上午太早"), ""),
    "person": ("rm_north", lambda c, p: person(), "done", ("店长六年", "批发十一年"), "wants"),
    "proposal": ("rm_north", lambda c, p: of("/prospecting/proposals", a_proposal()), "rent", ("410.00", "420.00"),
                 "findings"),
    "line of a proposal": ("rm_north", lambda c, p: of("/prospecting/proposals", a_proposal()), "title1",
                           ("门头", "门脸"), "goods_note"),
    "survey": ("rm_north", lambda c, p: of("/prospecting/surveys", a_survey()), "h18", ("81", "82"), "operator"),
    "city": ("rm_north", lambda c, p: city(c), "file-note", ("先看西城", "先看南城"), ""),
    "distance": ("rm_north", distance, "way-distance_km", ("30", "40"), "way-distance_from"),
    "aims": ("rm_north", lambda c, p: aims(), "goal", ("本月签", "下月签"), "tactics"),
    "round": ("rm_north", lambda c, p: of("/prospecting/rounds", a_round()), "our_price", ("41.50", "42.50"), "talk"),
    "quotation": ("rm_north", lambda c, p: of("/prospecting/quotations", a_quotation(state="draft")), "company1",
                  ("41.00", "42.00"), "note"),
    "weights": ("admin", lambda c, p: ("/prospecting/city-score", "/prospecting/city-score"), "near_km", ("40", "60"),
                "quiet_enough"),
    "study form": ("admin", study_form, "title", ("两分钟问卷", "三分钟问卷"), "purpose"),
    "fact": ("rm_north", lambda c, p: of("/prospecting/facts", a_fact()), "value", ("41.5", "42.5"), "note"),
    "rival": ("rm_north", lambda c, p: of("/prospecting/rivals", a_rival()), "shops", ("41", "42"), "strengths"),
    "segment": ("rm_north", lambda c, p: of("/prospecting/segments", a_segment()), "share", ("41", "42"), "needs"),
    "application": ("rm_north", lambda c, p: of("/signing/applications", an_application(c, p.taiyuan)),
                    "store_name", ("甲店", "乙店"), "district"),
    "levels": ("office", lambda c, p: ("/settings/benefits", "/settings/benefits/levels"), "silver", ("41.00", "42.00"),
               "gold"),
    "points": ("office", lambda c, p: ("/settings/benefits", "/settings/benefits/points"), "points-earn_fen",
               ("41.00", "42.00"), "points-months"),
    "member": ("owner", lambda c, p: of("/selling/members", member(p.store, c.owner.viewer)), "name", ("甲", "乙"), ""),
    "region": ("admin", lambda c, p: of("/settings/regions", p.taiyuan), "name", ("太原", "并州"), ""),
}  # fmt: skip


@pytest.fixture(params=FORMS)
def desk(request, browse, cast, places, session):
    """A form opened by two people: (a browser, where the form is and goes, the fields to change)."""
    who, make, field, values, other = FORMS[request.param]
    page, action = make(cast, places)
    session.commit()
    browser = browse(cast.__getattr__(who))
    return browser, page, action, field, values, other


def test_the_second_sees_theirs_beside_his_and_nothing_typed_is_lost(desk, session):
    browser, page, action, field, (theirs, yours), _ = desk
    form = filled(browser.get(page).text, action)
    assert browser.post(action, {**form, field: theirs, "_key": "1"}).status_code == 303
    answer = browser.post(action, {**form, field: yours, "_key": "2"})
    assert answer.status_code == 409
    sides = answer.text[answer.text.index('class="table sides"') :].partition("</table>")[0]
    assert theirs in sides and yours in sides and sides.count("<tr") == 2
    again = filled(answer.text, action)
    assert yours in again[field][0]
    assert browser.post(action, {**again, "_key": "3"}).status_code == 303
    assert yours in filled(browser.get(page).text, action)[field][0]


@pytest.mark.parametrize("desk", [name for name, (*_, other) in FORMS.items() if other], indirect=True)
def test_who_changed_something_else_keeps_both(desk):
    browser, page, action, field, (theirs, _), other = desk
    form = filled(browser.get(page).text, action)
    assert browser.post(action, {**form, field: theirs, "_key": "1"}).status_code == 303
    typed = {"email": "sun@example.com", "quiet_enough": "7", "gold": "500.00", "points-months": "24"}.get(other, "南")
    assert browser.post(action, {**form, other: typed, "_key": "2"}).status_code == 303
    kept = filled(browser.get(page).text, action)
    assert theirs in kept[field][0] and typed in kept[other][0]

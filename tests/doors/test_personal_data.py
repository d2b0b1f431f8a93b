"""Personal data: no number or name in an address, none in a log, none on a page beyond its right."""

import json
import logging
import re
import secrets

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.accounts.models import Purpose
from portal.kernel.jobs import Outgoing, send
from portal.prospecting.models import Prospect
from portal.selling import actions as selling
from portal.selling.forms import MemberForm
from portal.selling.models import Member
from portal.signing.models import Application
from tests.cast import HOUSE, PASSWORD, PEOPLE
from tests.doors.conftest import ROLES, gets, path_of
from tests.doors.test_matrix import ROOMS

pytestmark = pytest.mark.pages  # what a page carries does not depend on the database

PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
SURNAME, GIVEN = "欧阳", "慧敏"
NAME = SURNAME + GIVEN
NUMBER = "13977776666"
# pages on which a whole number stands for those who may, and why
WHOLE_NUMBERS = {
    "accounts.edit_user": "whoever manages users changes the number a person signs in by",
    "accounts.show_sign_in": "an example of what to type",
    "insight.show_home": "the manager calls whom he meets next by a tap",
    "prospecting.edit_prospect": "the manager corrects the number of his own prospect",
    "prospecting.show_prospect": "the manager calls his own prospect by a tap",
    "signing.edit_application": "the manager corrects the number of the owner to be",
    "selling.list_members_imports": "an example of what a file holds",
    "accounts.list_components": "examples of the shared parts, no people",
}


@pytest.fixture
def known(places, cast, subjects, session):
    """A member of BJ-0001, and numbers at the prospect, the application and the people of the north."""
    rows = subjects.known["north"]

    def row(model, name):
        return session.scalars(model.seen_by(HOUSE).where(model.id == rows[name])).one()

    member, prospect = row(Member, "member_id"), row(Prospect, "prospect_id")
    member.phone, member.last_four, member.name = NUMBER, NUMBER[-4:], NAME
    prospect.phone, prospect.contact_name = NUMBER, "钱先生"
    row(Application, "application_id").owner_phone = NUMBER
    session.commit()
    return rows


@pytest.mark.promise("P64")
@pytest.mark.parametrize("who", ROLES)
def test_no_page_shows_a_whole_number_but_to_those_who_work_with_it(who, app, browse, cast, subjects, known):
    browser, shown = browse(getattr(cast, who)), {}
    for rule, path in gets(app, subjects, "north"):
        page = browser.get(path).data.decode(errors="replace")
        file = browser.get(f"{path}?format=csv").data.decode(errors="replace") if "format=csv" in page else ""
        if (found := set(PHONE.findall(page + file))) and rule.endpoint not in WHOLE_NUMBERS:
            shown[path] = found
    assert shown == {}


@pytest.mark.promise("P64")
@pytest.mark.parametrize("who", ["rm_north", "office", "admin", "owner_south", "rm_south"])
def test_a_members_name_stays_in_his_store(who, app, browse, cast, subjects, known):
    browser = browse(getattr(cast, who))
    shown = [
        path for _, path in gets(app, subjects, "north") if GIVEN in browser.get(path).data.decode(errors="replace")
    ]
    assert shown == []


@pytest.mark.promise("P48")
def test_no_link_and_no_form_of_any_page_carries_a_number_or_a_name(walk):
    wrong = {}
    for answer in walk:
        if answer.mime == "text/html":
            addresses = re.findall(r'(?:href|action|src|hx-\w+)="([^"]*)"', answer.text)
            bad = [a for a in addresses if not a.startswith("tel:") and PHONE.search(re.sub(r"[\s%20+-]", "", a))]
            if bad:
                wrong[str(answer)] = bad
    assert wrong == {}


@pytest.mark.promise("P48")
def test_no_form_that_is_read_by_its_address_asks_for_personal_data(walk):
    asking = {}
    for answer in walk:
        for form in re.findall(r"<form\b.*?</form>", answer.text, re.DOTALL):
            if not re.search(r'method="post"', form, re.IGNORECASE):
                fields = set(re.findall(r'name="([^"]*)"', form))
                if fields & {"phone", "name", "email", "owner_phone", "contact_name", "password", "token"}:
                    asking[str(answer)] = fields
    assert asking == {}


@pytest.mark.promise("P48")
@pytest.mark.parametrize("typed", [NUMBER, "139 7777 6666", "139-7777-6666", f"+86{NUMBER}"])
def test_a_number_in_an_address_is_neither_searched_nor_carried_on(typed, browse, cast, walk, known):
    browser, carried = browse(cast.office), {}
    for path in sorted({a.path for a in walk if a.who == "office" and 'type="search" id="q"' in a.text}):
        answer = browser.get(path, query_string={"q": typed})
        text = answer.data.decode(errors="replace")
        assert answer.status_code == 200 and ("完整手机号" in text or "settings" in path), path
        if left := re.findall(r'[^"]*7777[^"]*', text + str(answer.headers)):
            carried[path] = left
    assert carried == {}


@pytest.mark.promise("P48")
def test_a_number_in_an_address_is_not_kept_for_after_signing_in(browse):
    page = browse().get(f"/stores?q={NUMBER}").text
    assert 'value="/stores"' in page and NUMBER not in page
    answer = browse().get(f"/stores?q={NUMBER}", headers={"HX-Request": "true", "HX-Target": "main#main"})
    assert NUMBER not in str(answer.headers)


@pytest.mark.promise("P48")
def test_addresses_of_things_are_numbers_and_keys(app):
    spoken = {"phone", "name", "member_name", "email", "q", "last_four"}
    assert [str(rule) for rule in app.url_map.iter_rules() if spoken & set(rule.arguments)] == []


@pytest.mark.promise("P60")
def test_a_phone_and_a_name_are_all_that_is_asked_of_a_member(app, browse, cast):
    with app.test_request_context(method="POST"):
        assert set(MemberForm()._fields) == {"phone", "name", "consents", "csrf_token"}
    assert Member.personal == {"phone", "last_four", "name", "pinyin", "birthday"}
    typed = {"phone": "139 7777 1234", "name": "王", "consents": "y"}
    assert browse(cast.clerk).post("/selling/members", typed).status_code == 303


@pytest.fixture
def logged(app, capfd, caplog, monkeypatch):
    """`logged()`: every line the portal has written, to its log, to its streams or to Python's logging."""
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join([*capfd.readouterr(), caplog.text])


SECRETS = {
    "name": NAME, "phone": NUMBER, "email": "huimin@example.com", "owner_phone": NUMBER, "owner_name": NAME,
    "contact_name": NAME, "password": "a secret sentence", "again": "a secret sentence", "current": PASSWORD,
    "code": "918273", "q": NUMBER, "member_q": NUMBER, "do": "member", "note": NAME, "reason": NAME, "text": NAME,
    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "consents": "y",
}  # fmt: skip


def told(log):
    """Return what a log must not hold."""
    hidden = [value for value in {*SECRETS.values()} - {"y", "member"} if value in log]
    hidden += [phone for _, phone, *_ in PEOPLE.values() if phone in log]
    hidden += [name for name, *_ in PEOPLE.values() if name in log]
    return hidden + PHONE.findall(log)


@pytest.mark.promise("P49")
@pytest.mark.parametrize("room", ROOMS)
def test_no_door_writes_what_people_type_into_a_log(room, app, browse, cast, routes, subjects, known, undone, logged):
    browser = browse(cast.owner)
    people = [browse(getattr(cast, key)) for key in ("admin", "office", "rm_north")] + [browser]
    for rule, method, _ in routes(room):
        path = path_of(app, rule, subjects.args(rule, "north"))
        for window in people if method == "POST" else people[-1:]:
            with undone():
                window.fresh().get(path) if method == "GET" else window.fresh().post(path, SECRETS)
    assert told(logged()) == []


@pytest.mark.promise("P49")
def test_what_breaks_in_the_middle_tells_the_log_where_and_not_whom(app, browse, cast, known, logged, monkeypatch):
    def breaks(*args, **facts):
        raise RuntimeError("the disk has gone")

    monkeypatch.setattr(selling, "rename", breaks)
    path = f"/selling/members/{known['member_id']}"
    assert browse(cast.owner).post(path, SECRETS).status_code == 500
    log = logged()
    assert "the disk has gone" in log and "selling.update_member" in log
    assert told(log) == []


@pytest.mark.promise("P37", "P49")
def test_tokens_of_links_and_sign_ins_never_reach_a_log(app, browse, cast, session, logged):
    token = accounts.make_link(cast.clerk.user, Purpose.RESET, by=cast.admin.viewer)
    session.commit()
    browser = browse()
    browser.get(f"/welcome/{token}")
    browser.post(f"/welcome/{token}", {"password": "short", "again": "short"})
    browser.post(f"/welcome/{token}", {"password": "a secret sentence", "again": "a secret sentence"})
    browser.post("/login", {"name": "13800000021", "password": "a wrong sentence"})
    browser.post("/login", {"name": "13800000021", "password": PASSWORD})
    with browser.client.session_transaction() as kept:
        signed_in = kept["_user_id"]
    browser.get("/account")
    log = logged()
    assert told(log) == []
    assert [word for word in (token, signed_in, "a wrong sentence", PASSWORD) if word in log] == []


@pytest.mark.promise("P37", "P49")
def test_a_mail_tells_the_log_neither_its_reader_nor_its_link(app, session, logged, work_off, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://portal:a%20secret%20sentence@127.0.0.1:1")  # nobody answers
    token = secrets.token_urlsafe(32)
    send("mail", to=SECRETS["email"], subject="密码", text=f"https://portal.example/welcome/{token}")
    session.commit()
    assert work_off() == 1
    log = logged()
    assert told(log) == [] and token not in log
    assert session.scalar(select(Outgoing.trouble)) == "ConnectionRefusedError"


@pytest.mark.promise("P49")
def test_counters_are_named_by_routes_and_never_by_addresses(browse, cast):
    marker = secrets.token_hex(6)
    browse(cast.owner).get(f"/nowhere/{marker}?q={NUMBER}")
    browse(cast.owner).get(f"/welcome/{marker}")
    text = browse().get("/metrics").text
    assert marker not in text and not PHONE.search(text)


@pytest.mark.promise("P49")
def test_a_log_line_is_an_event_with_names_of_routes_only(app, browse, cast, logged, monkeypatch):
    def breaks():
        raise RuntimeError("gone")

    monkeypatch.setitem(app.view_functions, "accounts.show_account", breaks)
    assert browse(cast.owner).get(f"/account?q={NUMBER}").status_code == 500
    lines = [json.loads(line) for line in logged().splitlines() if line.startswith("{")]
    [line] = [line for line in lines if line["event"] == "request failed"]
    assert set(line) == {"event", "level", "timestamp", "reference", "route", "exception"}

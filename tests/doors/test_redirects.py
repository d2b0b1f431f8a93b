"""Nobody is sent to another host: not by an address, a form's field, the Referer or a made-up Host."""

import re

import pytest

from tests.doors.conftest import path_of
from tests.doors.test_matrix import ROOMS

pytestmark = pytest.mark.pages  # does not depend on the database

EVIL = "evil.example"
ELSEWHERE = (
    f"https://{EVIL}/", f"//{EVIL}", f"///{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"/\t/{EVIL}", f"/\n/{EVIL}",
    f"https:{EVIL}", f"/%09/{EVIL}/..//{EVIL}", f"javascript:alert('{EVIL}')", f"/{EVIL}:80@{EVIL}//",
    f"/.//{EVIL}", f"/x/..//{EVIL}", f"data:text/html,{EVIL}",
)  # fmt: skip
SENDING = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Refresh", "Link")


def leads_away(address):
    """Whether a browser would leave the portal for this address."""
    # it drops tabs and line breaks, and takes a backslash for a slash
    plain = re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/")
    return not re.match(r"/(?!/)", plain)


def sent_away(answer):
    led = [answer.headers[name] for name in SENDING if name in answer.headers]
    led += re.findall(
        r"(?:href|action|src|hx-get|hx-post)=\"([^\"]*evil[^\"]*)\"", answer.data.decode(errors="replace")
    )
    return [address for address in led if EVIL in address and leads_away(address)]


@pytest.mark.promise("P38")
@pytest.mark.parametrize("next", ELSEWHERE)
def test_no_door_of_signing_in_leads_away(next, browse, cast):
    answers = [
        browse().get("/login", query_string={"next": next}),
        browse(cast.owner).get("/login", query_string={"next": next}),
        browse().post("/login", {"name": "", "password": "", "next": next}),
        browse().post("/login/code", {"code": "1"}, query_string={"next": next}),
        browse().post("/preferences", {"locale": "en", "next": next}),
        browse(cast.owner).post("/store-choice", {"store": "BJ-0001", "next": next}),
    ]
    assert [led for answer in answers if (led := sent_away(answer))] == []


@pytest.mark.promise("P38")
@pytest.mark.parametrize("room", ROOMS)
def test_no_door_of_the_map_leads_away(room, app, browse, cast, routes, subjects, undone):
    wrong = []
    browser = browse(cast.admin)
    evil = {"next": ELSEWHERE[0], "url": ELSEWHERE[1], "return_to": ELSEWHERE[0], "redirect": ELSEWHERE[0]}
    headers = {"Referer": f"https://{EVIL}/x", "Origin": f"https://{EVIL}", "X-Forwarded-Host": EVIL}
    for rule, method, _ in routes(room):
        path, window = path_of(app, rule, subjects.args(rule, "north")), browser.fresh()
        with undone():
            if method == "GET":
                answer = window.get(path, query_string=evil, headers=headers)
            else:
                answer = window.post(path, evil, query_string=evil, headers=headers)
        if led := sent_away(answer):
            wrong.append(f"{method} {path} → {led}")
    assert wrong == []


@pytest.mark.promise("P38")
def test_whoever_is_signed_out_returns_to_where_he_was_and_not_to_another_host(browse):
    htmx = {"HX-Request": "true", "HX-Target": "main#main", "Referer": f"https://{EVIL}//{EVIL}/a"}
    answer = browse().get("/account", headers=htmx)
    assert answer.status_code == 401
    assert sent_away(answer) == []


@pytest.mark.promise("P38")
def test_a_made_up_host_stands_in_no_link(browse, cast):
    for path in ("/login", "/account", "/nowhere"):
        answer = browse(cast.owner).get(path, headers={"Host": EVIL, "X-Forwarded-Host": EVIL})
        assert EVIL not in answer.text + str(answer.headers)

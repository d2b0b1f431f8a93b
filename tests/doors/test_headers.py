"""Headers on every answer of the URL map, on every error page and on static files."""

import re

import pytest
from flask import render_template_string
from sqlalchemy.exc import OperationalError

from portal.kernel.refusals import Refused

pytestmark = pytest.mark.pages  # what a page carries does not depend on the database

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NOTHING_FOREIGN = ("default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'")
NOT_FRAMED = "frame-ancestors 'none'"
# what everyone gets alike holds nothing personal
FOR_ALL = {"machines.health", "machines.ready", "machines.metrics"}


def faults(headers):
    """Return what an answer's headers lack."""
    found = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    inert = policy == "default-src 'none'; sandbox"
    if not inert and not all(part in policy for part in (*NOTHING_FOREIGN, NOT_FRAMED, "form-action 'self'")):
        found.append("Content-Security-Policy")
    if re.search(r"unsafe|https?:|\*", policy):
        found.append("a policy with holes")
    if "Cache-Control" not in headers:
        found.append("Cache-Control")
    return [*found, *(name for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin") if name in headers)]


@pytest.mark.promise("P39")
def test_every_route_answers_everyone_with_all_headers(walk):
    assert {str(answer): found for answer in walk if (found := faults(answer.headers))} == {}
    assert len({answer.endpoint for answer in walk}) > 100


@pytest.mark.promise("P41")
def test_no_cache_keeps_what_is_personal(walk):
    kept = {}
    for answer in walk:
        said = answer.headers["Cache-Control"]
        if answer.headers.get("Content-Disposition", "").startswith("attachment") and "no-store" not in said:
            kept[str(answer)] = said
        if "public" in said or ("no-store" not in said and "private" not in said):
            kept[str(answer)] = said
        if answer.mime == "text/html" and "no-cache" not in said and "no-store" not in said:
            kept[str(answer)] = said
    assert kept == {}


@pytest.mark.promise("P41")
def test_a_shared_cache_tells_fragments_from_pages(walk):
    pages = [answer for answer in walk if answer.status == 200 and "<h1" in answer.text]
    assert len(pages) > 200
    assert [str(answer) for answer in pages if "HX-Request" not in answer.headers.get("Vary", "")] == []


@pytest.mark.promise("P42")
def test_no_answer_but_signing_out_clears_anything_and_none_the_storage(walk, browse, cast):
    assert [str(answer) for answer in walk if "Clear-Site-Data" in answer.headers] == []
    assert browse(cast.owner).post("/logout").headers["Clear-Site-Data"] == '"cache"'


@pytest.fixture
def failing(app, monkeypatch):
    """`failing(error)`: what a portal answers whose door raises it, as it runs for people."""

    def answer(error):
        def fail():
            raise error

        monkeypatch.setitem(app.config, "TESTING", False)
        monkeypatch.setitem(app.view_functions, "machines.health", fail)
        return app.test_client().get("/healthz")

    return answer


@pytest.mark.promise("P39")
@pytest.mark.parametrize(
    ("path", "method", "options", "status"),
    [
        ("/login", "POST", {"data": {"name": "a"}, "headers": {"X-CSRFToken": "made up"}}, 400),
        ("/account", "GET", {}, 401),
        ("/nowhere", "GET", {}, 404),
        ("/welcome/nonsense", "GET", {}, 404),
        ("/login", "PUT", {}, 405),
        ("/login", "DELETE", {}, 405),
        ("/login", "OPTIONS", {}, 200),
        ("/login", "HEAD", {}, 200),
        ("/till/sync", "GET", {}, 405),
        ("/login", "POST", {"data": {"name": "a" * 600_000}}, 413),
        ("/login", "POST", {"data": {}}, 422),
    ],
)
def test_error_pages_carry_the_same_headers(path, method, options, status, browse):
    browser = browse()
    headers = {"X-CSRFToken": browser.csrf, **options.pop("headers", {})}
    answer = browser.open(path, method, headers=headers, **options)
    assert answer.status_code == status
    assert faults(answer.headers) == []


@pytest.mark.promise("P39")
def test_someone_without_the_right_gets_the_same_headers(browse, cast):
    answer = browse(cast.clerk).get("/settings/users")
    assert (answer.status_code, faults(answer.headers)) == (403, [])


@pytest.mark.promise("P39")
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("This code is taken."), 409),
        (ZeroDivisionError("a slip"), 500),
        (OperationalError("INSERT", {}, Exception("database or disk is full")), 507),
    ],
)
def test_what_goes_wrong_inside_carries_the_same_headers(error, status, failing):
    answer = failing(error)
    assert (answer.status_code, faults(answer.headers)) == (status, [])


@pytest.mark.promise("P39")
@pytest.mark.parametrize("name", ["css/tokens.css", "js/page.js", "img/icons.svg"])
def test_static_files_are_not_guessed_at_and_not_framed(name, app, browse):
    with app.test_request_context("/"):
        path = render_template_string("{{ url_for('static', filename=name) }}", name=name)
    headers = browse().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in headers
    # opened by itself a picture is a page that could hold script; a sheet or a script is text
    assert ("Content-Security-Policy" in headers) == name.endswith(".svg")


@pytest.mark.promise("P39")
def test_no_page_holds_anything_inline(walk):
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+\s*=\s*[\"']|\sstyle=|javascript:", re.IGNORECASE)
    held = {str(a): found[0] for a in walk if a.mime == "text/html" and (found := inline.findall(a.text))}
    assert held == {}


@pytest.mark.promise("P67")
def test_no_page_loads_anything_from_another_host(walk):
    foreign = re.compile(r"(?:src|href|action|srcset|poster|data)=[\"'](?:https?:)?//[^\"']*", re.IGNORECASE)
    held = {str(a): found[0] for a in walk if a.mime == "text/html" and (found := foreign.findall(a.text))}
    assert held == {}

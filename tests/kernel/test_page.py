"""Page or fragment: the id of htmx's target decides, headers are on every answer."""

import base64
import gzip
import json
from datetime import timedelta

import brotli
import pytest
from flask import render_template_string

from portal.kernel import clock
from portal.kernel.page import mask, part_of

pytestmark = pytest.mark.pages  # does not depend on the database


@pytest.mark.parametrize(
    ("target", "kind", "part"),
    [
        ("section#decision", "partial", "signing/applications/_decision.html"),
        ("section#decision-42", "partial", "signing/applications/_decision.html"),
        ("section#listing", "partial", "ui/_listing.html"),
        ("main#main", "partial", ""),
        ("section#decision", "full", ""),
        ("", "partial", ""),
    ],
)
def test_the_targets_id_names_the_part(app, target, kind, part):
    headers = {"HX-Request": "true", "HX-Request-Type": kind, "HX-Target": target}
    with app.test_request_context("/", headers=headers):
        assert part_of("signing/applications/show.html") == part


def test_without_htmx_the_whole_page_comes(app):
    with app.test_request_context("/"):
        assert part_of("signing/applications/show.html") == ""


def test_a_part_that_does_not_exist_is_an_error_not_the_whole_page(browse, cast):
    assert browse(cast.admin).htmx("/account", "div#nonsense").status_code == 404


@pytest.mark.promise("P27")
@pytest.mark.parametrize(
    "path, part",
    [("/account", "listing"), ("/settings/users", "tree"), ("/goods/products", "fields"), ("/onboarding", "gantt")],
)
def test_a_part_of_another_page_is_not_found(path, part, browse, cast):
    assert browse(cast.admin).htmx(path, f"div#{part}").status_code == 404


@pytest.mark.promise("P27")
@pytest.mark.parametrize("path", ["/settings/users/" + "9" * 30, "/prospecting/surveys/" + "9" * 30])
def test_a_number_larger_than_a_databases_is_not_found(path, browse, cast):
    assert browse(cast.admin).get(path).status_code == 404


@pytest.mark.parametrize("values", [[10**30], ["x", "y"], [1, 2], ["a", "b", 10**30], [None, None], {}, "x"])
@pytest.mark.parametrize("path", ["/selling/orders", "/selling/members", "/goods/products", "/stores"])
def test_a_cursor_that_was_tampered_with_is_not_found(path, values, browse, cast):
    after = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    assert browse(cast.office).get(f"{path}?after={after}").status_code in (200, 404)


@pytest.mark.promise("P27")
def test_a_body_larger_than_its_kind_needs_is_refused_before_it_is_read(browse):
    assert browse().post("/login", {"name": "a" * 600_000}).status_code == 413


def test_main_comes_without_its_shell_and_says_its_address(browse, cast):
    answer = browse(cast.admin).htmx("/account", "main#main")
    html = answer.get_data(as_text=True)
    assert "<html" not in html
    assert '<main id="main"' in html
    assert answer.headers["HX-Push-Url"] == "/account"


@pytest.mark.promise("P39")
@pytest.mark.parametrize("path", ["/login", "/nowhere", "/account", "/healthz"])
def test_every_answer_carries_the_headers(browse, path):
    headers = browse().get(path).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]


@pytest.mark.parametrize(
    "accepted,coding,unpack",
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_a_page_is_compressed_for_those_who_can_read_it(accepted, coding, unpack, browse):
    browser = browse()
    small, plain = browser.get("/login", headers={"Accept-Encoding": accepted}), browser.get("/login")
    assert small.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 2
    assert unpack(small.data).decode().count("<input") == plain.get_data(as_text=True).count("<input")
    assert "Content-Encoding" not in plain.headers


def test_static_files_are_immutable_under_the_trees_hash(app, browse):
    with app.test_request_context("/"):
        url = render_template_string("{{ url_for('static', filename='css/tokens.css') }}")
    answer = browse().get(url)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("phone", "shown"), [("13812345678", "138****5678"), ("", "****"), (None, "****")])
def test_a_phone_is_masked(phone, shown):
    assert mask(phone) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(-0.0004, "0.0%"), (0.0, "0.0%"), (-0.0006, "-0.1%"), (0.125, "12.5%"), (None, "–")]
)
def test_a_share_of_nothing_has_no_sign(app, share, shown):
    assert app.jinja_env.filters["pct"](share) == shown


def test_a_moment_is_as_old_as_its_business_day(app):
    yesterday = clock.today() - timedelta(days=1)
    with app.app_context():
        assert [app.jinja_env.filters["ago"](when) for when in (yesterday, clock.at(yesterday, 1))] == [1, 1]


def test_a_navigation_drawn_before_is_nobody_elses(cast, browse):
    """Its parts are kept: for each role, language and place."""

    def navigation(person, path, locale="zh_Hans_CN"):
        text = browse(person, locale=locale).get(path).get_data(as_text=True)
        return text[text.index('<nav class="nav"') : text.index("</main>")]

    for _ in range(2):
        office, clerk = navigation(cast.office, "/stores"), navigation(cast.clerk, "/selling/orders")
        assert 'href="/stores" aria-current="page"' in office and 'href="/selling/orders" aria-current' not in office
        assert 'href="/selling/orders" aria-current="page"' in clerk and 'href="/till"' in clerk
        assert 'href="/till"' not in office and cast.office.viewer.name in office and cast.clerk.viewer.name in clerk
        assert "订单" in clerk and "Orders" not in clerk
        assert "Orders" in navigation(cast.clerk, "/selling/orders", "en")


@pytest.mark.parametrize("typed", ["139.1234.5678", "(139)12345678", "139/1234/5678", "139–1234–5678", "139_1234_5678"])
def test_a_phone_is_taken_out_of_an_address_however_it_is_written(typed, cast, browse):
    answer = browse(cast.rm_north).get("/search", query_string={"q": typed})
    assert answer.status_code == 200 and typed not in answer.text

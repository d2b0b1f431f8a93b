"""Page or fragment: the id of htmx's target decides, headers are on every answer."""

import pytest
from flask import render_template_string

from portal.kernel.page import mask, part_of


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


def test_a_part_that_does_not_exist_is_an_error(browse, cast):
    from jinja2 import TemplateNotFound

    with pytest.raises(TemplateNotFound):
        browse(cast.admin).htmx("/account", "div#nonsense")


def test_main_comes_without_its_shell_and_says_its_address(browse, cast):
    answer = browse(cast.admin).htmx("/account", "main#main")
    html = answer.get_data(as_text=True)
    assert "<html" not in html
    assert '<main id="main"' in html
    assert answer.headers["HX-Push-Url"] == "/account"


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/account", "/healthz"])
def test_every_answer_carries_the_headers(browse, path):
    headers = browse().get(path).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]


def test_a_page_is_compressed_for_those_who_can_read_it(browse):
    browser = browse()
    small = browser.get("/login", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(browser.get("/login").data)


def test_static_files_are_immutable_under_the_trees_hash(app, browse):
    with app.test_request_context("/"):
        url = render_template_string("{{ url_for('static', filename='css/tokens.css') }}")
    answer = browse().get(url)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("phone", "shown"), [("13812345678", "138****5678"), ("", "****"), (None, "****")])
def test_a_phone_is_masked(phone, shown):
    assert mask(phone) == shown

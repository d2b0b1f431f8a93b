"""Page or fragment: the one place that decides, by the id of htmx's target."""

import re
import secrets
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from flask import Flask, Response, abort, current_app, g, make_response, redirect, render_template, request, url_for
from flask_htmx import HTMX
from flask_login import current_user
from jinja2 import TemplateNotFound, UndefinedError
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

from portal.kernel import clock, money
from portal.kernel.rights import Can
from portal.kernel.table import rows_as_html
from portal.kernel.words import Word, say

htmx = HTMX()
log = structlog.get_logger()

_PLACE = 7_340_915_620
_PHONE = re.compile(r"(?<!\d)(?:86)?1\d{10}(?!\d)")
_UNRESERVED = re.compile(r"[A-Za-z0-9_-]*")
SHARED_PARTS = {"listing": "ui/_listing.html"}


def target_id() -> str:
    """Return the id of the element htmx will replace ("" outside htmx or for a whole page)."""
    if not htmx or request.headers.get("HX-Request-Type") == "full":
        return ""
    return request.headers.get("HX-Target", "").partition("#")[2]


def part_of(template: str) -> str:
    """Return the part that htmx asked of this template, or "" for the whole page.

    '#lead' and '#lead-42' are both _lead.html beside the template; '#main' is the page without its shell.
    """
    wanted = target_id()
    if not wanted or wanted == "main":
        return ""
    name = wanted.rsplit("-", 1)[0] if wanted.rsplit("-", 1)[-1].isdigit() else wanted
    if name in SHARED_PARTS:
        return SHARED_PARTS[name]
    return f"{template.rpartition('/')[0]}/_{name.replace('-', '_')}.html"


def page(template: str, *, status: int = 200, **facts: Any) -> Response:
    """Render a page, or the part of it that htmx asked for; a part that does not exist is an error."""
    part = part_of(template)
    if target_id() == "main":
        facts["layout"] = "layouts/part.html"
    try:
        drawn = render_template(part or template, **facts)
    except TemplateNotFound as missing:
        if missing.name != part:
            raise
        abort(404)  # the page has no such part: never its whole in a part's place
    except UndefinedError:
        if not part:
            raise
        log.warning("a part of another page was asked for", part=part, exc_info=True)
        abort(404)  # it needs facts that this page does not have
    answer = make_response(drawn, status)
    answer.vary.update(["HX-Request", "HX-Request-Type", "HX-Target"])
    if target_id() == "main" and request.method == "GET":
        answer.headers["HX-Push-Url"] = request.full_path.rstrip("?")
    return answer


def see_other(endpoint: str, **args: Any) -> Response:
    """Answer a write: 303 to the page that shows it."""
    return make_response(redirect(url_for(endpoint, **args), 303))


def addresses(endpoint: str, *names: str) -> Callable[..., str]:
    """Return a function that makes the addresses of one door, quickly enough for each row of a list."""

    @cache
    def pattern(app: Flask) -> str:
        # whole numbers fit every converter; where they stand in the address, the values will
        address = app.url_map.bind("").build(endpoint, {name: str(_PLACE + n) for n, name in enumerate(names)})
        return re.sub(rf"{_PLACE // 10}(\d)", r"{\1}", address.replace("{", "{{").replace("}", "}}"))

    def address(*values: Any) -> str:
        texts = [str(value) for value in values]
        safe = [text if _UNRESERVED.fullmatch(text) else quote(text, safe="") for text in texts]
        return pattern(current_app._get_current_object()).format(*safe)  # type: ignore[attr-defined]

    return address


def mask(phone: str | None) -> str:
    """Return 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 8 else "****"


def take_phone_out() -> None:
    """Take a phone number out of `?q=` before anything reads it: no link, search or log carries it on."""
    typed = re.sub(r"[\s+\-–—.·()（）/_]", "", request.args.get("q", ""))
    if _PHONE.search(typed):
        kept = MultiDict([pair for pair in request.args.items(multi=True) if pair[0] != "q"])
        request.args, request.query_string = kept, urlencode(list(kept.items(multi=True))).encode()
        g.phone_taken_out = True


def phone_taken_out() -> bool:
    """Whether the address asked for a phone number, which the page should say does not belong there."""
    return bool(g.get("phone_taken_out"))


def days_ago(day: date) -> int:
    """Return how many days ago a day was; a moment counts by the business day on which it happened."""
    return (clock.today() - (clock.day_of(day) if isinstance(day, datetime) else day)).days


def globals_of_page() -> dict[str, Any]:
    # the person himself, not the proxy: a page asks him many things
    viewer = current_user._get_current_object() if current_user.is_authenticated else None
    return {"viewer": viewer, "here": request.full_path.rstrip("?"), "phone_taken_out": phone_taken_out()}


class Number(IntegerConverter):
    """Whole numbers of an address, no larger than a database's."""

    def __init__(self, map: Any, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"max": 2**63 - 1, **options})


def init_app(app: Flask) -> None:
    htmx.init_app(app)
    app.url_map.converters["int"] = Number
    app.before_request(take_phone_out)
    app.context_processor(globals_of_page)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.add_extension("jinja2.ext.do")
    # imported macros see globals only
    app.jinja_env.globals["form_key"] = lambda: secrets.token_urlsafe(18)
    app.jinja_env.globals |= {"Can": Can, "rows_as_html": rows_as_html}
    app.jinja_env.filters |= {
        "money": money.money,
        "yuan": money.yuan,
        "capitals": money.in_capitals,
        "qty": money.quantity,
        "day": lambda day: day.isoformat() if day else "–",
        "moment": lambda at: clock.local(at).strftime("%Y-%m-%d %H:%M") if at else "–",
        "begin": clock.said_from,
        "clock": lambda at: clock.local(at).strftime("%H:%M") if at else "–",
        "ago": days_ago,
        "mask": mask,
        "label": lambda word: word.label if isinstance(word, Word) else say(word or ""),
        "tone": lambda word: getattr(word, "tone", ""),
        "pct": lambda share: "–" if share is None else f"{share * 100:z.1f}%",
    }

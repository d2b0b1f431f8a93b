"""Languages: Chinese first, English complete; every room brings its own catalogue."""

from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, gettext
from flask_login import current_user
from markupsafe import Markup

from config import LOCALES
from portal.kernel.words import remembered

COOKIE = "portal_locale"
THEMES = ("auto", "light", "dark")


def chosen_locale() -> str:
    """Return the person's language: his own choice, the browser's cookie, or the network's."""
    if not has_request_context():
        return str(current_app.config["PORTAL_LOCALE"])
    return language_of(getattr(current_user, "locale", None) or request.cookies.get(COOKIE, ""))


def language_of(chosen: str) -> str:
    """Return the language somebody chose, or the network's where he chose none: for what is said to him elsewhere."""
    return chosen if chosen in LOCALES else str(current_app.config["PORTAL_LOCALE"])


def chosen_theme() -> str:
    asked = getattr(current_user, "theme", None) or request.cookies.get("portal_theme", "")
    return asked if asked in THEMES else "auto"


def page_language() -> dict[str, str]:
    locale = str(get_locale() or LOCALES[0])
    return {"locale": locale, "lang": "en" if locale == "en" else "zh-Hans", "theme": chosen_theme()}


def said_on_page(message: str, **facts: Any) -> Markup:
    """Translate a template's own text; facts set into it are escaped, the text itself is trusted."""
    text: Markup = remembered(message, _marked)
    return text % facts if facts or "%" in text else text


def _marked(message: str) -> Markup:
    return Markup(gettext(message))


def init_app(app: Flask) -> None:
    rooms = sorted(Path(app.root_path).glob("*/translations"), key=lambda p: p.parent.name != "kernel")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", ";".join(str(path) for path in rooms))
    app.config.setdefault("BABEL_DEFAULT_LOCALE", app.config["PORTAL_LOCALE"])
    Babel(app, locale_selector=chosen_locale)
    app.jinja_env.globals |= {"_": said_on_page, "gettext": said_on_page}
    app.context_processor(page_language)

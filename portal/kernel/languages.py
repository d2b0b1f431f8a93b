"""Languages: Chinese first, English complete; every room brings its own catalogue."""

from pathlib import Path

from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale
from flask_login import current_user

from config import LOCALES

COOKIE = "portal_locale"
THEMES = ("auto", "light", "dark")


def chosen_locale() -> str:
    """Return the person's language: his own choice, the browser's cookie, or the network's."""
    if not has_request_context():
        return str(current_app.config["PORTAL_LOCALE"])
    asked = getattr(current_user, "locale", None) or request.cookies.get(COOKIE, "")
    return asked if asked in LOCALES else str(current_app.config["PORTAL_LOCALE"])


def chosen_theme() -> str:
    asked = getattr(current_user, "theme", None) or request.cookies.get("portal_theme", "")
    return asked if asked in THEMES else "auto"


def page_language() -> dict[str, str]:
    locale = str(get_locale() or LOCALES[0])
    return {"locale": locale, "lang": "en" if locale == "en" else "zh-Hans", "theme": chosen_theme()}


def init_app(app: Flask) -> None:
    rooms = sorted(Path(app.root_path).glob("*/translations"), key=lambda p: p.parent.name != "kernel")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", ";".join(str(path) for path in rooms))
    app.config.setdefault("BABEL_DEFAULT_LOCALE", app.config["PORTAL_LOCALE"])
    Babel(app, locale_selector=chosen_locale)
    app.context_processor(page_language)

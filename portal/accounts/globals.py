"""What every page knows of the person: his stores to choose from, and a reset he was not told of."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import doer, person_name, reset_told
from portal.accounts.roles import Role
from portal.kernel.db import db
from portal.network.models import Store

# The first that is found in the user agent's string wins.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("; wv)", "WebView"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def of_person() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {}
    return {
        "stores_switch": stores_switch(),
        "reset": reset_told(current_user.reset_id),
    }


def stores_switch() -> list[tuple[str, str, bool]]:
    """Return (code, name, whether at work there) for shop people with several stores, in one statement."""
    if current_user.role not in (Role.OWNER, Role.CLERK) or len(current_user.store_ids) < 2:
        return []
    mine = Store.seen_by(current_user).with_only_columns(Store.id, Store.code, Store.name).order_by(Store.code)
    return [(code, name, id == current_user.store_id) for id, code, name in db.session.execute(mine)]


def browser_name(agent: str) -> str:
    """Say which browser on what a user agent's string is, roughly."""
    browser = next((name for sign, name in BROWSERS if sign in agent), _("Browser"))
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser


def groups(text: str) -> str:
    """Set a key in groups of four, to be typed."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def init_app(app: Flask) -> None:
    app.context_processor(of_person)
    app.jinja_env.globals |= {"person_name": person_name, "doer": doer}
    app.jinja_env.filters |= {"browser_name": browser_name, "groups": groups}

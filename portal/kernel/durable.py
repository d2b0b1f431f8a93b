"""Whether PostgreSQL keeps what it acknowledges: asked once, when the server starts, for no page can tell later."""

import structlog
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from config import WrongSetting
from portal.kernel.db import db, is_sqlite

# with one of these off a power cut takes what a till was told is stored, or leaves a database that no longer opens
KEEPING = ("fsync", "full_page_writes", "synchronous_commit")


def check(app: Flask) -> None:
    """Refuse to start in production, and warn elsewhere, where an acknowledged order may be lost."""
    with app.app_context():
        off = switched_off()
    if not off:
        return
    named = ", ".join(f"{name}=off" for name in off)
    if app.config["PORTAL_ENV"] == "production":
        raise WrongSetting(
            f"PostgreSQL runs with {named}: a power cut would take orders that tills were told are stored. "
            "Switch it on, for the server and for this role, and start again."
        )
    structlog.get_logger().warning("database forgets", settings=named)


def switched_off() -> list[str]:
    """Return which of these are off as the portal's own connections see them: a role may differ from its server."""
    if is_sqlite():
        return []  # whose connections say it themselves
    asked = text("SELECT name FROM pg_settings WHERE name = ANY(:names) AND setting = 'off' ORDER BY name")
    try:
        with db.engine.connect() as connection:
            return list(connection.scalars(asked, {"names": list(KEEPING)}))
    except DBAPIError:
        return []  # a database that is away is told by every page, and comes back by itself

"""The portal as the scanner meets it: forms may be sent again and again, and in a test build holes are planted."""

import os
from collections.abc import Callable
from typing import Any

from flask import redirect, request
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal import create_app
from portal.kernel.db import db
from portal.kernel.door import ANYONE, Room

PLANTED = "/planted"


def echo() -> Any:
    """Say a word as it came."""
    return f"<!doctype html><title>x</title><p>{request.args.get('word', '')}</p>"


def away() -> Any:
    """Lead wherever the address says."""
    return redirect(request.args.get("to") or "/")


def find() -> Any:
    """Ask the database with what was typed."""
    asked = f"SELECT name FROM product WHERE name = '{request.args.get('q')}'"
    try:
        return str(db.session.connection().execute(text(asked)).all())
    except DatabaseError as error:
        return f"sqlite3.OperationalError: {error.orig}"  # as a page does that shows what went wrong


# The holes: their views, what is asked of them, and how the scanner calls such a thing.
HOLES: dict[str, tuple[Callable[[], Any], str, str]] = {
    "echo": (echo, "word=a", "Reflected Cross Site Scripting"),
    "away": (away, "to=/", "Open Redirect"),
    "find": (find, "q=a", "SQL Injection"),
}


def build() -> Any:
    """Return the portal over the database of the environment."""
    app = create_app()
    # A form's key is accepted once: every later try would get the first one's answer and be tried in vain.
    app.jinja_env.globals["form_key"] = lambda: ""
    if os.environ.get("PLANTED"):
        room = Room("planted", __name__, title="Planted", prefix=PLANTED)
        for name, (view, _, _) in HOLES.items():
            room.get(f"/{name}", needs=ANYONE, endpoint=name)(view)
        app.register_blueprint(room)
    return app


def __getattr__(name: str) -> Any:
    if name == "app":
        return globals().setdefault("app", build())
    raise AttributeError(name)

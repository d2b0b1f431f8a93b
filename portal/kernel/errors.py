"""Error pages: one plain sentence, what still works, one way on."""

import errno
import secrets
from contextlib import suppress
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, StatementError
from werkzeug.exceptions import HTTPException

from portal.kernel.db import db
from portal.kernel.door import PUBLIC, refusal_at
from portal.kernel.page import htmx, target_id
from portal.kernel.refusals import Refused, Unready

DRAWN = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503, 507}
# PostgreSQL's: connections that broke, servers that start or stop, too many of them, a write that gave way to another
AWAY = ("08", "57P", "53300", "40")
SOON = "3"  # seconds until it is worth trying again


def error_page(status: int, **facts: Any) -> Response:
    """Return the page of an error; JSON for those who asked for it."""
    if request.accept_mimetypes.best == "application/json" or request.is_json:
        number = {"reference": facts["reference"]} if "reference" in facts else {}
        return make_response({"error": status, "message": facts.get("message", "")} | number, status)
    if target_id() == "main":
        facts["layout"] = "layouts/part.html"
    name = status if status in DRAWN else 500 if status >= 500 else 400
    answer = make_response(render_template(f"errors/{name}.html", status=status, **facts), status)
    if htmx and target_id() != "main":
        # an error must not land inside a small part of the page
        answer.headers["HX-Retarget"] = "#main"
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def of_http(error: HTTPException) -> Response | HTTPException:
    if (trouble := getattr(error, "original_exception", None)) is not None:
        return of_trouble(trouble)
    if error.response is not None or (error.code or 500) < 400:
        return error
    return error_page(error.code or 500, message="")


def of_refusal(refusal: Refused) -> Response:
    if isinstance(refusal, Unready):
        answer = error_page(503, message=str(refusal))
        answer.headers["Retry-After"] = SOON
        return answer
    return error_page(409, message=str(refusal), differences=getattr(refusal, "differences", []))


def of_csrf(error: CSRFError) -> Response:
    """A token that went with its session leads through the door and back; other wrong ones are refused."""
    if request.endpoint in current_app.view_functions and not current_user.is_authenticated:
        needs = getattr(current_app.view_functions[request.endpoint], "needs", PUBLIC)
        if (refusal := refusal_at(needs)) is not None:
            return refusal
    return error_page(400, message="csrf")


def of_database(error: OperationalError) -> Response:
    """A database without room answers 507, one that is away 503."""
    if is_away(error):
        return of_absence(error)
    words = str(error.orig).lower()
    if "disk is full" in words or ("full" in words and "disk" in words) or "no space left" in words:
        return of_full_disk()
    return of_trouble(error)


def of_full_disk() -> Response:
    """A full disk answers 507: reading goes on, writing waits for room."""
    db.session.rollback()
    return error_page(507, message=_("The disk is full: nothing can be stored"))


def is_away(error: DBAPIError) -> bool:
    """Whether the database could not be reached, went away meanwhile, or was too busy to take a write."""
    if error.connection_invalidated or "database is locked" in str(error.orig):
        return True
    if type(error.orig).__module__.partition(".")[0] != "psycopg":
        return False
    state = getattr(error.orig, "sqlstate", None)
    return str(state).startswith(AWAY) if state else "connection" in str(error.orig)


def of_absence(error: DBAPIError) -> Response:
    """A database that is away answers 503: nothing was stored, the same sent again is right in a moment."""
    with suppress(DBAPIError):
        db.session.rollback()
    # who asks is written in the database, too: the page must not look there
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
    log = structlog.get_logger()
    log.warning("database away", trouble=type(error.orig).__name__, route=request.endpoint)
    answer = error_page(503, message=_("The portal is recovering, one moment"))
    answer.headers["Retry-After"] = SOON
    return answer


def of_connection(error: DBAPIError) -> Response:
    return of_absence(error) if is_away(error) else of_trouble(error)


def of_number(error: Exception) -> Response:
    """A number that no column holds names nothing."""
    db.session.rollback()
    return error_page(404)


def of_disk(error: OSError) -> Response:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return of_full_disk()
    return of_trouble(error)


def of_trouble(error: Exception) -> Response:
    """What nobody foresaw: the page and the log carry one number; tests and debugging see the error itself."""
    if current_app.testing or current_app.debug:
        raise error
    db.session.rollback()
    hide_values(error)
    reference = secrets.token_hex(4)
    # a logger of its own: one kept from before would write to a stream that is gone
    log = structlog.get_logger()
    log.exception("request failed", exc_info=error, reference=reference, route=request.endpoint)
    return error_page(500, reference=reference)


def hide_values(error: BaseException | None) -> None:
    """Keep what people typed out of the log: a statement is told without its values."""
    while error is not None:
        if isinstance(error, StatementError):
            error.hide_parameters = True
        error = error.__cause__ or error.__context__


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, of_csrf)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Refused, of_refusal)
    app.register_error_handler(OperationalError, of_database)
    app.register_error_handler(DBAPIError, of_connection)
    app.register_error_handler(OSError, of_disk)
    app.register_error_handler(OverflowError, of_number)
    app.register_error_handler(DataError, of_number)
    app.register_error_handler(Exception, of_trouble)

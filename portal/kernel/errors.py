"""Error pages: one plain sentence, what still works, one way on."""

import errno
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.kernel.db import db
from portal.kernel.door import PUBLIC, refusal_at
from portal.kernel.page import htmx, target_id
from portal.kernel.refusals import Refused

DRAWN = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 507}


def error_page(status: int, **facts: Any) -> Response:
    """Return the page of an error; JSON for those who asked for it."""
    if request.accept_mimetypes.best == "application/json" or request.is_json:
        return make_response({"error": status, "message": facts.get("message", "")}, status)
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
    if error.response is not None or (error.code or 500) < 400:
        return error
    return error_page(error.code or 500, message="")


def of_refusal(refusal: Refused) -> Response:
    return error_page(409, message=str(refusal), differences=getattr(refusal, "differences", []))


def of_csrf(error: CSRFError) -> Response:
    """A token that went with its session leads through the door and back; other wrong ones are refused."""
    if request.endpoint in current_app.view_functions and not current_user.is_authenticated:
        needs = getattr(current_app.view_functions[request.endpoint], "needs", PUBLIC)
        if (refusal := refusal_at(needs)) is not None:
            return refusal
    return error_page(400, message="csrf")


def of_database(error: OperationalError) -> Response:
    """A full disk answers 507: reading goes on, writing waits for room."""
    db.session.rollback()
    words = str(error.orig).lower()
    if "disk is full" in words or ("full" in words and "disk" in words) or "no space left" in words:
        return error_page(507)
    raise error


def of_disk(error: OSError) -> Response:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return error_page(507)
    raise error


def of_trouble(error: Exception) -> Response:
    db.session.rollback()
    return error_page(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, of_csrf)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Refused, of_refusal)
    app.register_error_handler(OperationalError, of_database)
    app.register_error_handler(OSError, of_disk)
    if not app.testing and not app.debug:
        app.register_error_handler(Exception, of_trouble)

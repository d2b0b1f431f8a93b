"""Doors: every route says which right it needs; a write commits below 400 and rolls back otherwise."""

import hashlib
import hmac
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from flask import Blueprint, Response, abort, current_app, make_response, redirect, request
from flask_login import current_user
from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel import trail
from portal.kernel.db import Made, Model, db, end_reading, writing
from portal.kernel.files import draw_ahead
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import Everywhere
from portal.kernel.words import N_

PUBLIC = object()  # sign-in, one-time links and health, nothing else
ANYONE = object()  # whoever is signed in
MOST_ADDRESS = 500

Needs = Can | object
log = structlog.get_logger()


class Answered(Everywhere, Made, Model, why="keys of forms already accepted; read only by their own key"):
    """A write form's key that was accepted once, where its answer led, and a digest of what it said."""

    __tablename__ = "answered"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(MOST_ADDRESS))
    said: Mapped[str] = mapped_column(String(64), default="")  # "" in rows from before it was kept


class Room(Blueprint):
    """A room of the house: its doors, its events, its places in the navigation."""

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        title: str,
        prefix: str | None = None,
        events: dict[str, str | tuple[str, str]] | None = None,
    ) -> None:
        super().__init__(name, import_name, url_prefix=f"/{name}" if prefix is None else prefix or None)
        self.title = title
        self.places: list[Place] = []
        self.own_places: list[Place] = []
        trail.events.update(events or {})

    def get(self, path: str, *, needs: Needs, **options: Any) -> Callable[..., Any]:  # type: ignore[override]
        """Hang a reading door; it never commits."""
        return self._hang(path, ["GET"], needs, options)

    def post(  # type: ignore[override]
        self, path: str, *, needs: Needs, first: Callable[..., Any] | None = None, **options: Any
    ) -> Callable[..., Any]:
        """Hang a writing door.

        What `first` returns is given to the view as `found`. It runs before the write begins and only reads: on a hot
        path nobody waits for the write lock meanwhile. The view looks again at what another may have changed since.
        """
        return self._hang(path, ["POST"], needs, options, first)

    def place(
        self,
        label: str,
        endpoint: str,
        icon: str,
        *,
        needs: Needs,
        group: str = "",
        order: int = 50,
        tab: bool = False,
    ) -> None:
        """Add a place to the navigation of whoever has the right."""
        self.places.append(Place(label, f"{self.name}.{endpoint}", icon, needs, group or self.title, order, tab))

    def own_place(self, label: str, endpoint: str, icon: str, *, needs: Needs, order: int = 50) -> None:
        """Add a page about oneself to the account of whoever has the right."""
        self.own_places.append(Place(label, f"{self.name}.{endpoint}", icon, needs, "", order, False))

    def _hang(
        self,
        path: str,
        methods: list[str],
        needs: Needs,
        options: dict[str, Any],
        first: Callable[..., Any] | None = None,
    ) -> Callable[..., Any]:
        def hang(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def door(**args: Any) -> Any:
                if (refusal := refusal_at(needs)) is not None:
                    return refusal
                if first is not None:
                    args["found"] = first(**args)
                return read(view, args) if methods == ["GET"] else write(view, args)

            door.needs = needs  # type: ignore[attr-defined]
            door.view = view  # type: ignore[attr-defined]
            door.lines = len(inspect.getsource(view).splitlines())  # type: ignore[attr-defined]
            return self.route(path, methods=methods, **options)(door)

        return hang


class Place:
    """One entry of the navigation."""

    def __init__(self, label: str, endpoint: str, icon: str, needs: Needs, group: str, order: int, tab: bool) -> None:
        self.label, self.endpoint, self.icon = label, endpoint, icon
        self.needs, self.group, self.order, self.tab = needs, group, order, tab


def refusal_at(needs: Needs) -> Response | None:
    """Return the answer that keeps someone out, or None."""
    if needs is PUBLIC:
        return None
    if not current_user.is_authenticated:
        return make_response(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    if must := getattr(current_user, "must_first", None):
        return must()  # e.g. set up the second factor that policy demands
    if needs is not ANYONE and not current_user.may(needs):
        abort(403)
    return None


def read(view: Callable[..., Any], args: dict[str, Any]) -> Response:
    return make_response(view(**args))


def write(view: Callable[..., Any], args: dict[str, Any]) -> Response:
    """Run a writing view as one transaction; a form's key that was accepted before gets its answer again."""
    key, said = own_key(request.form.get("_key", "")), own_words(request.form.get("_key", ""))
    if key and (again := answer_before(key, said)):
        return as_asked(again)
    end_reading()
    draw_ahead(file for _name, file in request.files.items(multi=True))
    with writing():
        try:
            answer = make_response(view(**args))
            if answer.status_code < 400:
                if key:
                    led = answer.location or request.path
                    # an address that is too long to keep: whoever sends the form again lands at home
                    db.session.add(Answered(key=key, location=led if len(led) <= MOST_ADDRESS else "/", said=said))
                db.session.commit()
            else:
                db.session.rollback()
        except IntegrityError:
            db.session.rollback()
            if key and (again := answer_before(key, said)):
                return as_asked(again)
            log.exception("two writes met")
            raise Refused(N_("Someone else saved the same just now. Load it again.")) from None
        except StaleDataError:
            db.session.rollback()
            raise Refused(N_("Someone else changed this meanwhile. Load it again and repeat your change.")) from None
        except BaseException:
            db.session.rollback()
            raise
    return as_asked(answer)


def as_asked(answer: Response) -> Response:
    """Tell an outbox where its form led instead of leading there: the news of the page is for whoever opens it."""
    if "X-Outbox" not in request.headers or answer.status_code != 303:
        return answer
    return Response(status=204, headers={"X-Location": answer.location or "/"})


def own_key(given: str) -> str:
    """Return a form's key as this person's own, so that nobody can take another's; "" when there is none."""
    person = current_user.id if current_user.is_authenticated else ""
    return hashlib.sha256(f"{person}:{request.path}:{given}".encode()).hexdigest() if given else ""


def own_words(given: str) -> str:
    """Return a digest of what a form says, keyed by its own key, which is kept nowhere: no password is guessed."""
    said = [field for field in request.form.items(multi=True) if field[0] not in ("csrf_token", "_key")]
    files = [(name, file.filename) for name, file in request.files.items(multi=True)]
    return hmac.digest(given.encode(), repr(said + files).encode(), "sha256").hex() if given else ""


def answer_before(key: str, said: str) -> Response | None:
    """Return the redirect a form got when it was accepted before; refuse one that says something else now."""
    before = db.session.execute(select(Answered.location, Answered.said).where(Answered.key == key)).first()
    if before is None:
        return None
    if before.said not in ("", said):
        raise Refused(N_("This form was stored already, with other words. Open it anew to change them."))
    return make_response(redirect(before.location, 303))

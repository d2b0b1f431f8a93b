"""What the tests of doors share: routes by room, rows to try them on, and requests that leave nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from portal.kernel.forms import Form
from tests.doors.subjects import Subjects


@pytest.fixture
def subjects(session: Any, cast: Any, places: Any) -> Subjects:
    return Subjects(cast, places)


@pytest.fixture
def routes(app: Flask) -> Callable[[str], Iterator[Any]]:
    """`routes("signing")` yields (rule, method, right) of a room's doors."""

    def of(room: str) -> Iterator[Any]:
        for rule in app.url_map.iter_rules():
            door = app.view_functions[rule.endpoint]
            if rule.endpoint.startswith(f"{room}.") and hasattr(door, "needs"):
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield rule, method, door.needs

    return of


@pytest.fixture
def undone(session: Any) -> Callable[[], AbstractContextManager[None]]:
    """`with undone():` whatever a request writes is taken back at the end."""

    @contextmanager
    def trying() -> Iterator[None]:
        session.flush()
        savepoint = session.connection().begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()
            session.expire_all()

    return trying


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The fields of every form that was asked, by name, with those that its page does not show to everyone."""
    fields: dict[str, Any] = {}
    validate = Form.validate

    def noting(form: Any, *args: Any, **options: Any) -> bool:
        fields.update({field.name: field for field in form})
        return bool(validate(form, *args, **options))

    monkeypatch.setattr(Form, "validate", noting)
    return fields


def path_of(app: Flask, rule: Any, args: dict[str, Any]) -> str:
    return str(app.url_map.bind("localhost").build(rule.endpoint, args))


ROLES = ("owner", "clerk", "rm_north", "office", "admin")
_walked: list["Answer"] = []


@dataclass(frozen=True)
class Answer:
    """What a person ("" for someone signed out) got at a door."""

    endpoint: str
    path: str
    who: str
    status: int
    headers: Any
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def mime(self) -> str:
        return str(self.headers.get("Content-Type", "")).partition(";")[0]

    def __repr__(self) -> str:
        return f"{self.path} for {self.who or 'nobody'} ({self.status})"


@pytest.fixture
def walk(app: Flask, browse: Any, cast: Any, subjects: Subjects) -> list[Answer]:
    """Every answer to a GET of the URL map, for each role and for someone signed out; asked for once a process."""
    if not _walked:
        for who in (*ROLES, ""):
            browser = browse(getattr(cast, who)) if who else browse()
            for rule, path in gets(app, subjects, "north"):
                answer = browser.get(path)
                _walked.append(Answer(rule.endpoint, path, who, answer.status_code, answer.headers, answer.data))
    return _walked


def gets(app: Flask, subjects: Subjects, side: str) -> list[tuple[Any, str]]:
    """Return (rule, path) of every reading door, static files left out."""
    rules = [r for r in app.url_map.iter_rules() if "GET" in (r.methods or ()) and is_ours(app, r)]
    return [(rule, path_of(app, rule, subjects.args(rule, side))) for rule in rules]


def is_ours(app: Flask, rule: Any) -> bool:
    """Whether a route is the portal's: tests of the door hang others on the same portal."""
    room, dot, _ = rule.endpoint.partition(".")
    return bool(dot) and app.blueprints[room].import_name.startswith("portal")

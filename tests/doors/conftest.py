"""What the tests of doors share: routes by room, rows to try them on, and requests that leave nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask

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


def path_of(app: Flask, rule: Any, args: dict[str, Any]) -> str:
    return str(app.url_map.bind("localhost").build(rule.endpoint, args))

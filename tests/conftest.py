"""Fixtures: one database a worker with the cast in it, each test rolled back, on SQLite or PostgreSQL."""

import atexit
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import scoped_session

from bench.proofs.proof import Context, Figures, Proof
from portal import create_app
from portal.accounts import actions as accounts
from portal.accounts import passwords
from portal.kernel import jobs
from portal.kernel.db import db
from tests.browse import Browser
from tests.cast import PASSWORD, Cast, Person, Places, populate
from tests.postgres import Cluster
from tests.schema import make_schema, template

# What a password costs is shown by tests/accounts/test_sign_in.py; all the others need a hash, not its hundred
# milliseconds: people sign in some thousand times.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords._NOBODY = passwords.hasher.hash("nobody")

ENGINE = os.environ.get("TEST_DATABASE", "sqlite")
_cluster: Cluster | None = None


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts the cluster; xdist's workers find it by its folder."""
    global _cluster
    if ENGINE == "postgresql" and "PORTAL_TEST_PG" not in os.environ:
        _cluster = Cluster().start()
        os.environ["PORTAL_TEST_PG"] = str(_cluster.folder)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays, and pages make little that is circular: look for it seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _cluster is not None:
        _cluster.stop()


def database_url(folder: Path, name: str) -> str:
    """Return the address of a database without rows, of the engine under test."""
    if ENGINE == "sqlite":
        return f"sqlite:///{folder / name}.db"
    import psycopg

    host = os.environ["PORTAL_TEST_PG"]
    with psycopg.connect(f"host={host} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template(host)}"')
    return f"postgresql+psycopg://postgres@/{name}?host={host}"


def make_app(folder: Path, name: str, *, with_cast: bool = True) -> Flask:
    """Return a portal over a database of its own, filled with the cast (committed)."""
    app = create_app(
        {
            "TESTING": True,
            "PORTAL_DATA": folder,
            "SECRET_KEY": "a key for tests only",
            "SQLALCHEMY_DATABASE_URI": database_url(folder, name),
            "JOBS_URL": f"sqlite:///{folder / 'jobs.db'}",
            "COMPILED_TEMPLATES": compiled_templates(),
        }
    )
    app.extensions["wake_worker"] = lambda job_id: None
    with app.app_context():
        make_schema()
        if with_cast:
            populate(accounts.hash_password(PASSWORD))
        db.session.commit()
    return app


@cache
def compiled_templates() -> Path:
    """Where the portals of this process find what the first of them has compiled."""
    folder = Path(mkdtemp(prefix="portal-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("portal"), f"test_{worker_name}")
    yield app
    leave(app)


def leave(app: Flask) -> None:
    """Close every connection of a portal."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture
def own_app(tmp_path: Path, worker_name: str) -> Iterator[Flask]:
    """A portal with real commits, for tests of several connections; nothing is rolled back."""
    app = make_app(tmp_path, f"own_{worker_name}")
    yield app
    leave(app)


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Any]]:
    """The session of a test, inside an app context; everything is rolled back afterwards."""
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db._app_engines[app][None] = connection  # type: ignore[assignment]
        try:
            yield db.session
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            db._app_engines[app][None] = engine


@pytest.fixture
def cast(session: Any) -> Cast:
    return Cast()


@pytest.fixture
def places(session: Any) -> Places:
    return Places()


@pytest.fixture
def browse(app: Flask, session: Any) -> Callable[..., Browser]:
    """`browse(cast.owner)` is his browser, `browse()` that of someone signed out."""

    def open_for(person: Person | None = None, locale: str = "") -> Browser:
        token = ""
        if person is not None:
            token = accounts.sign_in(person.user, by=person.viewer, browser="tests")
            session.commit()
        return Browser(app, token, locale)

    return open_for


@pytest.fixture
def visit() -> Callable[..., Any]:
    """`visit(browser, path)`: open a page and check what every page must hold."""
    return lambda browser, path, status=200: browser.visit(path, status)


@pytest.fixture
def count_statements(session: Any) -> Callable[[], Any]:
    """`with count_statements() as seen: …` then `len(seen)`."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                seen.append(statement)

        target = db.engine.engine
        event.listen(target, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(target, "before_cursor_execute", note)

    return counting


@pytest.fixture
def work_off(session: Any) -> Callable[[], int]:
    """Do all queued background work now."""
    return jobs.sweep


@pytest.fixture
def proof_context(tmp_path: Path, worker_name: str) -> Context:
    """What a short proof works with: the engine under test and a folder of its own."""
    folder = tmp_path / worker_name
    folder.mkdir()
    return Context(folder, (ENGINE,), Cluster.running() if ENGINE == "postgresql" else None, short=True)


@pytest.fixture
def holds(proof_context: Context) -> Callable[[Proof], Figures]:
    """`holds(PROOF)`: the short form of a proof finds nothing broken; returns its figures."""

    def carry_out(proof: Proof) -> Figures:
        figures = proof.figures(proof_context)
        assert proof.failures(figures) == []
        return figures

    return carry_out

"""SQLite is durable and fair; a write never starts as a read; what runs aside survives a rollback."""

import threading

import pytest
from sqlalchemy import func, select, text

from portal.accounts.models import Attempt
from portal.kernel.db import aside, db, is_sqlite, reading, transaction, writing

LOOSE = {"scoped": frozenset({"nothing"})}


def pragma(name):
    return db.session.scalar(text(f"PRAGMA {name}"), execution_options=LOOSE)


@pytest.mark.promise("P03")
def test_sqlite_keeps_what_it_acknowledged(session):
    if not is_sqlite():
        assert session.scalar(text("SHOW server_version_num"), execution_options=LOOSE)
        return
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1


def test_writers_of_many_threads_wait_for_each_other_and_none_is_lost(own_app):
    troubles = []

    def write(n):
        try:
            with own_app.app_context(), transaction() as session:
                session.execute(select(func.count(Attempt.id)))  # a read before the write must not hurt
                session.add(Attempt(key=f"t{n}"))
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with own_app.app_context():
        assert troubles == []
        assert db.session.scalar(select(func.count(Attempt.id))) == 24


@pytest.mark.promise("P04")
def test_a_transaction_that_fails_leaves_nothing(own_app):
    with own_app.app_context():
        with pytest.raises(ZeroDivisionError), transaction() as session:
            session.add(Attempt(key="x"))
            session.flush()
            1 / 0  # noqa: B018
        assert db.session.scalar(select(func.count(Attempt.id))) == 0


def test_what_runs_aside_survives_the_rollback_of_the_request(own_app):
    with own_app.app_context():
        with writing():
            with reading():
                pass
            with aside() as own:
                own.add(Attempt(key="kept"))
            db.session.rollback()
        assert db.session.scalar(select(func.count(Attempt.id))) == 1


def test_running_aside_within_a_write_is_an_error_not_a_deadlock(own_app):
    with own_app.app_context(), pytest.raises(RuntimeError), transaction() as session:
        session.add(Attempt(key="x"))
        session.flush()
        if not is_sqlite():
            raise RuntimeError("PostgreSQL has no single write lock")
        with aside():
            pass

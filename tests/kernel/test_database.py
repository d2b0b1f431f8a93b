"""SQLite is durable and fair; a write never starts as a read; what runs aside survives a rollback."""

import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool

from portal.accounts.models import Attempt
from portal.kernel.db import Base, Versioned, aside, db, is_sqlite, reading, transaction, writing
from portal.network.models import Store
from tests.cast import HOUSE

LOOSE = {"scoped": frozenset({"nothing"})}


def pragma(name):
    return db.session.scalar(text(f"PRAGMA {name}"), execution_options=LOOSE)


@pytest.mark.promise("P03")
def test_sqlite_keeps_what_it_acknowledged(session):
    if not is_sqlite():
        own = text("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")
        assert session.scalar(own, execution_options=LOOSE) == "command line"  # the server's word, not one of ours
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


@pytest.mark.promise("P15")
def test_a_moment_is_the_same_whatever_zone_it_came_in(session):
    moment = datetime(2026, 11, 20, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    session.add(Attempt(key="from the east", at=moment))
    session.flush()
    session.expire_all()
    assert session.scalar(select(Attempt.at).where(Attempt.key == "from the east")) == moment
    assert session.scalar(select(Attempt.key).where(Attempt.at == moment)) == "from the east"
    assert session.scalar(select(Attempt.key).where(Attempt.at == moment.astimezone(UTC))) == "from the east"


@pytest.mark.promise("P49")
def test_an_error_of_the_database_tells_no_value(session):
    asked = text("SELECT phone FROM nowhere WHERE phone = :phone")
    with pytest.raises(DBAPIError) as trouble, session.begin_nested():
        session.execute(asked, {"phone": "13812345678"}, execution_options=LOOSE)
    assert "nowhere" in str(trouble.value) and "13812345678" not in str(trouble.value)


@pytest.mark.promise("P06")
def test_of_two_who_hold_one_row_the_second_to_save_is_refused(own_app):
    with own_app.app_context(), writing():
        first, second = (Session(db.engine, expire_on_commit=False) for _ in range(2))
        held = []
        for own in (first, second):
            held.append(own.scalar(Store.seen_by(HOUSE).where(Store.code == "BJ-0001")))
            own.commit()
        held[0].address = "朝阳北路 2 号"
        first.commit()
        held[1].address = "朝阳北路 3 号"
        with pytest.raises(StaleDataError):
            second.flush()
        second.rollback()


@pytest.mark.promise("P06")
def test_every_row_that_two_people_edit_has_its_version():
    versioned = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Versioned)]
    assert len(versioned) > 5
    assert [mapper.class_.__name__ for mapper in versioned if mapper.version_id_col is None] == []


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


def test_what_the_server_has_prepared_outlives_a_rollback(own_app):
    with own_app.app_context():
        for _ in range(8):
            assert db.session.scalar(select(func.count(Attempt.id))) == 0
            db.session.rollback()
        if not is_sqlite():
            kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%attempt%'")
            assert db.session.scalar(kept, execution_options=LOOSE) == 1


def test_a_connection_that_broke_while_it_lay_idle_is_replaced(own_app, monkeypatch):
    monkeypatch.setattr("portal.kernel.db.SURELY_ALIVE", 0.0)
    with own_app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == 0
        db.session.rollback()
        if not is_sqlite():
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            other = create_engine(db.engine.url, poolclass=NullPool)
            with other.connect() as connection:
                connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        assert db.session.scalar(select(func.count(Attempt.id))) == 0

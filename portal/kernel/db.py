"""The database: one base class, column types, and transactions that never upgrade from read to write."""

import enum
import fcntl
import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    event,
    func,
    select,
)
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from portal.kernel.clock import now
from portal.kernel.words import Word


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def read_moment(stored: datetime | str) -> datetime:
    """Return a moment as the driver gives it, who knows nothing of `Moment`: SQLite has text."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


# SQLite numbers rows by itself only under the type INTEGER
BigId = BigInteger().with_variant(Integer, "sqlite")

Id = Annotated[int, mapped_column(BigId, primary_key=True)]
Fen = Annotated[int, mapped_column(BigInteger)]
Milli = Annotated[int, mapped_column(BigInteger)]
Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(120))]
Text = Annotated[str, mapped_column(String(4000))]


class Base(DeclarativeBase):
    """The base of every model."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Moment(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
            Word: Enum(
                enum.Enum,
                native_enum=False,
                length=32,
                create_constraint=False,
                values_callable=lambda words: [word.value for word in words],
            ),
        },
    )


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Made:
    """When a row was made."""

    made_at: Mapped[datetime] = mapped_column(default=now)


class Versioned:
    """A row that two people may edit: the second save of the same version is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


SURELY_ALIVE = 1.0  # seconds for which a connection to PostgreSQL may lie idle unasked

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_holding: ContextVar[bool] = ContextVar("holding", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions that begin in here are writes: on SQLite they take the write lock at once."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def end_reading() -> None:
    """End what a request read before its write begins: on SQLite a read transaction cannot become a write.

    On PostgreSQL it can, and each statement sees what others have committed; only what is remembered is dropped.
    """
    if is_sqlite():
        db.session.rollback()
    else:
        db.session.expire_all()


@contextmanager
def reading() -> Iterator[Session]:
    """Reads inside a writing door that end before something slow (a password's hash) and before the write."""
    db.session.rollback()
    token = _writing.set(False)
    try:
        yield db.session()
    finally:
        db.session.rollback()
        _writing.reset(token)


@contextmanager
def transaction() -> Iterator[Session]:
    """A write of a command or a job: commits at the end, rolls back on any error."""
    db.session.rollback()
    with writing():
        try:
            yield db.session()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def aside() -> Iterator[Session]:
    """A short write of its own that survives whatever becomes of the request (login attempts, readings).

    Never inside another write: the write lock is not shared.
    """
    if _holding.get():
        raise RuntimeError("aside() inside a write transaction would wait for itself")
    with (
        writing(),
        Session(db.engine, expire_on_commit=False, join_transaction_mode="create_savepoint") as session,
    ):
        yield session
        session.commit()


def one_at_a_time(session: Session, name: str) -> None:
    """Wait until nobody else's write is at what goes by this name, and keep it until this write ends.

    For what is counted or looked for before it is written, where no row can be locked. SQLite has one writer anyway.
    """
    if not is_sqlite():
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def init_app(app: Flask) -> None:
    sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    app.config.setdefault(
        "SQLALCHEMY_ENGINE_OPTIONS",
        {
            "hide_parameters": True,  # what people typed stays out of errors and logs
            **({"connect_args": {"timeout": 10}} if sqlite else {"pool_size": 5}),
        },
    )
    db.init_app(app)
    with app.app_context():
        (prepare_sqlite if sqlite else prepare_postgresql)(db.engine)


# recursive_triggers: what INSERT OR REPLACE takes away is deleted as far as append-only tables are concerned
PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "busy_timeout=10000",
)  # fmt: skip


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable, strict about references, and fair between writers."""
    lock_path = f"{engine.url.database}-lock"

    @event.listens_for(engine, "connect")
    def connect(connection: Any, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is ours
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if not _writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        # SQLite's own busy handler is unfair: waits reach seconds. The file lock queues writers;
        # one descriptor a connection, since a shared one lets every thread in.
        info = connection.connection.info
        if "lock" not in info:
            info["lock"] = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(info["lock"], fcntl.LOCK_EX)
        info["locked"] = True
        _holding.set(True)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop("locked", False):
            fcntl.flock(entry.info["lock"], fcntl.LOCK_UN)
            _holding.set(False)

    @event.listens_for(engine, "close")
    def close(connection: Any, entry: ConnectionPoolEntry) -> None:
        if (lock := entry.info.pop("lock", None)) is not None:
            os.close(lock)


def prepare_postgresql(engine: Engine) -> None:
    """Keep what the server has prepared, and ask a connection that lay idle whether it still lives."""
    from psycopg.pq import ExecStatus, TransactionStatus

    dialect: Any = engine.dialect
    forget_and_roll_back = dialect.do_rollback

    def do_rollback(connection: Any) -> None:
        # The driver's rollback makes the server forget every prepared statement, in case tables were made and
        # undone. Every reading transaction ends in one: nothing would ever stay prepared.
        link = connection.pgconn
        if link.transaction_status != TransactionStatus.INTRANS or (
            link.exec_(b"ROLLBACK").status != ExecStatus.COMMAND_OK
        ):
            forget_and_roll_back(connection)

    dialect.do_rollback = do_rollback

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def checkout(connection: Any, entry: ConnectionPoolEntry, lent: Any) -> None:
        if time.monotonic() - entry.info.get("idle_since", time.monotonic()) < SURELY_ALIVE:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as trouble:
            raise InvalidatePoolError from trouble  # none that is older lives, and the pool makes others


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def by_driver(
    on: Session | Connection,
    statement: str,
    *values: Any,
    many: list[Any] | None = None,
    named: dict[str, Any] | None = None,
) -> Any:
    """Run a statement of a hot path on a session's connection, as the driver takes it; marks are written `?`.

    Where several follow each other, the connection is given instead of the session. It passes the guard by, so it
    names the store or region itself. `many` runs it once for each row; `named` values are
    PostgreSQL's alone.
    """
    connection = on if isinstance(on, Connection) else on.connection()
    if connection.dialect.name != "sqlite":
        statement = _with_percents(statement)
    return connection.exec_driver_sql(statement, many or named or values)


@cache
def _with_percents(statement: str) -> str:
    return statement.replace("?", "%s")


def as_array(values: Iterable[Any]) -> str:
    """Return whole numbers or keys as PostgreSQL writes an array; the driver would turn them one by one."""
    return f"{{{','.join(map(str, values))}}}"


def marks(values: Collection[Any]) -> str:
    """Return "?, ?, ?" for an IN of so many values."""
    return ", ".join("?" * len(values))


def insert(table: Any) -> Any:
    """Return the dialect's INSERT, which knows ON CONFLICT."""
    if is_sqlite():
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)

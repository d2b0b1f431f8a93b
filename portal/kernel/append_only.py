"""Tables whose rows are written once: the database refuses to change them, and `flask verify` finds where it would."""

from collections import defaultdict

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel.db import Base


class AppendOnly:
    """A table whose rows are only ever added; its revision makes the database refuse anything else."""


def append_only(table: str, dialect: str) -> list[str]:
    """Return the DDL that makes a database refuse UPDATE and DELETE on a table, and emptying it; safe to run again."""
    if dialect == "sqlite":  # which has no TRUNCATE
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$ LANGUAGE plpgsql",
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        no_truncate(table),
    ]


def no_truncate(table: str) -> str:
    """Return the DDL that makes PostgreSQL refuse to empty a table: triggers of rows do not see TRUNCATE."""
    return (
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


TRIGGERS = {"sqlite": ("{}_no_update", "{}_no_delete"), "postgresql": ("{}_append_only", "{}_no_truncate")}
STANDING = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEGIN SELECT RAISE%'",
    # A and O fire for the portal, D for nobody, R for replicas
    "postgresql": "SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE t.tgenabled IN ('A', 'O') AND p.proname = 'refuse_change'",
}


def tables() -> list[str]:
    """Return the tables whose rows are written once."""
    return sorted(str(m.local_table) for m in Base.registry.mappers if issubclass(m.class_, AppendOnly))


def unguarded(session: Session) -> list[str]:
    """Return a sentence for each table whose rows the database would let be changed."""
    names, there = TRIGGERS[session.connection().dialect.name], standing(session)
    lost = [(table, sorted({name.format(table) for name in names} - there[table])) for table in tables()]
    return [f"{table}: the database would let its rows be changed; missing: {', '.join(n)}" for table, n in lost if n]


def standing(session: Session) -> dict[str, set[str]]:
    """Return which triggers stand and fire, by their tables."""
    connection = session.connection()
    found: dict[str, set[str]] = defaultdict(set)
    for table, name in connection.execute(text(STANDING[connection.dialect.name])):
        found[table].add(name)
    return found

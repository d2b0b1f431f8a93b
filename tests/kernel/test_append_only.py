"""What is written once stays: the database refuses to change it, and where it would not, `flask verify` says so."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal import rooms
from portal.kernel import append_only, migrations
from portal.kernel.db import db, is_sqlite, transaction

BEFORE = "0030"  # the revision below the one that refuses TRUNCATE
THEN = ("day_report", "order_line", "orders", "trail")  # what was written once by then


def attempts(table):
    """Return the statements by which rows go or change."""
    changing = [f"UPDATE {table} SET store_id = store_id", f"DELETE FROM {table}"]
    if is_sqlite():
        return [
            *changing,
            f"REPLACE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR IGNORE {table} SET store_id = 1",
        ]
    return [*changing, f"TRUNCATE {table} CASCADE", f"TRUNCATE ONLY {table} RESTART IDENTITY CASCADE"]


def run(*statements):
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def refuses(statement):
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)


@pytest.mark.promise("P11", "P51")
def test_these_tables_are_written_once(session):
    later = {"cash_move", "order_benefit", "order_payment", "order_return", "points_move", "product_cost", "turn"}
    assert append_only.tables() == sorted({*THEN, *later})
    assert append_only.unguarded(session()) == []
    assert sorted(append_only.standing(session())) == append_only.tables()  # a guarded table's model says so


@pytest.mark.promise("P51")
def test_the_database_refuses_to_change_a_link(own_app):
    with own_app.app_context():
        for statement in attempts("trail"):
            refuses(statement)
        others = [] if is_sqlite() else ["TRUNCATE store CASCADE", "TRUNCATE trail, attempt"]
        for statement in others:  # emptied along with something else
            refuses(statement)


@pytest.mark.promise("P51")
def test_another_name_for_the_same_file_is_no_way_around(own_app):
    with own_app.app_context():
        if is_sqlite():
            refuse = f"ATTACH '{db.engine.url.database}' AS other"
            with db.engine.connect() as connection:
                connection.connection.driver_connection.execute(refuse).close()
                with pytest.raises(DatabaseError, match="append-only"):
                    connection.exec_driver_sql("DELETE FROM other.trail")
        else:
            run("CREATE VIEW other AS SELECT * FROM trail")
            refuses("DELETE FROM other")


@pytest.mark.promise("P52")
def test_a_table_that_lost_its_guard_is_named(own_app):
    with own_app.app_context():
        for table in append_only.tables():
            run(lost(table))
            (trouble,) = unguarded()
            assert trouble.startswith(f"{table}: ")
            if table == "trail":
                assert rooms.troubles() == [trouble]  # which is what `flask verify` asks
                db.session.rollback()
            run(*append_only.append_only(table, db.engine.dialect.name), enabled(table))
            assert unguarded() == []


def unguarded():
    """Return what is said of the tables as they now are."""
    with transaction():
        return append_only.unguarded(db.session())


def lost(table):
    """Return how somebody with the database in his hands takes the guard away."""
    if is_sqlite():
        return f"DROP TRIGGER {table}_no_delete"
    if table == "trail":
        return "ALTER TABLE trail DISABLE TRIGGER ALL"
    return f"DROP TRIGGER {table}_no_truncate ON {table}"


def enabled(table):
    return "SELECT 1" if is_sqlite() else f"ALTER TABLE {table} ENABLE TRIGGER ALL"


@pytest.mark.promise("P51")
def test_a_database_of_before_gets_the_guard_with_the_revision(own_app):
    with own_app.app_context():
        migrations.downgrade(BEFORE, drop=True)
        named = {trouble.partition(":")[0] for trouble in unguarded()}
        assert named & {*THEN} == (set() if is_sqlite() else {*THEN})
        migrations.upgrade()
        assert unguarded() == []
        for statement in attempts("trail"):
            refuses(statement)

"""A network on SQLite moves to PostgreSQL whole, into an empty database, by a role that owns nothing but that one."""

import os

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from portal.kernel.db import db, transaction
from portal.upkeep import manifest
from tests.builders_selling import post, product, said
from tests.cast import Cast, Places
from tests.conftest import ENGINE
from tests.upkeep.test_backup import figures

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"

if ENGINE == "sqlite":

    def test_only_postgresql_is_moved_to(own_app, run):
        assert "backup and restore" in run(own_app, "move", "--to", "sqlite:////tmp/other.db", status=2)
        assert "--to must start with" in run(own_app, "move", "--to", "mysql://root@db/portal", status=2)

    def test_a_database_that_does_not_answer_ends_the_move(own_app, run):
        before = figures(own_app)
        assert "The move was not finished" in run(own_app, "move", "--to", NOWHERE, status=1)
        assert figures(own_app) == before

    def test_an_older_schema_is_brought_up_first(own_app, run):
        with own_app.app_context(), db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0014'"))
        assert "flask db upgrade" in run(own_app, "move", "--to", NOWHERE, status=3)

else:

    @pytest.fixture
    def old(proof_context):
        """A portal on SQLite that has sold something."""
        with proof_context.portal("sqlite") as app:
            with app.app_context(), transaction():
                post(Places().store, Cast().owner.viewer, said(product()))
            yield app

    @pytest.fixture
    def empty(worker_name):
        """The address of an empty database and the role that owns it and nothing else."""
        name = f"arrival_{worker_name}"
        host = os.environ["PORTAL_TEST_PG"]
        with psycopg.connect(f"host={host} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"DROP ROLE IF EXISTS {name}")
            connection.execute(f"CREATE ROLE {name} LOGIN")
            connection.execute(f"CREATE DATABASE {name} OWNER {name}")
        return f"postgresql://{name}@/{name}?host={host}"

    def opened(address):
        return create_engine(address.replace("postgresql://", "postgresql+psycopg://"))

    @pytest.mark.promise("P15")
    def test_every_row_and_chain_arrives_and_goes_on(old, empty, run):
        before = figures(old)
        said_ = run(old, "move", "--to", empty)
        assert "Everything holds" in said_ and "Set DATABASE_URL" in said_
        engine = opened(empty)
        with engine.connect() as connection:
            assert manifest.figures_of(connection) == before
            greatest = connection.scalar(text("SELECT max(id) FROM product"))
            with pytest.raises(DatabaseError):
                connection.execute(text("DELETE FROM trail"))
            connection.rollback()
            next_id = connection.scalar(text("SELECT nextval(pg_get_serial_sequence('product', 'id'))"))
            late = connection.scalar(text("SELECT count(*) FROM pg_constraint WHERE condeferrable"))
        engine.dispose()
        assert next_id == greatest + 1
        assert late == 0  # references are checked at once again
        assert figures(old) == before

    def test_a_database_that_holds_users_is_refused(old, own_app, run):
        with own_app.app_context():
            taken = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        before = figures(own_app)
        assert "holds users already" in run(old, "move", "--to", taken, status=3)
        assert figures(own_app) == before

    def test_a_database_with_tables_of_something_else_is_refused(old, empty, run):
        engine = opened(empty)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE ledger (id int)"))
        engine.dispose()
        assert "something else: ledger" in run(old, "move", "--to", empty, status=3)

    def test_what_postgresql_cannot_hold_leaves_nothing_there(old, empty, run):
        with old.app_context(), db.engine.begin() as connection:
            connection.execute(text("UPDATE product SET barcode = :long"), {"long": "9" * 500})
        assert "The move was not finished" in run(old, "move", "--to", empty, status=1)
        engine = opened(empty)
        with engine.connect() as connection:
            assert not manifest.figures_of(connection)["counts"]["product"]
        engine.dispose()

    def test_a_portal_on_postgresql_has_nowhere_to_move(own_app, run):
        assert "already" in run(own_app, "move", "--to", NOWHERE, status=3)

"""Run migrations over the application's own engine, on SQLite and PostgreSQL."""

import warnings

from alembic import context
from sqlalchemy import text

from portal.kernel.db import db
from portal.upkeep import losses, stop

target_metadata = db.metadata
# SQLite does not tell of an index over an expression, so it is not compared; that it is read is tested beside its list
warnings.filterwarnings("ignore", message=".*expression-based index")


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # batch mode rebuilds tables: with references enforced it would delete their children, or fail for them;
            # said to the driver itself, since within a transaction SQLite does not hear it
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=sqlite,
            compare_type=True,
            transaction_per_migration=True,
        )
        if steps := losses.planned(context.get_context()):
            if context.get_x_argument(as_dictionary=True).get("drop") != "yes":
                refuse_loss(losses.of(steps, context.script, connection))
            connection.rollback()
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"a migration left broken references: {broken[:5]}")


def refuse_loss(lost: list[str]) -> None:
    """End a downgrade that would drop what people wrote, before it changed anything."""
    if lost:
        kept = "Nothing was changed. To drop it all the same: flask db downgrade -x drop=yes REVISION"
        stop("\n".join(["The older schema has no place for:", *lost, kept]))


run()

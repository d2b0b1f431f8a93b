"""Run migrations over the application's own engine, on SQLite and PostgreSQL."""

from alembic import context
from sqlalchemy import text

from portal.kernel.db import db

target_metadata = db.metadata


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
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"a migration left broken references: {broken[:5]}")


run()

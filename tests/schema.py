"""Bring an empty test database to the newest schema, triggers included, through the migrations."""

from portal.kernel import trail
from portal.kernel.db import db, is_sqlite
from portal.selling import models as selling


def make_schema() -> None:
    """Inside an app context."""
    db.create_all()
    dialect = "sqlite" if is_sqlite() else "postgresql"
    with db.engine.begin() as connection:
        for table in ("trail", *getattr(selling, "APPEND_ONLY", ("orders", "order_line"))):
            for statement in trail.append_only(table, dialect):
                connection.exec_driver_sql(statement)

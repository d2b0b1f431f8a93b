"""What a dialect does to values on their way into a table, for statements that go to the driver."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table


def stored_as(connection: Connection, table: Any, name: str) -> Callable[[Any], Any]:
    """Return what the dialect does to a column's values on their way in."""
    return _stored_as(connection.dialect, table, name)


@cache
def _stored_as(dialect: Any, table: Table, name: str) -> Callable[[Any], Any]:
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect) or same


def same(value: Any) -> Any:
    return value

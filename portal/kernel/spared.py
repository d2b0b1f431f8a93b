"""Libraries that others bring along wherever they are installed and that nothing here uses; imported before the rest.

huey would bring psycopg for a queue in PostgreSQL: 6 MB that a portal on SQLite never needs. structlog would bring
rich, which the tests' tools install, for colours that lines of JSON have none of.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*libraries: str) -> Iterator[None]:
    """What is imported in here finds these not installed, unless they are in use already."""
    absent = [name for name in libraries if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with without("psycopg", "rich"):
    import huey.api  # noqa: F401
    import structlog  # noqa: F401

"""One honest mistake: a text of the portal, and what somebody made of it."""

from dataclasses import dataclass

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = (SQLITE, POSTGRESQL)


@dataclass(frozen=True)
class Mistake:
    """A promise broken: `old`, which stands once in the file, has become `new`; its tests must notice."""

    promise: str
    what: str
    file: str
    old: str
    new: str
    engines: tuple[str, ...] = (SQLITE,)

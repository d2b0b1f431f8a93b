"""The trail: an append-only, hash-chained record of who did what, one book a store, a region, the office (C60).

It is the audit log, the activity feed and the source of reactions in one. `record()` is called in
actions; the links are forged when the transaction commits, books in sorted order, so that two
actions never wait for each other crosswise.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, and_, event, inspect, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.append_only import AppendOnly
from portal.kernel.clock import now
from portal.kernel.db import BigId, Id, Model, by_driver, db, is_sqlite
from portal.kernel.db import insert as upsert
from portal.kernel.scope import Everywhere, Scoped, Sees, house_read, store_visible
from portal.kernel.words import say

GENESIS = "0" * 64
OFFICE = "office"

# event -> its sentence; filled by the rooms
events: dict[str, str | tuple[str, str]] = {}
reactions: dict[str, list[Callable[..., None]]] = defaultdict(list)


class Book(Everywhere, Model, why="heads of hash chains; holds no business fact"):
    """The head of one chain."""

    __tablename__ = "book"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[str] = mapped_column(String(64), default=GENESIS)


class Trail(AppendOnly, Scoped, Model):
    """One link: who did what to which thing, with what changed."""

    __tablename__ = "trail"
    __table_args__ = (
        Index("ix_trail_book_seq", "book", "seq", unique=True),
        Index("ix_trail_subject", "subject_kind", "subject_id"),
        Index("ix_trail_actor_id_at", "actor_id", "at"),
    )
    id: Mapped[Id]
    book: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    region_id: Mapped[int | None] = mapped_column(BigId)
    store_id: Mapped[int | None] = mapped_column(BigId)
    facts: Mapped[dict[str, Any]]
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        return or_(store_visible(cls.store_id, viewer), cls.region_id.in_(sorted(viewer.region_ids)))

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}

    @classmethod
    def is_about(cls, subject: Any) -> Any:
        """Return the condition that a link's subject is this thing; a key that is a store's own counts in its store."""
        same = and_(cls.subject_kind == subject.__tablename__, cls.subject_id == str(subject.id))
        keyed_by_store = "store_id" in subject.__table__.primary_key.columns
        return and_(same, cls.store_id == subject.store_id) if keyed_by_store else same

    @property
    def label(self) -> str:
        return say(events.get(self.event, self.event))

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        return [(name, was, new) for name, (was, new) in sorted(self.facts.get("changes", {}).items())]

    @property
    def reason(self) -> str:
        return str(self.facts.get("reason", ""))

    @property
    def for_id(self) -> int | None:
        """The absent colleague in whose name it was done."""
        return self.facts.get("for_id")

    def digest(self) -> str:
        return digest(
            [
                self.at.isoformat(),
                self.event,
                self.subject_kind,
                self.subject_id,
                self.actor_id,
                self.region_id,
                self.store_id,
                self.facts,
            ]
        )


@dataclass(frozen=True)
class Link:
    """A place in a chain."""

    seq: int
    prev: str
    hash: str


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode


def digest(content: Any) -> str:
    """Return the SHA-256 of the canonical JSON of a record."""
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def link_hash(prev: str, content_digest: str) -> str:
    return hashlib.sha256((prev + content_digest).encode()).hexdigest()


def book_of(store_id: int | None, region_id: int | None) -> str:
    if store_id is not None:
        return f"store:{store_id}"
    return f"region:{region_id}" if region_id is not None else OFFICE


def lock(session: Session, book: str) -> tuple[int, str]:
    """Queue behind whoever writes into this book and return its head; it is held until the transaction ends."""
    heads: dict[str, tuple[int, str]] = session.info.setdefault("heads", {})
    if book not in heads:
        found = _head(session, book)
        if found is None:
            session.execute(upsert(Book.__table__).values(name=book, seq=0, hash=GENESIS).on_conflict_do_nothing())
            found = _head(session, book)
        heads[book] = found or (0, GENESIS)
    return heads[book]


def _head(session: Session, book: str) -> tuple[int, str] | None:
    last = "" if is_sqlite() else " FOR UPDATE"
    found = by_driver(session, f"SELECT seq, hash FROM book WHERE name = ?{last}", book).one_or_none()
    return None if found is None else (found[0], found[1])


def extend(session: Session, book: str, digests: list[str]) -> list[Link]:
    """Append records to a book, which stays locked until the transaction ends; return their links."""
    links = forge(session, book, digests)
    by_driver(session, MOVE_HEAD, links[-1].seq, links[-1].hash, book)
    return links


MOVE_HEAD = "UPDATE book SET seq = ?, hash = ? WHERE name = ?"


def forge(session: Session, book: str, digests: list[str]) -> list[Link]:
    """Return the links of further records of a book; whoever asks writes its head with them (`MOVE_HEAD`)."""
    seq, tip = lock(session, book)
    links = []
    for content in digests:
        seq += 1
        links.append(Link(seq, tip, link_hash(tip, content)))
        tip = links[-1].hash
    session.info["heads"][book] = (seq, tip)
    return links


def changes_of(subject: Any) -> dict[str, list[Any]]:
    """Return {field: [before, after]} of the unsaved changes; personal fields say only whether there is a value."""
    personal: frozenset[str] = getattr(subject, "personal", frozenset())
    untold = {"id", "version", "made_at", *getattr(subject, "untold", ())}
    state = inspect(subject)
    found: dict[str, list[Any]] = {}
    for attribute in state.mapper.column_attrs:
        if attribute.key in untold:
            continue
        history = state.attrs[attribute.key].history
        if not history.has_changes():
            continue
        was = history.deleted[0] if history.deleted else None
        new = history.added[0] if history.added else None
        if was == new:
            continue
        kept = (lambda value: "•" if value else "") if attribute.key in personal else plain
        found[attribute.key] = [kept(was), kept(new)]
    return found


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, int | float | bool | list | dict | type(None)) else str(value)


def record(name: str, subject: Any, *, by: Any, reason: str = "", **facts: Any) -> None:
    """Write the event into the trail and let the rooms above react, in this transaction.

    `by` is the acting viewer; whom he stands in for here is noted with him. What the subject's unsaved changes
    are is found here, before they are flushed. `facts` must hold no personal data.
    """
    if name not in events:
        raise LookupError(f"no room declares the event {name}")
    session = db.session()
    noted: dict[str, Any] = {key: plain(fact) for key, fact in facts.items()}
    if changes := changes_of(subject):
        noted["changes"] = changes
    if reason:
        noted["reason"] = reason
    session.flush()
    is_store = getattr(type(subject), "__tablename__", "") == "store"
    store_id = subject.id if is_store else getattr(subject, "store_id", None)
    region_id = getattr(subject, "region_id", None)
    if hasattr(by, "acts_for") and (absent_id := by.acts_for(region_id, store_id)) is not None:
        noted["for_id"] = absent_id
    session.info.setdefault("trail", []).append(
        {
            "book": book_of(store_id, region_id),
            "at": now(),
            "event": name,
            "subject_kind": subject.__tablename__,
            "subject_id": str(subject.id),
            "actor_id": by.id,
            "region_id": region_id,
            "store_id": store_id,
            "facts": noted,
        }
    )
    for react in reactions[name]:
        react(subject, by=by)


def unsealed() -> list[dict[str, Any]]:
    """Return what this transaction has recorded and the trail does not hold yet."""
    return list(db.session().info.get("trail", ()))


def on(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register an answer to an event of a room below; it runs in the same transaction."""

    def register(react: Callable[..., None]) -> Callable[..., None]:
        reactions[name].append(react)
        return react

    return register


@event.listens_for(Session, "before_commit")
def seal(session: Session) -> None:
    """Forge the links of what was recorded, books in sorted order."""
    pending = session.info.pop("trail", None)
    if not pending:
        return
    session.flush()
    books: dict[str, list[Trail]] = defaultdict(list)
    for entry in pending:
        books[entry["book"]].append(Trail(**entry))
    for book in sorted(books):
        rows = books[book]
        for row, link in zip(rows, extend(session, book, [row.digest() for row in rows]), strict=True):
            row.seq, row.prev, row.hash = link.seq, link.prev, link.hash
            session.add(row)
    session.flush()


@event.listens_for(Session, "after_commit")
def let_go(session: Session) -> None:
    """What was locked is free again, and may be extended by others."""
    session.info.pop("heads", None)


@event.listens_for(Session, "after_soft_rollback")
def forget(session: Session, previous: Any) -> None:
    session.info.pop("heads", None)
    session.info.pop("trail", None)
    session.info.pop("after_commit", None)


def history_of(subject: Any, viewer: Sees, event: str = "", limit: int = 30) -> list[Trail]:
    """Return the newest links about one thing, newest first; of one event where it is named."""
    found = Trail.seen_by(viewer).where(Trail.is_about(subject))
    if event:
        found = found.where(Trail.event == event)
    return list(db.session.scalars(found.order_by(Trail.id.desc()).limit(limit)))


# Tables whose rows are links of a chain besides the trail: each yields (book, seq, prev, hash, digest).
chained: list[Callable[[Session], Iterator[tuple[str, int, str, str, str]]]] = []


def trail_links(session: Session) -> Iterator[tuple[str, int, str, str, str]]:
    every = select(Trail).order_by(Trail.id).execution_options(yield_per=1000)
    for row in session.scalars(house_read(every, Trail, because="flask verify walks every chain")):
        yield row.book, row.seq, row.prev, row.hash, row.digest()


def broken_links(session: Session) -> list[str]:
    """Walk every chain; return a sentence for each changed, missing, added or reordered link."""
    found: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for source in (trail_links, *chained):
        for book, seq, prev, link, content in source(session):
            found[book].append((seq, prev, link, content))
    heads = {name: (seq, tip) for name, seq, tip in session.execute(select(Book.name, Book.seq, Book.hash))}
    troubles = []
    for book in sorted(found.keys() | heads.keys()):
        tip, expected = GENESIS, 0
        for seq, prev, link, content in sorted(found[book]):
            expected += 1
            if seq != expected:
                troubles.append(f"{book}: link {expected} is missing or doubled (found {seq})")
                expected = seq
            if prev != tip:
                troubles.append(f"{book}: link {seq} does not follow the one before it")
            if link != link_hash(prev, content):
                troubles.append(f"{book}: link {seq} was changed")
            tip = link
        if heads.get(book) != (expected, tip):
            troubles.append(f"{book}: the chain does not end where its head says")
    return troubles

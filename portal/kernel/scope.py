"""Scope: a row of a region or a store is reached only through `seen_by(viewer)`; a guard sees to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Integer, Table, column, event, false, or_, select, table
from sqlalchemy.orm import Mapped, ORMExecuteState, RelationshipProperty, Session, mapped_column
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import UnaryExpression

from portal.kernel.db import Base, is_sqlite
from portal.kernel.rights import Can


class Sees(Protocol):
    """What scope needs to know of a person."""

    sees_everything: bool
    region_ids: frozenset[int]
    store_ids: frozenset[int]


@dataclass(frozen=True)
class House:
    """The named viewer that jobs and commands act as: it sees every row and has every right."""

    name: str
    id: None = None
    sees_everything: bool = True
    region_ids: frozenset[int] = field(default_factory=frozenset)
    store_ids: frozenset[int] = field(default_factory=frozenset)

    def may(self, right: Can) -> bool:
        return True


class UnscopedQuery(RuntimeError):
    """A statement reached a regional table without going through `seen_by`."""


# Table name -> why every signed-in person may read it, or how it is scoped.
everywhere: dict[str, str] = {}
guarded: set[str] = set()


class Everywhere:
    """A table without a region or a store; `why` says why that is right."""

    def __init_subclass__(cls, why: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if why:
            cls.__scope_reason__ = why  # type: ignore[attr-defined]


class Scoped:
    """The common root of guarded models."""

    belongings: tuple[str, ...] = ()

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        """Return the WHERE condition for a viewer who does not see everything."""
        raise NotImplementedError

    @classmethod
    def seen_by(cls, viewer: Sees, of: Any = None, **how: Any) -> Any:
        """Return a SELECT of the rows this viewer may see; further conditions are added to it.

        `of` is a select of this model made once, for reads that come with every request.
        """
        rows = (select(cls) if of is None else of).execution_options(scoped=cls.reach())
        return rows if viewer.sees_everything else rows.where(cls.visible_to(viewer, **how))

    @classmethod
    def reach(cls) -> frozenset[str]:
        """Return the tables that a scoped statement of this model may touch: its own and its belongings."""
        return frozenset({cls.__tablename__, *cls.belongings})  # type: ignore[attr-defined]


class Regional(Scoped):
    """A row of a region."""

    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        return cls.region_id.in_(sorted(viewer.region_ids))


_store = table("store", column("id", Integer), column("region_id", Integer))


class OfStore(Scoped):
    """A row of a store: its people see it, and whoever has the store's region."""

    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))

    @classmethod
    def visible_to(cls, viewer: Sees, *, walked: bool = False) -> Any:
        """Return the condition; `walked` asks SQLite to read in the order wanted and leave out what is beyond reach.

        That is right for the newest few of many: gathering all rows of all stores in reach first, in order to sort
        them, takes the longer the more there are. PostgreSQL finds that by itself.
        """
        return store_visible(unindexed(cls.store_id) if walked and is_sqlite() else cls.store_id, viewer)

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}


def unindexed(column: Any) -> Any:
    """Return a column as SQLite takes it when no index shall be chosen for it: with a plus before it."""
    return UnaryExpression(column, operator=operators.custom_op("+"), type_=column.type)


def store_visible(store_id: Any, viewer: Sees) -> Any:
    """Return the condition that a column of store ids lies within the viewer's reach."""
    conditions = []
    if viewer.store_ids:
        conditions.append(store_id.in_(sorted(viewer.store_ids)))
    if viewer.region_ids:
        mine = select(_store.c.id).where(_store.c.region_id.in_(sorted(viewer.region_ids)))
        conditions.append(store_id.in_(mine))
    return or_(*conditions) if conditions else false()


def within(statement: Any, *models: type[Scoped], because: str) -> Any:
    """Let a statement touch further guarded tables; `because` tells the reader why it stays in scope."""
    before: frozenset[str] = statement.get_execution_options().get("scoped", frozenset())
    return statement.execution_options(scoped=before | as_house(*models, because=because)["scoped"])


def house_read(statement: Any, *models: type[Scoped], because: str) -> Any:
    """Let a statement touch guarded tables beyond anybody's reach; `because` says why nobody learns what he may not."""
    return within(statement, *models, because=because)


def as_house(*models: type[Scoped], because: str) -> dict[str, Any]:
    """Return the execution options of `house_read`, for `Session.get` and for statements made once."""
    if not because:
        raise ValueError("say why the statement may touch these tables")
    return {"scoped": frozenset().union(*(model.reach() for model in models))}


def kept(why: str) -> dict[str, str]:
    """The `info` of a relationship to a guarded model: why following it never leaves the scope."""
    return {"in_scope": why}


def learn_tables() -> None:
    """Fill the guard's registers from the models; called once when all rooms are imported."""
    for mapper in Base.registry.mappers:
        name = mapper.local_table.name  # type: ignore[attr-defined]
        if issubclass(mapper.class_, Scoped):
            guarded.add(name)
        elif reason := getattr(mapper.class_, "__scope_reason__", ""):
            everywhere[name] = reason


# Statements that differ only in values are looked through once, by the key under which SQLAlchemy keeps their SQL.
_looked_through: dict[Any, frozenset[str]] = {}
_MOST_KEPT = 2_000


def tables_in(statement: Any) -> frozenset[str]:
    """Return the name of every table anywhere in a statement."""
    key = statement._generate_cache_key()
    if key is None:
        return frozenset(_tables(statement))
    found = _looked_through.get(key.key)
    if found is None:
        if len(_looked_through) >= _MOST_KEPT:
            _looked_through.clear()
        found = _looked_through[key.key] = frozenset(_tables(statement))
    return found


def _tables(statement: Any) -> Iterator[str]:
    for element in visitors.iterate(statement):
        # columns name their table, and so do UPDATE and DELETE
        table_of: Any = element if isinstance(element, Table) else getattr(element, "table", None)
        if isinstance(table_of, Table):
            yield str(table_of.name)


@event.listens_for(Session, "do_orm_execute")
def guard(state: ORMExecuteState) -> None:
    """Refuse statements on guarded tables that did not come through `seen_by`."""
    if state.is_column_load:
        return  # an object of this session is being refreshed
    if state.is_relationship_load:
        path = state.loader_strategy_path
        steps = [] if path is None else [step for step in path.path if isinstance(step, RelationshipProperty)]
        if steps and stays_in_scope(steps[-1]):
            return
    options = state.execution_options
    reached = options.get("scoped", frozenset())
    statement: Any = state.statement
    if getattr(statement, "is_text", False) or type(statement).__name__ == "TextClause":
        if not reached:
            raise UnscopedQuery("textual SQL through the session needs its scope named")
        return
    if state.is_insert and not any(True for e in visitors.iterate(statement) if getattr(e, "is_select", False)):
        return
    beyond = (tables_in(statement) & guarded) - reached
    beyond |= eager_targets(statement) - reached
    if beyond:
        raise UnscopedQuery(f"reached {', '.join(sorted(beyond))} without seen_by")


def eager_targets(statement: Any) -> set[str]:
    """Return guarded tables that loader options would join without their relationship saying why."""
    found = set()
    for option in getattr(statement, "_with_options", ()):
        for load in getattr(option, "context", ()):
            for step in load.path.path:
                if isinstance(step, RelationshipProperty) and not stays_in_scope(step):
                    found.add(str(step.mapper.class_.__tablename__))
    return found


def stays_in_scope(relation: RelationshipProperty[Any]) -> bool:
    """Whether following a relationship never leaves the scope: its target is open to all, or it says why."""
    return not issubclass(relation.mapper.class_, Scoped) or bool(relation.info.get("in_scope"))

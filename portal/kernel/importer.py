"""What a room says of the files it takes: their columns, and how a row becomes a thing or a refusal."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from portal.kernel import sheets
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.sheets import Row
from portal.kernel.words import N_, say

REFUSED_KEPT = 5000


@dataclass
class Reach:
    """Sees what somebody saw when he handed in or confirmed a file, so that work in the background sees no more."""

    id: int | None
    sees_everything: bool
    region_ids: frozenset[int]
    store_ids: frozenset[int]

    def may(self, right: Can) -> bool:
        return True

    @classmethod
    def of(cls, viewer: Any) -> "Reach":
        return cls(viewer.id, viewer.sees_everything, viewer.region_ids, viewer.store_ids)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Reach":
        return cls(kept["id"], kept["everything"], frozenset(kept["regions"]), frozenset(kept["stores"]))

    def kept(self) -> dict[str, Any]:
        regions, stores = sorted(self.region_ids), sorted(self.store_ids)
        return {"id": self.id, "everything": self.sees_everything, "regions": regions, "stores": stores}


@dataclass(frozen=True)
class Column:
    """A column of a file: its code, its heading, further headings it goes by, and what to write in it."""

    name: str
    label: str
    zh: tuple[str, ...]
    needed: bool = False
    example: str = ""
    hint: str = ""


class Fault(NamedTuple):
    """What is wrong with one cell: catalogue messages and the facts that fill them."""

    column: str
    given: str
    why: str
    fix: str = ""
    facts: dict[str, Any] = {}


class Unit(NamedTuple):
    """What is taken in or left out as one: a row, or all rows of an order."""

    row: int
    cells: list[str]
    rows: int
    thing: Any
    note: str


@dataclass(frozen=True)
class Importer:
    """A kind of file: its columns and the room's reader of it."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    reader: Callable[["Pass"], "Reader"]
    units: str  # what a unit is called, e.g. N_("Orders")
    preview: tuple[str, ...]
    of_store: bool = False
    stores: Callable[[Any], list[tuple[int, str]]] = lambda viewer: []
    about: str = ""
    doors: dict[str, str] = field(default_factory=dict)  # endpoints, and "path": filled by import_doors

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def place(self, heading: list[str], store_given: bool = False) -> tuple[dict[str, int], list[str]]:
        """Return (column name → its place in the file, headings nobody knows). Raises Refused."""
        known = {}
        for column in self.columns:
            for word in (column.name, column.label, say(column.label), *column.zh):
                known[tidy(word)] = column.name
        places: dict[str, int] = {}
        unknown = []
        for place, word in enumerate(heading):
            name = known.get(tidy(word))
            if name is None:
                unknown.append(word.strip()[:40])
            elif name in places:
                raise Refused("The heading “%(heading)s” stands there twice.", heading=word.strip()[:40])
            else:
                places[name] = place
        for column in self.columns:
            if column.needed and column.name not in places and not (column.name == "store" and store_given):
                raise Refused(
                    "The column “%(heading)s” is missing. Take the template: its first row has every heading.",
                    heading=column.zh[0],
                )
        return places, [word for word in unknown if word]


importers: dict[str, Importer] = {}


def tidy(heading: str) -> str:
    return heading.strip().strip("*＊").strip().lower().replace(" ", "_")


class Pass:
    """One reading of a file: whose eyes it has, where the columns are, and the tray for refused rows."""

    def __init__(
        self,
        reach: Reach,
        places: dict[str, int],
        store_id: int | None,
        tray: Path,
        heading: list[str],
        loading: bool = False,
    ) -> None:
        self.reach, self.places, self.store_id, self.loading = reach, places, store_id, loading
        self.bad_rows = 0
        self.seen = 0
        self._tray = tray.open("w", encoding="utf-8")
        self._tray.write(json.dumps(heading, ensure_ascii=False) + "\n")

    def refuse(self, row: int, cells: Iterable[str], faults: list[Fault]) -> None:
        """Put a row into the tray with what is wrong with it."""
        self.bad_rows += 1
        if self.bad_rows <= REFUSED_KEPT:
            self._tray.write(json.dumps([row, list(cells), faults], ensure_ascii=False) + "\n")

    def line(self, row: int, cells: list[str]) -> "Line":
        return Line(self, row, cells)

    def close(self) -> None:
        self._tray.close()


class Line:
    """One row being read: typed cells, and the faults found on the way."""

    def __init__(self, run: Pass, row: int, cells: list[str]) -> None:
        self.run, self.row, self.cells = run, row, cells
        self.faults: list[Fault] = []

    def text(self, name: str, most: int = 120) -> str:
        place = self.run.places.get(name)
        value = sheets.plain(self.cells[place]) if place is not None else ""
        if len(value) > most:
            self.fault(name, N_("Longer than %(most)s characters."), N_("Shorten it."), most=most)
        return value

    def needed(self, name: str, most: int = 120) -> str:
        value = self.text(name, most)
        if not value:
            self.fault(name, N_("Empty."), N_("This cell must be filled."))
        return value

    def read(self, name: str, parse: Callable[[str], Any], why: str, fix: str, default: Any = None) -> Any:
        """Return the parsed cell; an empty one is the default."""
        value = self.text(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError:
            self.fault(name, why, fix)
            return default

    def fault(self, name: str, why: str, fix: str = "", **facts: Any) -> None:
        place = self.run.places.get(name)
        given = self.cells[place].strip()[:80] if place is not None else ""
        self.faults.append(Fault(name, given, why, fix, facts))

    def refused(self) -> bool:
        """Whether the row goes into the tray."""
        if self.faults:
            self.run.refuse(self.row, self.cells, self.faults)
        return bool(self.faults)


class Reader:
    """A room's reading of a file. `units` checks and never writes; `load` writes a batch in a transaction."""

    batch_rows = 500

    def __init__(self, run: Pass) -> None:
        self.run = run

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        raise NotImplementedError

    def load(self, things: list[Any]) -> Counter[str]:
        raise NotImplementedError


def refused_rows(tray: Path, most: int = REFUSED_KEPT) -> tuple[list[str], list[tuple[int, list[str], list[Fault]]]]:
    """Return (the file's headings, its refused rows with their faults)."""
    if not tray.exists():
        return [], []
    kept = []
    with tray.open(encoding="utf-8") as file:
        heading = json.loads(next(file, "[]"))
        for text in file:
            row, cells, faults = json.loads(text)
            kept.append((row, cells, [Fault(*fault) for fault in faults]))
            if len(kept) >= most:
                break
    return heading, kept

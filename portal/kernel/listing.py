"""Lists: filters in the URL, keyset pages (never OFFSET, never a count), and the export of what is shown."""

import base64
import csv
import io
import json
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, abort, request
from sqlalchemy import Select, and_, func, literal, or_

from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.forms import Filters
from portal.kernel.page import page, phone_taken_out
from portal.kernel.pinyin import in_letters
from portal.kernel.words import N_, Word, say

PER_PAGE = 50
MOST_EXPORTED, AT_ONCE = 100_000, 500
# what an empty value counts as in a sort: databases differ in where they put it, and no cursor can name it
FIRST: dict[type, Any] = {str: "", int: -(2**31), date: date(1, 1, 1), datetime: datetime(1, 1, 1, tzinfo=UTC)}
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Column:
    """One column: `value(row)` gives the raw fact, `kind` how it is shown.

    Kinds are "", money, qty, day, moment, begin (a moment, or the day that it begins), n, figure (a number written
    with its sign), word (a badge) and label (a word's text).
    """

    key: str
    label: str | tuple[str, str]
    value: Callable[[Any], Any]
    kind: str = ""
    sort: Any = None
    lead: bool = False  # what a row is looked at for: on a phone it stands beside the first column

    @property
    def align(self) -> str:
        return "n" if self.kind in ("money", "qty", "n", "figure") else ""

    @property
    def sortable(self) -> bool:
        return self.sort is not None


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what is not there yet, why it pays, one button."""

    icon: str
    title: str
    text: str = ""
    action_url: str = ""
    action_text: str = ""


@dataclass
class Row:
    url: str
    cells: list[Any]
    subject: Any
    picture: str = ""


@dataclass
class Listing:
    """A page of a list, as `ui/table.html` draws it."""

    statement: Select[Any]
    columns: Sequence[Column]
    order: Sequence[Any]  # columns, newest or first wanted first; the last one is unique
    descending: bool = False
    holds_keys: bool = False  # whether the statement's last columns are those of `order`
    row_url: Callable[[Any], str] = lambda subject: ""
    picture: Callable[[Any], str] | None = None  # the address of a small picture, "" where there is none
    filters: Filters | None = None
    search: Callable[[Select[Any], str], Select[Any]] | None = None
    search_hint: str = ""
    # what is read for the rows at hand at once, where the statement would ask it of every row there is
    complete: Callable[[Sequence[Any]], Sequence[Any]] = lambda subjects: subjects
    empty: Empty | None = None
    name: str = "list"
    exports: bool = True
    per_page: int = PER_PAGE
    note: str = ""
    rows: list[Row] = field(default_factory=list)
    next_url: str = ""

    @property
    def q(self) -> str:
        return request.args.get("q", "").strip()[:80]

    @property
    def searchable(self) -> bool:
        return self.search is not None

    @property
    def narrowed(self) -> bool:
        """Whether a filter or a search hides rows."""
        return any(value for name, value in request.args.items() if name not in ("after", "sort", "format", "more"))

    @property
    def after(self) -> str:
        return request.args.get("after", "")

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """Return (column key, descending) of the sort the URL asks for."""
        asked = request.args.get("sort", "")
        return asked.lstrip("-"), asked.startswith("-")

    def sort_url(self, column: Column) -> str:
        key, down = self.sorted_by
        return self.url(sort=f"-{column.key}" if key == column.key and not down else column.key, after=None)

    def sort_state(self, column: Column) -> str:
        key, down = self.sorted_by
        return "" if key != column.key else "descending" if down else "ascending"

    @property
    def first_url(self) -> str:
        return self.url(after=None) if self.after else ""

    @property
    def xlsx_url(self) -> str:
        return self.url(format="xlsx", after=None) if self.exports else ""

    @property
    def csv_url(self) -> str:
        return self.url(format="csv", after=None) if self.exports else ""

    def url(self, **changes: str | None) -> str:
        args = {**request.args.to_dict(), **changes}
        query = urlencode({name: value for name, value in args.items() if value})
        return f"{request.path}?{query}" if query else request.path

    def narrowed_statement(self) -> Select[Any]:
        statement = self.statement
        if phone_taken_out():
            self.note = say(N_("A full phone number does not belong in an address. Search members on their page."))
        elif self.q and self.search is not None:
            statement = self.search(statement, self.q)
        return statement

    def sort_keys(self) -> tuple[Sequence[Any], bool]:
        key, down = self.sorted_by
        column = next((c for c in self.columns if c.key == key and c.sortable), None)
        if column is None:
            return self.order, self.descending
        return [without_gaps(column.sort), self.order[-1]], down

    def load(self) -> "Listing":
        """Read one page of rows."""
        keys, down = self.sort_keys()
        statement = self.narrowed_statement()
        if self.after:
            statement = statement.where(beyond(keys, self.cursor(keys), down))
        ordered = statement.order_by(*(key.desc() if down else key for key in keys)).limit(self.per_page + 1)
        if not (self.holds_keys and keys is self.order):
            ordered = ordered.add_columns(*(key.label(f"_key{i}") for i, key in enumerate(keys)))
        found = db.session.execute(ordered).all()
        width = len(keys)
        subjects = self.complete([row[0] if len(row) == width + 1 else row for row in found[: self.per_page]])
        cells = cells_of(self.columns)
        self.rows = [Row(self.row_url(subject), cells(subject), subject) for subject in subjects]
        if self.picture is not None:
            for row in self.rows:
                row.picture = self.picture(row.subject)
        if len(found) > self.per_page:
            self.next_url = self.url(after=pack(list(found[self.per_page - 1])[-width:]))
        return self

    def cursor(self, keys: Sequence[Any]) -> list[Any]:
        try:
            values = json.loads(base64.urlsafe_b64decode(self.after.encode()))
            unpacked = [
                datetime.fromisoformat(v["t"])
                if isinstance(v, dict) and "t" in v
                else date.fromisoformat(v["d"])
                if isinstance(v, dict)
                else v
                for v in values
            ]
        except (ValueError, TypeError, KeyError):
            abort(404)
        if len(unpacked) != len(keys) or not all(fits(key, value) for key, value in zip(keys, unpacked, strict=True)):
            abort(404)
        return unpacked

    def all_rows(self) -> Iterable[Any]:
        keys, down = self.sort_keys()
        ordered = (
            self.narrowed_statement().order_by(*(key.desc() if down else key for key in keys)).limit(MOST_EXPORTED)
        )
        for rows in db.session.execute(ordered).partitions(AT_ONCE):
            yield from self.complete([row[0] if len(row) == 1 else row for row in rows])


def without_gaps(key: Any) -> Any:
    """Return a sort key whose empty values have their place before all others, on both databases and for a cursor."""
    first = FIRST.get(key.type.python_type) if getattr(key, "nullable", False) else None
    return key if first is None else func.coalesce(key, literal(first, key.type))


def fits(key: Any, value: Any) -> bool:
    """Whether a value of an address can be compared with a column."""
    if value is None or isinstance(value, list | bool) or (isinstance(value, int) and abs(value) >= 2**63):
        return False
    if isinstance(value, datetime) and not is_moment(value):
        return False
    try:
        wanted = key.type.python_type
    except (AttributeError, NotImplementedError):
        return True
    return isinstance(value, str if issubclass(wanted, str | uuid.UUID) else wanted)


def is_moment(value: datetime) -> bool:
    """Whether a time of an address has a zone, and a place in every other one."""
    return value.tzinfo is not None and (1 < value.year < 9999 or value == FIRST[datetime])


def beyond(keys: Sequence[Any], values: list[Any], down: bool) -> Any:
    """Return the condition of rows after the cursor, for any number of keys.

    The first key is bounded on its own, too: from that a database sees where in its index to begin.
    """
    parts = []
    for i, key in enumerate(keys):
        step = key < values[i] if down else key > values[i]
        parts.append(and_(*(k == v for k, v in zip(keys[:i], values[:i], strict=True)), step))
    first = keys[0] <= values[0] if down else keys[0] >= values[0]
    return and_(first, or_(*parts))


def pack(values: list[Any]) -> str:
    plain = [
        {"t": v.isoformat()} if isinstance(v, datetime) else {"d": v.isoformat()} if isinstance(v, date) else v
        for v in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode()


def shown_by_kind() -> dict[str, Callable[[Any], Any]]:
    """Return how each kind of cell is shown, to the person and in the zone at hand."""
    zone = clock.zone()
    return {
        "money": money.money,
        "qty": money.quantity,
        "moment": lambda at: at.astimezone(zone).isoformat(" ", "minutes")[:16],
        "begin": clock.said_from,
        "day": date.isoformat,
        "n": "{:,}".format,
        "figure": lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
        "label": cache(lambda word: word.label),
    }


def as_is(value: Any) -> Any:
    return value


def cells_of(columns: Sequence[Column]) -> Callable[[Any], list[Any]]:
    """Return what turns a row's subject into its cells for the screen."""
    shown = shown_by_kind()
    steps = [(column.value, shown.get(column.kind, as_is)) for column in columns]

    def cells(subject: Any) -> list[Any]:
        return [None if (fact := value(subject)) is None else show(fact) for value, show in steps]

    return cells


def exported(column: Column, value: Any) -> Any:
    """Return a cell for a file: amounts as numbers, words as text."""
    match column.kind:
        case "money":
            return value / 100 if value is not None else None
        case "qty":
            return value / 1000 if value is not None else None
        case "moment" | "begin":
            return clock.local(value).strftime("%Y-%m-%d %H:%M:%S") if value else None
    if isinstance(value, Word):
        return value.label
    return value.isoformat() if isinstance(value, date) else value


def list_page(template: str, listing: Listing, **facts: Any) -> Response:
    """Answer with the list as a page, or as the file the URL asks for."""
    wanted = request.args.get("format", "")
    if not wanted:
        return page(template, listing=listing.load(), **facts)
    if not listing.exports or wanted not in ("xlsx", "csv"):
        abort(404)
    return export(listing, wanted)


def export(listing: Listing, kind: str) -> Response:
    """Return the rows of the list as a file; cells can never be formulas."""
    heads = [say(column.label) for column in listing.columns]
    rows = ([exported(c, c.value(row)) for c in listing.columns] for row in listing.all_rows())
    name = f"{listing.name}-{clock.today().isoformat()}.{kind}"
    return as_xlsx(name, heads, rows) if kind == "xlsx" else as_csv(name, heads, rows)


def inert(cell: Any) -> Any:
    """Disarm text that a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def as_csv(name: str, heads: list[str], rows: Iterable[Sequence[Any]]) -> Response:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([inert(head) for head in heads])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return as_file(name, "text/csv; charset=utf-8", ("\ufeff" + buffer.getvalue()).encode())


def as_xlsx(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return one sheet of rows as a workbook."""
    return as_workbook(name, [(None, heads, rows)])


def as_workbook(name: str, sheets: Iterable[tuple[str | None, Sequence[str], Iterable[Sequence[Any]]]]) -> Response:
    """Return a workbook of (title, heads, rows); no cell is a formula or a link."""
    import xlsxwriter  # 2 MB that most processes never need

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True})
    for title, heads, rows in sheets:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for x, head in enumerate(heads):
            sheet.write_string(0, x, inert(head), bold)
        for y, row in enumerate(rows, 1):
            for x, cell in enumerate(row):
                if isinstance(cell, bool) or cell is None:
                    sheet.write_string(y, x, "" if cell is None else str(cell))
                elif isinstance(cell, int | float):
                    sheet.write_number(y, x, cell)
                else:
                    sheet.write_string(y, x, str(cell))
    book.close()
    return as_file(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer.getvalue())


def names_of(name: str) -> dict[str, str]:
    """Return a file's name as a header may hold it: in ASCII as it is read, and as it is, encoded, beside it."""
    if name.isascii():
        return {"filename": name}
    stem, dot, ending = name.rpartition(".")
    spelled = re.sub(r"[^A-Za-z0-9._-]+", "", in_letters(stem))[:100].strip("-_.") or "file"
    return {"filename": f"{spelled}{dot}{ending}", "filename*": f"UTF-8''{quote(name, safe='')}"}


def as_file(name: str, mime: str, content: bytes) -> Response:
    answer = Response(content, content_type=mime)
    answer.headers.set("Content-Disposition", "attachment", **names_of(name))
    answer.headers["Cache-Control"] = "no-store"
    return answer

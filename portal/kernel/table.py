"""The rows of a table as HTML: the hot part of every list; a template's own loop takes three times as long."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from portal.kernel.words import Word, say

NOTHING = Markup("–")
LONG = 16  # letters beside a label on a phone, or half as many Chinese characters

# Kinds whose cells hold nothing that a page could take for markup: digits, signs and points.
PLAIN = frozenset({"money", "qty", "day", "moment", "begin", "n"})


def rows_as_html(columns: Sequence[Any], rows: Iterable[Any], badge: Callable[[Word], Markup]) -> Markup:
    """Draw rows whose first cell is their head and leads to `url`; columns and rows are objects or mappings."""
    badges: dict[Word, Markup] = {}
    texts: dict[str, Markup] = {"": NOTHING}

    def drawn(cell: Any) -> Any:
        if type(cell) is str:  # no markup, which equals its text
            if cell not in texts:
                texts[cell] = escape(cell)
            return texts[cell]
        if isinstance(cell, Word):
            if cell not in badges:
                badges[cell] = badge(cell)
            return badges[cell]
        return NOTHING if cell is None else escape(cell)

    def plain(cell: Any) -> Any:
        return NOTHING if cell is None else cell

    draws = [plain if of(column, "kind") in PLAIN else drawn for column in columns]
    opens = [(opening(column), opening(column, long=True), unnamed(column)) for column in columns[1:]]
    parts: list[str] = []
    for row in rows:
        url, cells = of(row, "url"), of(row, "cells")
        head, *others = [draw(cell) for draw, cell in zip(draws, cells, strict=True)]
        linked = f'<a class="cover" href="{escape(url)}">{head}</a>' if url else head
        if picture := of(row, "picture"):
            linked = f"{linked}{pictured(picture)}"
        parts.append(f'<tr><th scope="row">{linked}</th>')
        for (short, long, empty), cell in zip(opens, others, strict=True):
            begins = empty if cell is NOTHING else long if is_long(cell) else short
            parts.append(f"{begins}{cell}</td>")
        parts.append("</tr>\n")
    return Markup("".join(parts))


def pictured(url: str) -> str:
    """Return a row's picture, which says nothing that its name does not."""
    return f'<img class="pic" src="{escape(url)}" alt="" width="44" height="33" loading="lazy" decoding="async">'


def is_long(cell: str) -> bool:
    return len(cell) > LONG // 2 and cell[0] != "<" and (len(cell) > LONG or not cell.isascii())


def opening(column: Any, *, long: bool = False) -> str:
    """Return the tag that a cell of this column begins with; on a phone its label stands before it."""
    kinds = [*dressed(column), *(["long"] if long else [])]
    said = escape(say(of(column, "label") or ""))
    return f'<td class="{" ".join(kinds)}" data-l="{said}">' if kinds else f'<td data-l="{said}">'


def unnamed(column: Any) -> str:
    """Return the tag of a cell with nothing in it, which a phone leaves out."""
    return '<td class="n">' if "n" in dressed(column) else "<td>"


def dressed(column: Any) -> list[str]:
    kinds = ["n"] if of(column, "align") == "n" else []
    if of(column, "kind") in ("day", "moment", "begin"):
        kinds.append("when")
    return [*kinds, "lead"] if of(column, "lead") else kinds


def of(thing: Any, name: str) -> Any:
    return thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")

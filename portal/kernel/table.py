"""The rows of a table as HTML: the hot part of every list; a template's own loop takes three times as long."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from portal.kernel.words import Word, say

NOTHING = Markup("–")

# Kinds whose cells hold nothing that a page could take for markup: digits, signs and points.
PLAIN = frozenset({"money", "qty", "day", "moment", "n"})


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
    opens = [opening(column) for column in columns[1:]]
    parts: list[str] = []
    for row in rows:
        url, cells = of(row, "url"), of(row, "cells")
        head, *others = [draw(cell) for draw, cell in zip(draws, cells, strict=True)]
        linked = f'<a class="cover" href="{escape(url)}">{head}</a>' if url else head
        parts.append(f'<tr><th scope="row">{linked}</th>')
        parts += [f"{open}{cell}</td>" for open, cell in zip(opens, others, strict=True)]
        parts.append("</tr>\n")
    return Markup("".join(parts))


def opening(column: Any) -> str:
    """Return the tag that a cell of this column begins with; on a phone its label stands before it."""
    if of(column, "lead"):
        kind = "n lead"
    elif of(column, "align") == "n":
        kind = "n"
    else:
        kind = "when" if of(column, "kind") in ("day", "moment") else ""
    said = escape(say(of(column, "label") or ""))
    return f'<td class="{kind}" data-l="{said}">' if kind else f'<td data-l="{said}">'


def of(thing: Any, name: str) -> Any:
    return thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")

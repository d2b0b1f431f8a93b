"""The rows of a table as HTML: the hot part of every list; a template's own loop takes three times as long."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from portal.kernel.words import Word, say


def rows_as_html(columns: Sequence[Any], rows: Iterable[Any], badge: Callable[[Word], Markup]) -> Markup:
    """Draw rows whose first cell is their head and leads to `url`; columns and rows are objects or mappings."""
    opens = [opening(column) for column in columns[1:]]
    badges: dict[Word, Markup] = {}

    def drawn(cell: Any) -> Markup:
        if isinstance(cell, Word):
            if cell not in badges:
                badges[cell] = badge(cell)
            return badges[cell]
        return escape("–" if cell is None or cell == "" else cell)

    parts: list[str] = []
    for row in rows:
        url, cells = of(row, "url"), of(row, "cells")
        head = f'<a class="cover" href="{escape(url)}">{drawn(cells[0])}</a>' if url else drawn(cells[0])
        parts.append(f'<tr><th scope="row">{head}</th>')
        parts += [f"{open}{drawn(cell)}</td>" for open, cell in zip(opens, cells[1:], strict=True)]
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
    return thing.get(name, "") if isinstance(thing, Mapping) else getattr(thing, name, "")

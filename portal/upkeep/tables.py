"""Rows into a csv or xlsx file as they come: whole or not at all, and never a formula."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from portal.kernel.listing import inert

ENDINGS = (".csv", ".xlsx")
MOST_SHEET_ROWS = 1_048_575

# a text, or a number to count with: only texts can be formulas
Cell = str | int | Decimal


class TooLong(Exception):
    """More rows than a sheet holds."""


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A file beside `path`, for its owner's eyes only, that takes its place when all went well."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write rows by the file's ending; return how many. Raises TooLong."""
    return (write_xlsx if path.suffix.lower() == ".xlsx" else write_csv)(path, heads, rows)


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        for row in rows:
            writer.writerow([inert(cell) for cell in row])
            count += 1
    return count


def write_xlsx(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    import xlsxwriter

    count = 0
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    try:
        sheet = book.add_worksheet()
        for x, head in enumerate(heads):
            sheet.write_string(0, x, head)
        for count, row in enumerate(rows, 1):
            if count > MOST_SHEET_ROWS:
                raise TooLong
            for x, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(count, x, cell)
                else:
                    sheet.write_number(count, x, float(cell))
    finally:
        book.close()
    return count

"""Tables people hand in: csv and xlsx, read as rows of text, row by row, and refused before they can do harm."""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from portal.kernel.refusals import Refused
from portal.kernel.words import N_

Row = tuple[int, list[str]]

MOST_BYTES = 250 * 1024 * 1024
MOST_ROWS = 3_000_000
# A workbook is unpacked whole: what it holds is counted before anything reads it.
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 150
MOST_CELLS = 6_000_000
MOST_PARTS = 2_000

_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_BLOCK = 1 << 20

NOT_A_TABLE = N_("This is not a table. Hand in an xlsx or csv file.")
TOO_MUCH = N_("This workbook unpacks to far more than a table would. Save it as csv and hand that in.")


def kind_of(path: Path) -> str:
    """Return "xlsx" or "csv" by what the file is, not by its name. Raises Refused for anything else."""
    if path.stat().st_size > MOST_BYTES:
        raise Refused("The file is larger than 250 MB.", field="file")
    with path.open("rb") as file:
        start = file.read(65536)
    if not start.strip():
        raise Refused("The file is empty.", field="file")
    if start.startswith(b"PK"):
        check_workbook(path)
        return "xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("This is an old xls file. Save it as xlsx and hand that in.", field="file")
    if b"\0" in start or start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Refused(NOT_A_TABLE, field="file")
    encoding_of(path)
    return "csv"


def check_workbook(path: Path) -> None:
    """Refuse archives that are no workbook, unpack to too much, or claim cells without end."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist() or len(parts) > MOST_PARTS:
                raise Refused(NOT_A_TABLE, field="file")
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(path.stat().st_size, 65536):
                raise Refused(TOO_MUCH, field="file")
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    check_sheet(archive, part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise Refused(NOT_A_TABLE, field="file") from None


def check_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Count a sheet's cells as the rectangle its reader would build; read no more than the part says it holds."""
    widest = lowest = held = cells = placed = lines = 0
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            held += len(block)
            for letters, digits in _PLACE.findall(rest + block):
                lowest = max(lowest, int(digits))
                placed += bool(letters)
                widest = max(widest, column_number(letters))
            cells += len(_CELL.findall(rest + block))
            lines += len(_ROW.findall(rest + block))
            # cells that do not say where they are may all stand in one row
            wide, low = max(widest, cells - placed), max(lowest, lines)
            if held > MOST_UNPACKED or cells > MOST_CELLS or wide * low > MOST_CELLS:
                raise Refused(TOO_MUCH, field="file")
            rest = block[-24:]


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def encoding_of(path: Path) -> str:
    """Return the encoding of a csv file: UTF-8, or GB 18030 as Chinese spreadsheets write it. Raises Refused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(_BLOCK):
                    pass
            return encoding
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_A_TABLE, field="file")


def count_rows(path: Path, kind: str) -> int:
    """Return about how many rows a file has, its headings left out; for the bar that shows how far work is."""
    if kind == "xlsx":
        return max(sum(1 for _ in rows(path, kind)) - 1, 0)
    with path.open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))
    if lines > MOST_ROWS:
        raise Refused("The file has more than three million rows.", field="file")
    return max(lines - 1, 0)


def rows(path: Path, kind: str) -> Iterator[Row]:
    """Yield (row number as the spreadsheet shows it, cells as text); empty rows are left out. Raises Refused."""
    return xlsx_rows(path) if kind == "xlsx" else csv_rows(path)


def csv_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding=encoding_of(path), newline="") as file:
        head = file.readline()
        file.seek(0)
        delimiter = max(",;\t", key=head.count)
        number = 0
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 1):
                if cells and (cells[0] or any(cells)):
                    yield number, cells
        except csv.Error:
            raise Refused("Row %(row)s cannot be read: its quotation marks do not match.", row=number + 1) from None


def xlsx_rows(path: Path) -> Iterator[Row]:
    """The first visible sheet."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
        shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
        sheet = book.get_sheet_by_name(shown[0] if shown else book.sheet_names[0])
        first = sheet.start[0] if sheet.start else 0
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), first + 1):
            texts = [text_of(cell) for cell in cells]
            if any(texts):
                yield number, texts
    except Refused:
        raise
    except Exception:
        # whatever a broken workbook raises in its reader, it is the file's fault
        raise Refused(NOT_A_TABLE, field="file") from None


def text_of(cell: Any) -> str:
    """Return a cell as someone would have typed it: 6901234567892, 12.5, 2026-11-23."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.6f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)


def plain(cell: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from taking it for a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell

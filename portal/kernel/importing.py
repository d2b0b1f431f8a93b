"""Imports: a file is checked row by row, its good rows wait as a draft, and are taken in once someone confirms.

A room says what its rows are (`Importer`, `Reader`) and hangs the doors (`import_doors`); reading, checking,
the tray of refused rows, progress, cancelling and the states are here. A file is streamed twice, once to
check and once to load, so that memory stays flat; loading checks again, since the world may have moved on.
"""

import gc
import hashlib
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import BigInteger, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock, sheets, trail
from portal.kernel.db import BigId, Id, Made, Model, Versioned, db, transaction
from portal.kernel.files import plain_name
from portal.kernel.importer import Importer, Pass, Reach, Reader, importers
from portal.kernel.jobs import Cancelled, Job, Work, enqueue, job
from portal.kernel.refusals import Refused
from portal.kernel.scope import Scoped, Sees, store_visible
from portal.kernel.sheets import Row
from portal.kernel.trail import record
from portal.kernel.words import N_, Word, say

PREVIEWED = 20
TICK_SECONDS = 0.7
USUAL_COLLECTING = gc.get_threshold()

trail.events.update(
    {
        "import.received": N_("File handed in"),
        "import.confirmed": N_("File confirmed"),
        "import.cancelled": N_("File discarded"),
        "import.loaded": N_("File taken in"),
    }
)


class ImportState(Word):
    CHECKING = "checking", N_("Being checked"), "now"
    DRAFT = "draft", N_("Draft, not taken in yet"), "guess"
    LOADING = "loading", N_("Being taken in"), "now"
    DONE = "done", N_("Taken in")
    REFUSED = "refused", N_("Refused"), "bad"
    CANCELLED = "cancelled", N_("Discarded"), "off"


class Import(Scoped, Versioned, Made, Model):
    """A file of rows somebody handed in; seen by him and, where it is a store's, by whoever sees the store."""

    __tablename__ = "import_file"
    personal = frozenset({"name"})
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    format: Mapped[str] = mapped_column(String(8))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    store_id: Mapped[int | None] = mapped_column(BigId, index=True)
    owner_id: Mapped[int | None] = mapped_column(BigId, index=True)
    # what whoever handed it in, or confirmed it, could see at that moment
    reach_then: Mapped[dict[str, Any]]
    state: Mapped[ImportState] = mapped_column(default=ImportState.CHECKING)
    job_id: Mapped[int | None] = mapped_column(BigId)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    confirmed_by_id: Mapped[int | None] = mapped_column(BigId)
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        return or_(cls.owner_id == getattr(viewer, "id", None), store_visible(cls.store_id, viewer))

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}

    @property
    def running(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.LOADING)

    @property
    def awaits_confirmation(self) -> bool:
        return self.state == ImportState.DRAFT

    @property
    def importer(self) -> Importer:
        return importers[self.kind]

    @property
    def path(self) -> Path:
        return Path(current_app.config["PORTAL_DATA"]) / "imports" / self.token[:2] / self.token

    @property
    def tray_path(self) -> Path:
        return self.path.with_suffix(".refused")

    def discard(self) -> None:
        """Remove the file and its refused rows: both may hold personal data."""
        self.path.unlink(missing_ok=True)
        self.tray_path.unlink(missing_ok=True)

    @property
    def trouble(self) -> str:
        """What is wrong with the file as a whole, or why loading stopped."""
        said = self.report.get("trouble")
        return say(said[0], **said[1]) if said else ""


def receive(importer: Importer, upload: Any, *, by: Any, store_id: int | None = None) -> Import:
    """Keep an upload and have it checked in the background. Raises Refused for what is no table."""
    token = secrets.token_urlsafe(24)
    name = plain_name(upload.filename)
    found = Import(kind=importer.kind, token=token, name=name, store_id=store_id, owner_id=by.id)
    found.path.parent.mkdir(parents=True, exist_ok=True)
    upload.save(found.path)
    try:
        found.format = sheets.kind_of(found.path)
        with found.path.open("rb") as file:
            found.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except BaseException:
        found.path.unlink(missing_ok=True)
        raise
    found.size = found.path.stat().st_size
    found.reach_then = Reach.of(by).kept()
    db.session.add(found)
    db.session.flush()
    record("import.received", found, by=by, kind=found.kind, size=found.size)
    found.job_id = start("import.check", found, by)
    return found


def confirm(found: Import, *, by: Any) -> Import:
    """Take in the good rows; confirming again changes nothing."""
    if found.state in (ImportState.LOADING, ImportState.DONE):
        return found
    if not found.awaits_confirmation:
        raise Refused("Only a checked file with good rows can be taken in.")
    found.state = ImportState.LOADING
    found.confirmed_by_id, found.confirmed_at = by.id, clock.now()
    found.reach_then = Reach.of(by).kept()
    db.session.flush()
    record("import.confirmed", found, by=by, kind=found.kind)
    found.job_id = start("import.load", found, by)
    return found


def cancel(found: Import, *, by: Any) -> Import:
    """Stop the work. What is not taken in is discarded; a load keeps its draft, since what it wrote stays."""
    if found.state not in (ImportState.CHECKING, ImportState.DRAFT, ImportState.LOADING):
        raise Refused("This file is finished already.")
    work = db.session.get(Job, found.job_id) if found.job_id else None
    if found.running and work is not None:
        work.wants_cancel = True
    if found.state != ImportState.LOADING:
        found.state, found.ended_at = ImportState.CANCELLED, clock.now()
        found.discard()
    db.session.flush()
    record("import.cancelled", found, by=by, kind=found.kind)
    return found


def start(kind: str, found: Import, by: Any) -> int:
    address = f"{found.importer.doors['path']}/{found.id}"
    return enqueue(kind, by=by, result_url=address, import_id=found.id).id


@job("import.check")
def check(work: Work) -> dict[str, Any]:
    """Read a file without writing; its good rows become a draft."""
    return carry_out(work, ImportState.CHECKING)


@job("import.load")
def load(work: Work) -> dict[str, Any]:
    """Take the good rows in, batch by batch; run again, it goes on where it stopped."""
    return carry_out(work, ImportState.LOADING)


def carry_out(work: Work, step: ImportState) -> dict[str, Any]:
    found = fetch(work.args["import_id"])
    if found is None or found.state != step:
        return {}
    loading = step == ImportState.LOADING
    try:
        with collecting_seldom():
            report = read_through(found, work, loading=loading)
    except Cancelled:
        settle(found.id, step, ImportState.DRAFT if loading else ImportState.CANCELLED, found.report)
        raise
    except Refused as refusal:
        settle(found.id, step, ImportState.REFUSED, trouble(refusal.message, **refusal.facts))
        raise
    except Exception:
        said = N_("The work stopped for a reason of our own. Nothing is lost: try again.")
        ending = ImportState.DRAFT if loading else ImportState.REFUSED
        settle(found.id, step, ending, {**found.report, **trouble(said)})
        raise
    ending = ImportState.DONE if loading else ImportState.DRAFT if report["units"] else ImportState.REFUSED
    settle(found.id, step, ending, report)
    return {"refused": report["bad_rows"]}


def trouble(message: str, **facts: Any) -> dict[str, Any]:
    return {"trouble": [message, facts]}


def fetch(import_id: int, *, locked: bool = False) -> Import | None:
    """Return an import for the work that serves it; whoever asked for the work was seen to see it."""
    mine = Import.seen_by(Reach(None, True, frozenset(), frozenset())).where(Import.id == import_id)
    if locked:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(mine)


def settle(import_id: int, step: ImportState, ending: ImportState, report: dict[str, Any]) -> None:
    """Write how a step ended, unless somebody discarded the file meanwhile."""
    with transaction():
        found = fetch(import_id, locked=True)
        if found is not None and found.state == ImportState.CANCELLED:
            found.discard()  # the work may have opened its tray after that
        if found is None or found.state != step:
            return
        found.state, found.report = ending, report
        if ending == ImportState.CANCELLED or (ending == ImportState.REFUSED and "trouble" in report):
            found.discard()
        if ending not in (ImportState.DRAFT, ImportState.LOADING):
            found.ended_at = clock.now()
            found.path.unlink(missing_ok=True)
        db.session.flush()  # a report is not for the trail
        if ending == ImportState.DONE:
            facts = {name: report[name] for name in ("units", "good_rows", "bad_rows")}
            record("import.loaded", found, by=Reach.read(found.reach_then), kind=found.kind, **facts)


def read_through(found: Import, work: Work, *, loading: bool) -> dict[str, Any]:
    """Stream the file once: check every row, and where loading, write what is good in short transactions."""
    importer = found.importer
    total = sheets.count_rows(found.path, found.format)
    work.progress(0, total)
    lines = sheets.rows(found.path, found.format)
    _, heading = next(lines, (0, [""]))
    places, ignored = importer.place(heading, found.store_id is not None)
    run = Pass(Reach.read(found.reach_then), places, found.store_id, found.tray_path, heading, loading)
    good_rows = units = 0
    notes: Counter[str] = Counter()
    preview: list[Any] = []
    batch: list[Any] = []
    waiting = 0
    try:
        reader = importer.reader(run)
        db.session.rollback()  # what the reader looked up needs no open transaction
        for unit in reader.units(ticking(lines, run, importer, len(heading), work, total)):
            units += 1
            good_rows += unit.rows
            if len(preview) < PREVIEWED:
                shown = [unit.cells[places[name]][:60] if name in places else "" for name in importer.preview]
                preview.append([unit.row, shown, unit.note])
            if not loading:
                notes[unit.note] += 1
                continue
            batch.append(unit.thing)
            waiting += unit.rows
            if waiting >= reader.batch_rows:
                notes += write(reader, batch)
                batch, waiting = [], 0
        if batch:
            notes += write(reader, batch)
    finally:
        run.close()
    work.progress(total, total)
    return {
        "rows": run.seen, "good_rows": good_rows, "bad_rows": run.bad_rows, "units": units, "notes": dict(notes),
        "preview": preview, "ignored": ignored[:20],
    }  # fmt: skip


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Rows by the hundred thousand are no garbage: looking through them at every 700th costs a quarter of the time."""
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*USUAL_COLLECTING)


def write(reader: Reader, batch: list[Any]) -> Counter[str]:
    with transaction():
        return reader.load(batch)


def ticking(lines: Iterator[Row], run: Pass, importer: Importer, width: int, work: Work, total: int) -> Iterator[Row]:
    """Pass rows on at their full width, without the template's example, and say from time to time how far it is."""
    said = time.monotonic()
    example = {place: importer.column(name).example for name, place in run.places.items()}
    for row, cells in lines:
        if len(cells) != width:
            cells = [*cells, *[""] * (width - len(cells))]
        if not run.seen and all(cells[place] == text for place, text in example.items()):
            continue
        run.seen += 1
        if not run.seen & 255 and time.monotonic() - said > TICK_SECONDS:
            work.progress(run.seen, max(total, run.seen))
            said = time.monotonic()
        yield row, cells

"""`flask --app wsgi import KIND FILE [--store CODE] [--commit]`: the imports of the pages, by hand."""

import time
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from werkzeug.datastructures import FileStorage

from portal.kernel import importing, jobs
from portal.kernel.db import db, transaction
from portal.kernel.importer import importers, refused_rows
from portal.kernel.importing import Import, ImportState
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.words import say
from portal.network.models import Store

SAID = 20
HOUSE: Any = House("import")


@click.command("import")
@click.argument("kind", type=click.Choice(["products", "prices", "members", "orders", "stock", "counts"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--store", "code", default="", help="The store of rows that name none, like BJ-0001.")
@click.option("--commit", is_flag=True, help="Take the good rows in; without it nothing is written.")
@with_appcontext
def import_command(kind: str, file: Path, code: str, commit: bool) -> None:
    """Check a csv or xlsx file row by row; with --commit take its good rows in."""
    try:
        found = hand_in(kind, file, code)
        report_of(found)
        if found.state != ImportState.DRAFT:
            raise SystemExit(1)
        if not commit:
            with transaction():
                importing.cancel(again(found), by=HOUSE)
            click.echo("Nothing was written. Add --commit to take the good rows in.")
            return
        found = take_in(found)
        report_of(found)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    if found.state != ImportState.DONE:
        raise SystemExit(1)


def hand_in(kind: str, file: Path, code: str = "") -> Import:
    """Hand a file in as the house and have it checked now; return it as a draft, or refused."""
    store_id = None
    if code:
        store_id = db.session.scalar(Store.seen_by(HOUSE).where(Store.code == code).with_only_columns(Store.id))
        if store_id is None:
            raise Refused("There is no store %(code)s.", code=code)
    with transaction(), file.open("rb") as stream:
        upload = FileStorage(stream, filename=file.name)
        found = importing.receive(importers[kind], upload, by=HOUSE, store_id=store_id)
    return worked(found)


def take_in(found: Import) -> Import:
    """Confirm a draft and have it loaded now."""
    with transaction():
        found = importing.confirm(again(found), by=HOUSE)
    return worked(found)


def worked(found: Import) -> Import:
    """Do an import's job here, or wait for the worker that was quicker."""
    jobs.run(found.job_id or 0)
    while True:
        db.session.rollback()
        found = again(found)
        if not found.running:
            return found
        time.sleep(0.5)


def again(found: Import) -> Import:
    mine = Import.seen_by(HOUSE).where(Import.id == found.id).execution_options(populate_existing=True)
    return db.session.scalars(mine).one()


def report_of(found: Import) -> None:
    """Say how a step went."""
    if found.trouble:
        click.echo(found.trouble)
    said: dict[str, Any] = found.report
    if "rows" in said:
        notes = ", ".join(f"{name} {n:,}" for name, n in said["notes"].items() if n)
        click.echo(
            f"{found.state.value}: {said['rows']:,} rows, {said['good_rows']:,} good in {said['units']:,} units"
            f" ({notes}), {said['bad_rows']:,} refused"
        )
    for row, _, faults in refused_rows(found.tray_path, SAID)[1]:
        for fault in faults:
            why, fix = say(fault.why, **fault.facts), say(fault.fix, **fault.facts) if fault.fix else ""
            click.echo(f"  row {row}, {fault.column} {fault.given!r}: {why} {fix}".rstrip())
    if said.get("bad_rows", 0) > SAID:
        click.echo(f"  … and {said['bad_rows'] - SAID:,} more rows")


ALL = [import_command]

"""Commands of the whole house; a room's own commands live in the room and are hung here."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from portal import rooms
from portal.accounts.models import User
from portal.coverage import coverage
from portal.kernel import trail
from portal.kernel.db import db, transaction
from portal.kernel.scope import house_read
from portal.kernel.words import say
from portal.story import Story
from portal.upkeep.backups import backup, restore
from portal.upkeep.exports import export
from portal.upkeep.moving import move
from portal.upkeep.nightly import nightly


@click.command("demo")
@click.option("--stores", default=24, show_default=True, type=click.IntRange(8, 500))
@click.option("--days", default=90, show_default=True, type=click.IntRange(7, 400))
@click.option("--seed", default=2026, show_default=True)
@with_appcontext
def demo(stores: int, days: int, seed: int) -> None:
    """Fill an empty database with the demo network; refuses one that holds anything else."""
    if db.session.scalar(house_read(select(func.count(User.id)), User, because="whether there is anybody at all")):
        click.echo("This database holds data already; the demo network needs an empty one.", err=True)
        raise SystemExit(3)
    story = Story(stores_wanted=stores, days=days, seed=seed)
    with transaction():
        for _, chapter in rooms.chapters():
            chapter.tell(story)
            db.session.flush()
    (Path(current_app.config["PORTAL_DATA"]) / "demo").touch()
    click.echo(f"The demo network is ready: {len(story.stores)} stores, {days} days.")


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Check every invariant; names each that does not hold and ends with status 1."""
    troubles = rooms.troubles()
    for trouble in troubles:
        click.echo(trouble)
    if troubles:
        raise SystemExit(1)
    click.echo("Everything holds.")


@click.command("events")
@with_appcontext
def events() -> None:
    """List the catalogue of events and who reacts."""
    for name in sorted(trail.events):
        reacting = ", ".join(f"{react.__module__}.{react.__name__}" for react in trail.reactions.get(name, ()))
        click.echo(f"{name:32} {say(trail.events[name])}{f'  → {reacting}' if reacting else ''}")


def of_rooms() -> list[click.Command]:
    """Return the commands that rooms bring (`<room>/commands.py: ALL`)."""
    found: list[click.Command] = []
    for name in ("kernel", *rooms.FLOORS):
        if find_spec(f"portal.{name}.commands"):
            found += import_module(f"portal.{name}.commands").ALL
    return found


ALL: list[click.Command] = [demo, verify, events, coverage, backup, restore, move, nightly, export, *of_rooms()]

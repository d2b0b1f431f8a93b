"""Commands of users, for the machine's keeper: the first administrator, and a way back in."""

from typing import Any, NoReturn

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import Purpose, UserState
from portal.accounts.passwords import find_by_name
from portal.accounts.roles import Role
from portal.kernel.db import db, transaction
from portal.kernel.forms import normal_phone
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.network.models import Region, Store

KEEPER: Any = House("command line")


@click.group("user")
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.option("--name", required=True, help="The person's name.")
@click.option("--phone", default="", help="Mobile number to sign in by.")
@click.option("--email", default="", help="Email to sign in by.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--region", "regions", multiple=True, help="Code of a region this person sees; may be repeated.")
@click.option("--store", "stores", multiple=True, help="Code of a store this person sees; may be repeated.")
@with_appcontext
def add(name: str, phone: str, email: str, role: str, regions: tuple[str, ...], stores: tuple[str, ...]) -> None:
    """Invite someone; prints the path of the one-time link that sets the password."""
    try:
        number = normal_phone(phone) if phone else None
    except ValueError:
        fail("Write a mobile number of eleven digits.")
    with transaction():
        reach = {"regions": regions_of(regions), "stores": stores_of(stores)}
        given: dict[str, Any] = {"name": name, "phone": number, "email": email, "role": Role(role), **reach}
        try:
            _person, token = actions.invite(**given, by=KEEPER)
        except Refused as refusal:
            fail(refusal.message)
    click.echo(f"/welcome/{token}")


@user.command("link")
@click.argument("name")
@click.option("--without-second-factor", is_flag=True, help="Remove the second factor as well (a lost phone).")
@with_appcontext
def link(name: str, without_second_factor: bool) -> None:
    """Make the user who signs in by NAME a new one-time link; prints its path."""
    with transaction():
        person = find_by_name(name)
        if person is None:
            fail("Nobody signs in by this.")
        try:
            if without_second_factor and person.has_second_factor:
                actions.turn_off_second_factor(person, by=KEEPER)
            purpose = Purpose.INVITE if person.state == UserState.INVITED else Purpose.RESET
            token = actions.make_link(person, purpose, by=KEEPER)
        except Refused as refusal:
            fail(refusal.message)
    click.echo(f"/welcome/{token}")


def regions_of(codes: tuple[str, ...]) -> list[Region]:
    found = list(db.session.scalars(select(Region).where(Region.code.in_(codes))))
    return all_of(codes, found)


def stores_of(codes: tuple[str, ...]) -> list[Store]:
    found = list(db.session.scalars(Store.seen_by(KEEPER).where(Store.code.in_(codes))))
    return all_of(codes, found)


def all_of(codes: tuple[str, ...], found: list[Any]) -> list[Any]:
    if missing := sorted(set(codes) - {row.code for row in found}):
        fail(f"Unknown: {', '.join(missing)}.")
    return found


def fail(sentence: str) -> NoReturn:
    raise click.ClickException(sentence)


ALL: list[click.Command] = [user]

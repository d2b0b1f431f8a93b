"""People, their reach, their sign-ins."""

from datetime import timedelta

from portal.accounts import actions, pins
from portal.accounts.models import Purpose
from portal.accounts.roles import Role
from portal.kernel import clock
from tests.builders_accounts import SECRET, code_of, make_user


def disabled(s):
    actions.disable(s.cast.clerk.user, by=s.admin)
    return s.cast.clerk.user


def enabling(s):
    user = disabled(s)
    return lambda: actions.enable(user, by=s.admin)


def owner_changing(s):
    new = make_user("新店主", role=Role.OWNER)
    return lambda: actions.change_owner(s.places.store, new, by=s.office, reason="转让")


def substitution(s):
    today = clock.today()
    return actions.name_substitute(
        s.cast.rm_north.user, s.cast.rm_south.user, first_day=today, last_day=today + timedelta(days=3), by=s.office
    )


def ending_substitution(s):
    named = substitution(s)
    return lambda: actions.end_substitution(named, by=s.office)


def signing_out(s):
    user = s.cast.owner.user
    actions.sign_in(user, by=s.owner)
    return lambda: actions.sign_out(user, 1, by=s.owner)


def without_factor(s):
    user = s.cast.clerk.user
    user.totp_secret = SECRET
    return lambda: actions.turn_off_second_factor(user, by=s.admin)


def edited(s):
    user = s.cast.clerk.user
    return actions.edit_user(user, name="孙莉", phone=user.phone, email="sun@example.com", role=Role.OWNER, by=s.admin)


def with_pin(s):
    clerk = s.cast.clerk.user
    clerk.pin = "a hash"
    return lambda: pins.remove_pin(clerk, by=s.owner)


RECIPES = {
    pins.set_pin: lambda s: lambda: pins.set_pin(s.cast.clerk.user, "a hash", by=s.clerk),
    pins.remove_pin: with_pin,
    pins.note_locked: lambda s: lambda: pins.note_locked(s.cast.owner.user, by=s.clerk),
    actions.change_owner: owner_changing,
    actions.note_name_taken: lambda s: lambda: actions.note_name_taken(s.places.store, by=s.owner),
    actions.disable: lambda s: lambda: disabled(s),
    actions.edit_user: lambda s: lambda: edited(s),
    actions.enable: enabling,
    actions.end_substitution: ending_substitution,
    actions.hand_over_territory: lambda s: (
        lambda: actions.hand_over_territory(s.cast.rm_north.user, s.cast.rm_south.user, by=s.office, reason="离职")
    ),
    actions.invite: lambda s: (
        lambda: actions.invite(name="新店员", role=Role.CLERK, phone="13900000001", stores=[s.places.store], by=s.admin)
    ),
    actions.make_link: lambda s: lambda: actions.make_link(s.cast.clerk.user, Purpose.RESET, by=s.admin),
    actions.name_substitute: lambda s: lambda: substitution(s),
    actions.note_name_taken: lambda s: lambda: actions.note_name_taken(s.places.store, by=s.owner),
    actions.set_password: lambda s: lambda: actions.set_password(s.cast.clerk.user, "a hash", by=s.clerk),
    actions.set_policy: lambda s: lambda: actions.set_policy("second_factor", {"roles": ["admin"]}, by=s.admin),
    actions.set_reach: lambda s: (
        lambda: actions.set_reach(s.cast.rm_north.user, regions=[s.places.south], stores=[], by=s.admin)
    ),
    actions.sign_in: lambda s: lambda: actions.sign_in(s.cast.owner.user, by=s.owner),
    actions.sign_out: signing_out,
    actions.turn_off_second_factor: without_factor,
    actions.turn_on_second_factor: lambda s: (
        lambda: actions.turn_on_second_factor(s.cast.clerk.user, SECRET, code_of(), by=s.clerk)
    ),
}

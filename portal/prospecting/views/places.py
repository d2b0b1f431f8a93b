"""Doors of the consent to keep a coarse place of one's visits (C15)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, queries, room

room.own_place(N_("Place of your visits"), "show_place_consent", "pin", needs=Can.PROSPECT, order=2)


@room.get("/place-consent", needs=Can.PROSPECT)
def show_place_consent() -> Any:
    given, kept = queries.consent_of(current_user), queries.count_places(current_user)
    return page("prospecting/places/show.html", given=given, kept=kept)


@room.post("/place-consent", needs=Can.PROSPECT)
def create_place_consent() -> Any:
    actions.give_place_consent(by=current_user)
    flash(_("You agreed. A visit keeps a place only where you add it."))
    return see_other("prospecting.show_place_consent")


@room.post("/place-consent/withdrawal", needs=Can.PROSPECT)
def create_place_withdrawal() -> Any:
    actions.withdraw_place_consent(by=current_user)
    flash(_("Withdrawn. What was kept is deleted."))
    return see_other("prospecting.show_place_consent")

"""Forms of the shared pool: the rule of days, returning, claiming, handing over all of a leaver's."""

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString

from portal.accounts.models import User
from portal.kernel.forms import Form, IdField, NumberField, TextField, WordField, needed
from portal.kernel.words import _l, say
from portal.prospecting.forms.fields import InCity, city_filter
from portal.prospecting.forms.lines import name_fields
from portal.prospecting.models import STAGES, Prospect, Stage, Track
from portal.prospecting.models.pace import Pace

ENDS = (Stage.APPLIED, Stage.LOST)


class ClaimForm(Form):
    """Claiming asks for nothing."""


class ReturnForm(Form):
    reason = TextField(_l("Why it goes back"), [needed()], most=300)


class PoolFilters(InCity):
    track = WordField(_l("Track"), words=Track, blank=_l("Both tracks"))
    city = city_filter()

    def narrow(self, statement: Any) -> Any:
        for name, column in (("track", Prospect.track), ("city", Prospect.region_id)):
            if (chosen := self.chosen(name)) is not None:
                statement = statement.where(column == chosen)
        return statement


class AllHandedForm(Form):
    leaver_id = IdField(_l("Whose prospects"), [needed()], blank=_l("Choose a manager"))
    heir_id = IdField(_l("Hand over to"), [needed()], blank=_l("Choose a manager"))
    reason = TextField(_l("Reason"), [needed()], most=300)

    def __init__(self, leavers: Sequence[User], heirs: Sequence[User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people = {user.id: user for user in (*leavers, *heirs)}
        self.leaver_id.choices = [(user.id, user.name) for user in leavers]
        self.heir_id.choices = [(user.id, user.name) for user in heirs]

    @property
    def leaver(self) -> User | None:
        return self.people.get(self.leaver_id.data or 0)

    @property
    def heir(self) -> User:
        return self.people[self.heir_id.data or 0]


class PaceForm(Form):
    """Days for each stage of each track; the fields are named after the rule's keys."""

    warn = NumberField(_l("Warn so many days before"), [needed()])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        for track, rows in self.rows:
            name_fields(track.label, [self[key] for _stage, key in rows])
        return super().validate(*args, **kwargs)

    @property
    def days(self) -> dict[str, int]:
        return {key: self[key].data for _track, rows in self.rows for _stage, key in rows}

    @property
    def rows(self) -> list[tuple[Track, list[tuple[Stage, str]]]]:
        """Return the stages of each track with the name of their field."""
        return [(track, [(stage, f"{track.value}_{stage.value}") for stage in places_of(track)]) for track in Track]

    @staticmethod
    def data_of(rule: Pace) -> dict[str, int]:
        return {"warn": rule.warn} | {
            f"{track.value}_{stage.value}": rule.of(track, stage) for track in Track for stage in places_of(track)
        }


def places_of(track: Track) -> list[Stage]:
    return [stage for stage in STAGES[track] if stage not in ENDS]


for _track in Track:
    for _stage in places_of(_track):
        setattr(PaceForm, f"{_track.value}_{_stage.value}", NumberField(LazyString(say, _stage.message), [needed()]))

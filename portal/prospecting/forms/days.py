"""Forms of working days."""

from typing import Any

from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import DateField, Filters, IdField, LongTextField, WordField, needed
from portal.kernel.words import _l
from portal.prospecting import queries
from portal.prospecting.models import Contact, ContactKind
from portal.prospecting.queries.days import bounds


class DaySheetForm(Edits):
    sentence = LongTextField(
        _l("The day in one sentence"), [needed()], most=500,
        description=_l("What you learned, what you will do differently tomorrow."),
    )  # fmt: skip


class ContactFilters(Filters):
    who = IdField(_l("Who"), blank=_l("Everyone"))
    kind = WordField(_l("How"), words=ContactKind, blank=_l("All"))
    since = DateField(_l("From"))
    until = DateField(_l("Until"))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.who.choices = [(user.id, user.name) for user in queries.below(viewer)]
        self.validate()

    def narrow(self, statement: Any) -> Any:
        for name, column in (("who", Contact.actor_id), ("kind", Contact.kind)):
            if (chosen := self.chosen(name)) is not None:
                statement = statement.where(column == chosen)
        if (since := self.chosen("since")) is not None:
            statement = statement.where(Contact.at >= clock.at(since))
        if (until := self.chosen("until")) is not None:
            statement = statement.where(Contact.at < bounds(until, until)[1])
        return statement

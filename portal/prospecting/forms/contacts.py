"""Forms of contacts."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField

from portal.kernel import clock
from portal.kernel.forms import (
    DateField,
    Form,
    LongTextField,
    TextField,
    needed,
)
from portal.kernel.words import _l
from portal.prospecting.forms.fields import MomentField, PointsField, segment
from portal.prospecting.models import (
    ContactKind,
)


class ContactForm(Form):
    kind = segment(_l("How"), ContactKind)
    at = MomentField(_l("When"), [needed()])
    result = LongTextField(_l("What came of it"), most=2000, description=_l("Empty if nobody was reached."))
    covered = PointsField(_l("What you told or showed"))
    next_step = TextField(_l("Next step"), most=200)
    next_on = DateField(_l("Next step on"))
    open_end = BooleanField(_l("There is no next step yet"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.at.data is None and not self.at.raw_data:
            self.at.process_data(now_to_the_minute())

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the contact's row takes."""
        facts = {name: f.data for name, f in self._fields.items() if name != "csrf_token"}
        texts = {name: facts[name] or "" for name in ("result", "next_step")}
        return facts | texts | {"covered": facts["covered"] or []}


def now_to_the_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)

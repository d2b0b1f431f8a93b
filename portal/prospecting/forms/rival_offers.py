"""The form of what somebody else offers."""

from typing import Any

from portal.kernel import clock
from portal.kernel.forms import DateField, Form, MoneyField, TextField, needed
from portal.kernel.words import _l
from portal.prospecting.forms.lines import MOST_FEN


class RivalOfferForm(Form):
    rival = TextField(_l("Who offers it"), [needed()], most=80)
    price = MoneyField(_l("What it costs him there"), most=MOST_FEN)
    offer = TextField(_l("What they offer him"), most=300)
    heard_on = DateField(_l("Heard on"), [needed()], default=clock.today)
    source = TextField(_l("Heard from"), [needed()], most=120)

    @property
    def facts(self) -> dict[str, Any]:
        texts = {name: self[name].data or "" for name in ("rival", "offer", "source")}
        return texts | {"price": self.price.data, "heard_on": self.heard_on.data}

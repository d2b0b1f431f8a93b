"""Forms of a negotiation: what we want, a round, the confirmed result."""

from typing import Any

from portal.kernel import clock
from portal.kernel.conflicts import Edits
from portal.kernel.forms import DateField, Form, LongTextField, MoneyField, TextField, WordField, needed
from portal.kernel.words import N_, P_, Word, _l
from portal.prospecting.forms.fields import InCity

MOST_FEN = 100_000_000_00


class Settled(Word):
    YES = "yes", N_("Confirmed by both"), "now"
    NO = "no", N_("Not confirmed yet")


class DealFilters(InCity):
    settled = WordField(_l("State"), words=Settled, blank=_l("Confirmed or not"))


class AimsForm(Edits):
    goal = LongTextField(_l("What we want"), most=600, description=_l("What must stand in the result."))
    limits = LongTextField(
        _l("Our bottom line"), most=600,
        description=_l("How far we go and no further. It stays inside: no paper for the other side names it."),
    )  # fmt: skip
    tactics = LongTextField(_l("How we go about it"), most=600, description=_l("What first, what we give for what."))
    background = LongTextField(
        _l("What is known of the other side"), most=600, description=_l("Who decides, what presses him, other offers.")
    )

    @property
    def facts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("goal", "limits", "tactics", "background")}


class RoundForm(Edits):
    held_on = DateField(_l("When"), [needed()], default=clock.today)
    present = TextField(_l("Who was there"), [needed()], most=200)
    our_price = MoneyField(
        _l(P_("negotiation", "Our price")), most=MOST_FEN, description=_l("What the other side pays, as we offer it.")
    )
    ours = LongTextField(_l("What we offered"), most=600)
    their_price = MoneyField(
        _l(P_("negotiation", "Their price")), most=MOST_FEN, description=_l("What they are ready to pay.")
    )
    theirs = LongTextField(_l("What they offered"), most=600)
    talk = LongTextField(_l("What was talked about"), most=1000)

    @property
    def facts(self) -> dict[str, Any]:
        texts = {name: self[name].data or "" for name in ("present", "ours", "theirs", "talk")}
        return texts | {name: self[name].data for name in ("held_on", "our_price", "their_price")}


class ResultForm(Form):
    price = MoneyField(
        _l(P_("negotiation", "Price")),
        [needed()],
        most=MOST_FEN,
        description=_l("What the other side pays, all in all."),
    )
    price_note = TextField(_l("What the price covers"), most=300)
    delivery = LongTextField(_l("Delivery"), [needed()], most=300, description=_l("What is delivered and by when."))
    after_sales = LongTextField(
        _l("After-sales service"), [needed()], most=500, description=_l("What the company does after the opening.")
    )
    other = LongTextField(_l("Further terms"), most=500)
    reason = TextField(_l("Why the result confirmed before does not hold any more"), most=300)
    manager_name = TextField(_l("Signed for us"), [needed()], most=60, description=_l("Type your own name."))
    decider_name = TextField(
        _l("Signed for the other side"), [needed()], most=60,
        description=_l("Let him type his name, or read it to you."),
    )  # fmt: skip
    signed_on = DateField(_l("Signed on"), [needed()], default=clock.today)

    @property
    def facts(self) -> dict[str, Any]:
        texts = ("price_note", "delivery", "after_sales", "other", "reason", "manager_name", "decider_name")
        return {name: self[name].data or "" for name in texts} | {
            "price": self.price.data, "signed_on": self.signed_on.data,
        }  # fmt: skip

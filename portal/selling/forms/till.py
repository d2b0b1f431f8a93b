"""The network's rules for its tills."""

from typing import Any

from wtforms import BooleanField

from portal.kernel.forms import Form, NumberField, WordField, needed
from portal.kernel.words import N_, Word, _l
from portal.selling.till_rules import PREFIXES, TillRules


class TillRulesForm(Form):
    clerk = NumberField(_l("A clerk takes off, percent"), [needed()], least=0, most=100)
    owner = NumberField(_l("A store's owner takes off, percent"), [needed()], least=0, most=100)
    only_enrolled = BooleanField(_l("Only enrolled tablets sell"))

    @property
    def rules(self) -> TillRules:
        return TillRules(int(self.clerk.data or 0), int(self.owner.data or 0), bool(self.only_enrolled.data))


class ScaleLabel(Word):
    """What the five digits of a label are: of a weight or a price, and how many of them are decimals."""

    GRAMS = "weight-3", N_("Weight in grams")
    TEN_GRAMS = "weight-2", N_("Weight in steps of 10 g")
    HUNDRED_GRAMS = "weight-1", N_("Weight in steps of 100 g")
    KILOGRAMS = "weight-0", N_("Weight in kilograms")
    FEN = "price-2", N_("Price in fen")
    JIAO = "price-1", N_("Price in jiao")
    YUAN = "price-0", N_("Price in yuan")


class ScaleForm(Form):
    """What a label holds, a field for each pair of first digits."""

    @classmethod
    def of(cls, kinds: dict[str, Any]) -> "ScaleForm":
        """Return the form as the rules stand."""
        stands = {f"p{prefix}": ScaleLabel(f"{kind['holds']}-{kind['decimals']}") for prefix, kind in kinds.items()}
        return cls(formdata=None, data=stands)

    @property
    def kinds(self) -> dict[str, dict[str, Any]]:
        said = {prefix: str(self[f"p{prefix}"].data or "").partition("-") for prefix in PREFIXES}
        return {
            prefix: {"holds": holds, "decimals": int(digits)} for prefix, (holds, _, digits) in said.items() if holds
        }


for _prefix in PREFIXES:
    setattr(ScaleForm, f"p{_prefix}", WordField(_prefix, words=ScaleLabel, blank=_l("No label of a scale")))

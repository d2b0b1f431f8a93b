"""Forms of orders."""

from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice

from portal.kernel.forms import DateField, Filters, Form, IdField, MoneyField, NumberField, TextField, WordField
from portal.kernel.rights import Can
from portal.kernel.words import N_, Word, _l, say
from portal.network.forms import StoreField
from portal.selling import queries
from portal.selling.forms.fields import offer_stores
from portal.selling.models import FLAGS, Payment


class YesNo(Word):
    YES = "yes", N_("Members")
    NO = "no", N_("Without membership")


class Undone(Word):
    """Which kinds of orders; those made are what a day counts as its orders, whatever became of them later."""

    SALES = "sales", N_("Sales that stand")
    MADE = "made", N_("Sales made")
    REVERSED = "reversed", N_("Reversed")
    REVERSALS = "reversals", N_("Reversals")
    RETURNS = "returns", N_("Returns")
    SETTLEMENTS = "settlements", N_("Accounts settled")


ANY_FLAG = "any"
NO_CATEGORY = "–"  # what an address says for products that have none


class OrderFilters(Filters):
    """Any filter of orders; a member, a product, a category and numbers are asked for by links alone."""

    FURTHER: ClassVar[tuple[str, ...]] = ("flag", "device", "clerk", "least", "most")
    BY_LINK: ClassVar[tuple[str, ...]] = ("buyer", "product", "category", "from_no", "until_no")

    store = StoreField(_l("Store"), blank=_l("All stores"))
    first = DateField(_l("From"))
    last = DateField(_l("To"))
    member = WordField(_l("Member"), words=YesNo, blank=_l("All customers"))
    payment = WordField(_l("Payment"), words=Payment, blank=_l("All payments"))
    undone = WordField(_l("Kind"), words=Undone, blank=_l("All orders"))
    buyer = IdField(_l("Bought by"), blank=_l("Whoever bought"))
    product = IdField(_l("Product"), blank=_l("All products"))
    category = SelectField(_l("Category"), choices=[], validate_choice=False)
    from_no = NumberField(_l("From number"), most=2**53)
    until_no = NumberField(_l("To number"), most=2**53)
    flag = SelectField(_l("Flag"), choices=[], validate_choice=False)
    device = TextField(_l("Till no."), most=40)
    clerk = IdField(_l("Sold by"), blank=_l("Whoever sold"))
    least = MoneyField(_l("At least, in yuan"), least=-(10**12))
    most = MoneyField(_l("At most, in yuan"), least=-(10**12))

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.flag.choices = [
            ("", say(N_("Flagged or not"))), (ANY_FLAG, say(N_("Flagged, for whatever"))),
            *((key, say(text)) for key, text in FLAGS.items()),
        ]  # fmt: skip
        self._offer(viewer)
        self.validate()
        offer_stores(self, viewer)

    def _offer(self, viewer: Any) -> None:
        """Offer what links ask for, as far as it is in reach; of the people, a store's own."""
        if "buyer" in self:
            self.buyer.choices = queries.member_named(self.buyer.data, viewer)
        if "product" in self:
            self.product.choices = queries.product_named(self.product.data)
        if "category" in self:
            chosen = self.category.data = str(self.category.data)[:60]
            named = say(N_("Without a category")) if chosen == NO_CATEGORY else chosen
            self.category.choices = [("", say(N_("All categories"))), (chosen, named)]
        if not viewer.may(Can.SEE_DAY_REPORTS):
            del self.clerk
        elif len(viewer.store_ids) == 1 or self.clerk.data:
            self.clerk.choices = queries.sellers(viewer, self.clerk.data)
        else:
            del self.clerk

    @property
    def looks_far(self) -> bool:
        """Whether it asks for what no index of many stores leads to."""
        asked = ("product", "category", "from_no", "until_no", *self.FURTHER)
        return any(name in self and self[name].data not in (None, "") for name in asked)


class PrintForm(Form):
    """How wide the paper is, and for a further copy why."""

    width = RadioField(_l("Paper"), choices=[SelectChoice("80", "80 mm"), SelectChoice("58", "58 mm")], default="80")
    reason = SelectField(_l("Why again"), choices=[], validate_choice=False)

    def __init__(self, again: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        reasons = [_("The customer asks for one"), _("The paper jammed"), _("For the books")]
        self.reason.choices = reasons
        if not again:
            del self.reason
        elif self.reason.data not in reasons and self.is_submitted():
            self.reason.data = ""

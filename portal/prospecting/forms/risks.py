"""Forms of risks and chances (C23)."""

from typing import Any

from portal.accounts.models import User
from portal.accounts.queries import managers_of, names_of
from portal.kernel.conflicts import Edits
from portal.kernel.forms import DateField, Form, IdField, LongTextField, TextField, WordField, needed
from portal.kernel.words import P_, Word, _l
from portal.network.models import Region
from portal.prospecting import queries
from portal.prospecting.forms.fields import InCity, segment
from portal.prospecting.models import ENDS, Effect, Level, Likelihood, Risk, RiskEnd, RiskKind
from portal.prospecting.queries.risks import is_level, is_overdue


class RisksShown(Word):
    """What the list shows besides the open ones."""

    OVERDUE = "overdue", P_("risks", "Overdue")
    CLOSED = "closed", P_("risks", "Closed")
    ALL = "all", P_("risks", "Open and closed")


class RiskFilters(InCity):
    show = WordField(_l("State"), words=RisksShown, blank=_l("Open ones"))
    kind = WordField(_l("Kind"), words=RiskKind, blank=_l("Risks and chances"))
    level = WordField(_l("How heavy"), words=Level, blank=_l("All levels"))
    owner = IdField(_l("Looked after by"), blank=_l("Everyone"))

    def fill(self, viewer: Any) -> None:
        names = names_of(owners := queries.risk_owners(viewer))
        self.owner.choices = sorted((owner_id, names.get(owner_id, "")) for owner_id in owners)

    def narrow(self, statement: Any) -> Any:
        for name, column in (("city", Risk.region_id), ("kind", Risk.kind), ("owner", Risk.owner_id)):
            if (chosen := self.chosen(name)) is not None:
                statement = statement.where(column == chosen)
        if (level := self.chosen("level")) is not None:
            statement = statement.where(is_level(level))
        shown = {None: Risk.closed_at.is_(None), RisksShown.CLOSED: Risk.closed_at.is_not(None)}
        shown[RisksShown.OVERDUE] = is_overdue()
        show = self.chosen("show")
        return statement.where(shown[show]) if show in shown else statement


class RiskForm(Edits):
    kind = segment(_l("What it is"), RiskKind)
    text = TextField(_l("In one sentence"), [needed()], most=160, description=_l("What may happen, and why it counts."))
    likelihood = segment(_l("How likely"), Likelihood)
    effect = segment(_l("Effect if it happens"), Effect)
    measure = LongTextField(_l("What is done about it"), most=500, description=_l("A heavy one is not without it."))
    owner_id = IdField(_l("Looked after by"), [needed()], blank=_l("Choose a manager"))
    due_on = DateField(_l("Done by"), [needed()])

    def __init__(self, city: Region, risk: Risk | None = None, **kwargs: Any) -> None:
        super().__init__(obj=risk, **kwargs)
        self.managers = {user.id: user for user in managers_of(city)}
        self.owner_id.choices = [(user.id, user.name) for user in self.managers.values()]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the risk's row takes."""
        facts = {name: self[name].data for name in ("kind", "text", "likelihood", "effect", "due_on")}
        return facts | {"measure": self.measure.data or "", "owner": self.owner}

    @property
    def owner(self) -> User:
        return self.managers[self.owner_id.data or 0]


class RiskClosureForm(Form):
    end = segment(_l("How it ended"), RiskEnd)
    ending = LongTextField(_l("What became of it"), [needed()], most=500)

    def __init__(self, risk: Risk, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.end.words = list(ENDS[risk.kind])


class RiskReopeningForm(Form):
    reason = TextField(_l("Why it is taken up again"), [needed()], most=300)
    due_on = DateField(_l("Done by"), [needed()])

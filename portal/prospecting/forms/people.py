"""Forms of capable people and teams."""

from typing import Any

from portal.kernel.conflicts import Edits
from portal.kernel.forms import LongTextField, MoneyField, NumberField, TextField, WordField
from portal.kernel.words import N_, P_, Word, _l
from portal.prospecting.forms.fields import InCity, segment
from portal.prospecting.models import PIECES, Free, IntentLevel, Makeup, Prospect, Source, Stage, Track
from portal.prospecting.queries import ENDED

MOST_CAPITAL = 10**11  # fen


class PersonForm(Edits):
    """What a person or a team has done, has and wants."""

    makeup = segment(_l("Who they are"), Makeup, blank=_l("Not said"))
    heads = NumberField(_l("How many they are"), least=1, most=500)
    trade_years = NumberField(_l("Years in the trade"), least=0, most=80, description=_l("Shops, wholesale, delivery."))
    done = LongTextField(_l("What they have done"), most=1000, description=_l("Posts, shops, teams, results."))
    together = LongTextField(
        _l("What we did together"), most=500, description=_l("What, where, when, and how it went; empty if nothing.")
    )
    capital = MoneyField(_l("Own capital"), most=MOST_CAPITAL, description=_l("What they can put in themselves."))
    free = segment(_l("Has time from"), Free, blank=_l("Not said"))
    wants = TextField(_l("What they want"), most=500)

    NAMES = ("makeup", "heads", "trade_years", "done", "together", "capital", "free", "wants")

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the prospect's row takes; what was not chosen is nothing."""
        facts = {name: self[name].data for name in self.NAMES}
        texts = {name: facts[name] or "" for name in ("done", "together", "wants")}
        return facts | texts | {name: facts[name] or None for name in ("makeup", "free")}


class Lacks(Word):
    """Ready-made narrowings by what a file does not hold."""

    PHONE = "phone", N_("No phone")
    SOURCE = "source", N_("Not said where from")
    DONE = "done", N_("Not said what they have done")
    CAPITAL = "capital", N_("No capital said")
    FREE = "free", N_("Not said when free")
    WANTS = "wants", N_("Not said what they want")
    NOTHING = "nothing", P_("lacks", "Complete")


class PeopleFilters(InCity):
    source = WordField(_l("Where from"), words=Source, blank=_l("All sources"))
    free = WordField(_l("Has time from"), words=Free, blank=_l("Any time"))
    lacks = WordField(_l("Still lacking"), words=Lacks, blank=_l("All files"))
    intent = WordField(_l("Does he want to?"), words=IntentLevel, blank=_l("Any intent"))
    stage = WordField(_l("Stage"), words=Stage, blank=_l("All live ones"))

    def narrow(self, statement: Any) -> Any:
        """Narrow a select of prospects to people, and by what was chosen."""
        statement = statement.where(Prospect.track == Track.PERSON)
        columns: dict[str, Any] = {"city": Prospect.region_id, "source": Prospect.source, "free": Prospect.free}
        columns["intent"] = Prospect.intent
        for name, column in columns.items():
            if self.chosen(name) is not None:
                statement = statement.where(column == self.chosen(name))
        stage, lacks = self.chosen("stage"), self.chosen("lacks")
        statement = statement.where(Prospect.stage.not_in(ENDED) if stage is None else Prospect.stage == stage)
        if lacks == Lacks.NOTHING:
            held = (is_held(piece.column) for piece in PIECES[Track.PERSON])
            together = (Prospect.source != Source.PARTNER) | (Prospect.together != "")
            return statement.where(together, *held)
        return statement if lacks is None else statement.where(~is_held(lacks.value))


TEXTS = ("contact_name", "phone", "done", "wants")


def is_held(column: str) -> Any:
    """Return the condition that a file holds something."""
    return getattr(Prospect, column) != "" if column in TEXTS else getattr(Prospect, column).is_not(None)

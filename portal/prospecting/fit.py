"""Which city first: a score of a hundred in five parts, each with its reason (C09, 利用自身自然优势).

*Ties*: the best one counts – who lives there has it all, who did business there 0.8, who lived there 0.6 – and each
further tie adds 0.1. *Partners*, *surveys*, *quiet supermarkets*: as a share of the number that counts as enough.
*Distance*: all of it up to the near distance, nothing from the far one on, evenly between; a city with an own open
store has none. What nobody knows is left out and the rest counts for the whole: the score is a guess then, and says
between which two it lies. Weights and what counts as enough are an administrator's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts.queries import person_name, policy
from portal.kernel.words import N_, Word
from portal.prospecting.models import CityFile, TieKind

POLICY = "city_fit"
TIE_SHARES = {TieKind.LIVES: 1.0, TieKind.BUSINESS: 0.8, TieKind.LIVED: 0.6}
FURTHER_TIE = 0.1
WEAK_BELOW = 0.5


class Part(Word):
    TIES = "ties", N_("Ties")
    PARTNERS = "partners", N_("Past partners")
    SURVEYS = "surveys", N_("Surveys done")
    QUIET = "quiet", N_("Quiet supermarkets")
    DISTANCE = "distance", N_("Distance")


@dataclass(frozen=True)
class Rule:
    """What each part weighs, and what counts as enough of it."""

    ties: int = 30
    partners: int = 15
    surveys: int = 15
    quiet: int = 25
    distance: int = 15
    partners_enough: int = 3
    surveys_enough: int = 10
    quiet_enough: int = 5
    near_km: int = 50
    far_km: int = 300

    @property
    def total(self) -> int:
        return sum(self.weight(part) for part in Part)

    def weight(self, part: Part) -> int:
        return int(getattr(self, part.value))


def rule() -> Rule:
    """Return the rule that holds now."""
    known = {f.name for f in fields(Rule)}
    return replace(Rule(), **{name: value for name, value in policy(POLICY).items() if name in known})


@dataclass
class Known:
    """What is known of a city that its score is made of."""

    file: CityFile
    ties: list[tuple[TieKind, int, str]] = field(default_factory=list)  # kind, whose, years
    partners: int = 0  # people there whom somebody worked with before
    surveys: int = 0
    judged: int = 0  # surveys in which people were counted, or that a person judged
    quiet: int = 0
    stores: int = 0  # own, open


@dataclass(frozen=True)
class Score:
    """One part of a city's score; share is None where nobody knows."""

    part: Part
    weight: int
    share: float | None
    reason: str

    @property
    def points(self) -> float | None:
        return None if self.share is None else self.share * self.weight

    @property
    def is_weak(self) -> bool:
        return self.share is not None and self.share < WEAK_BELOW

    @property
    def lacks(self) -> float:
        """How many points are still to be won."""
        return self.weight - (self.points or 0)


@dataclass(frozen=True)
class Fit:
    """A city's score with its parts."""

    known: Known
    parts: tuple[Score, ...]

    @property
    def file(self) -> CityFile:
        return self.known.file

    @property
    def unknown(self) -> int:
        """The weight of what nobody knows."""
        return sum(part.weight for part in self.parts if part.share is None)

    @property
    def score(self) -> int | None:
        """Of a hundred, by what is known; None where nothing is."""
        known = sum(part.weight for part in self.parts) - self.unknown
        return round(100 * self._points / known) if known else None

    @property
    def span(self) -> tuple[int, int]:
        """Between which two the score lies, whatever is found out."""
        return round(self._points), round(self._points + self.unknown)

    @property
    def weakest(self) -> Score:
        """The part where the most is to be won."""
        return max(self.parts, key=lambda part: part.lacks)

    @property
    def strongest(self) -> list[Score]:
        """The two parts that carry the score."""
        return sorted((p for p in self.parts if p.points), key=lambda p: -(p.points or 0))[:2]

    @property
    def _points(self) -> float:
        return sum(part.points or 0 for part in self.parts)


def fits(cities: Sequence[Known], by: Rule) -> list[Fit]:
    """Return the fit of cities, the best first."""
    found = [Fit(known, tuple(Score(part, by.weight(part), *SHARES[part](known, by)) for part in Part))
             for known in cities]  # fmt: skip
    return sorted(found, key=lambda fit: (-(fit.score or 0), fit.file.id))


def of_ties(known: Known, by: Rule) -> tuple[float | None, str]:
    own = sorted((tie for tie in known.ties if tie[0] in TIE_SHARES), key=lambda tie: -TIE_SHARES[tie[0]])
    if not own:
        return 0.0, _("only past partners") if known.ties else _("no tie written down")
    said = [f"{person_name(who)} {kind.label} {years}".strip() for kind, who, years in own[:2]]
    return min(1.0, TIE_SHARES[own[0][0]] + FURTHER_TIE * (len(own) - 1)), _("; ").join(said)


def of_partners(known: Known, by: Rule) -> tuple[float | None, str]:
    n = known.partners + sum(tie[0] == TieKind.PARTNER for tie in known.ties)
    said = ngettext("%(num)d person worked with before", "%(num)d people worked with before", n)
    return enough(n, by.partners_enough), said if n else _("nobody worked with before")


def of_surveys(known: Known, by: Rule) -> tuple[float | None, str]:
    n = known.surveys
    said = ngettext("%(num)d supermarket surveyed", "%(num)d supermarkets surveyed", n)
    return enough(n, by.surveys_enough), said if n else _("no supermarket surveyed yet")


def of_quiet(known: Known, by: Rule) -> tuple[float | None, str]:
    if not known.judged:
        return None, _("nobody counted customers yet")
    return enough(known.quiet, by.quiet_enough), _(
        "%(quiet)s of %(all)s counted are quiet", quiet=known.quiet, all=known.judged
    )


def of_distance(known: Known, by: Rule) -> tuple[float | None, str]:
    if known.stores:
        return 1.0, ngettext("%(num)d own store there", "%(num)d own stores there", known.stores)
    km = known.file.distance_km
    if km is None:
        return None, _("the distance is not entered")
    share = min(1.0, max(0.0, (by.far_km - km) / max(1, by.far_km - by.near_km)))
    place = known.file.distance_from or _("the nearest own store")
    return share, _("%(km)s km from %(place)s", km=km, place=place)


def enough(n: int, many: int) -> float:
    return min(1.0, n / max(1, many))


SHARES: dict[Part, Callable[[Known, Rule], tuple[float | None, str]]] = {
    Part.TIES: of_ties,
    Part.PARTNERS: of_partners,
    Part.SURVEYS: of_surveys,
    Part.QUIET: of_quiet,
    Part.DISTANCE: of_distance,
}


def as_policy(by: Rule) -> dict[str, Any]:
    """Return a rule as the policy keeps it."""
    return {f.name: getattr(by, f.name) for f in fields(Rule)}

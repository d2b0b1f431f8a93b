"""Target cities side by side: their scores with every reason, and what is known of their markets."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _

from portal.kernel import clock
from portal.kernel.listing import as_csv, as_xlsx
from portal.prospecting import queries
from portal.prospecting.fit import Fit, Part, Rule, fits, rule
from portal.prospecting.lists_market import unit_of
from portal.prospecting.models import CityFact, CityState, FactKind

MOST_SHOWN = 12  # of those that nobody chose


@dataclass(frozen=True)
class Comparison:
    """Cities side by side, the best first."""

    rule: Rule
    fits: list[Fit]
    beyond: int  # cities that are not shown for want of room
    sort: str
    chosen: Collection[int]
    files: list[Any]  # what can be compared: (region id, name)
    figures: dict[tuple[int, FactKind], CityFact]
    rivals: dict[int, int]

    @property
    def lead(self) -> Fit | None:
        """The city to begin with: the best of those where no store is open yet."""
        ahead = [fit for fit in self.fits if fit.file.state != CityState.OPEN and fit.score is not None]
        return max(ahead, key=lambda fit: fit.score or 0, default=None)

    @property
    def ahead_by(self) -> int | None:
        """How far the leading city is ahead of the next where no store is open yet."""
        scores = sorted((fit.score or 0 for fit in self.fits if fit.file.state != CityState.OPEN), reverse=True)
        return scores[0] - scores[1] if len(scores) > 1 else None

    @property
    def kinds(self) -> list[FactKind]:
        """The kinds of figures that at least one of the cities has."""
        return [kind for kind in FactKind if any((fit.file.region_id, kind) in self.figures for fit in self.fits)]


def compare(viewer: Any, chosen: Collection[int], sort: str = "") -> Comparison:
    """Return the viewer's cities side by side: those chosen, or the best of all that are not dropped."""
    by, known = rule(), queries.cities_known(viewer, chosen or None)
    ordered = fits(known, by)
    if sort in {part.value for part in Part}:
        nth = [part.value for part in Part].index(sort)
        ordered.sort(key=lambda fit: -1.0 if (share := fit.parts[nth].share) is None else share, reverse=True)
    shown = ordered if chosen else ordered[:MOST_SHOWN]
    ids = [fit.file.region_id for fit in shown]
    return Comparison(
        by, shown, len(ordered) - len(shown), sort, chosen, queries.files_named(viewer),
        queries.newest_facts(viewer, ids), queries.rivals_by_city(viewer, ids),
    )  # fmt: skip


def exported(found: Comparison, kind: str) -> Response:
    """Return the comparison as a file: every part with its points and its reason, then the market."""
    if kind not in ("xlsx", "csv"):
        abort(404)
    heads = [_("City"), _("State"), _("Score"), _("At least"), _("At most")]
    for part in Part:
        heads += [f"{part.label} / {found.rule.weight(part)}", _("Why: %(part)s", part=part.label)]
    heads += [_("Rivals"), *(kind.label for kind in found.kinds)]
    rows = [row_of(fit, found) for fit in found.fits]
    name = f"city-fit-{clock.today().isoformat()}.{kind}"
    return as_xlsx(name, heads, rows) if kind == "xlsx" else as_csv(name, heads, rows)


def row_of(fit: Fit, found: Comparison) -> list[Any]:
    row: list[Any] = [fit.file.city.name, fit.file.state.label, fit.score, *fit.span]
    for part in fit.parts:
        row += [None if part.points is None else round(part.points, 1), part.reason]
    row.append(found.rivals.get(fit.file.region_id, 0))
    for kind in found.kinds:
        fact = found.figures.get((fit.file.region_id, kind))
        row.append(f"{fact.value / 1000:,g} {unit_of(fact)}" if fact else None)
    return row

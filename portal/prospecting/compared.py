"""The surveys of one shop side by side, and what changed (C10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from portal.prospecting.models import Survey

MOST_BESIDE = 4


@dataclass(frozen=True)
class Row:
    """One thing of all surveys: as it is read, and its change from the survey before to the newest."""

    label: str
    said: list[str]
    change: str = ""
    known: bool = False


@dataclass(frozen=True)
class Compared:
    surveys: Sequence[Survey]
    rows: list[Row]


def compared(shop: Sequence[Survey]) -> Compared:
    """Set the newest surveys of a shop beside each other, newest first; what none of them says has no row."""
    beside = list(shop[:MOST_BESIDE])
    rows = [row(label, [read(s) for s in beside], unit) for label, read, unit in figures()]
    rows += [words(label, [read(s) for s in beside]) for label, read in said()]
    return Compared(beside, [r for r in rows if any(r.said)])


def figures() -> list[tuple[str, Callable[[Survey], float | None], str]]:
    return [
        (_("People an hour"), lambda s: s.hourly, ""),
        (_("Bought something"), lambda s: s.buyers and s.buyers * 100, " %"),
        (_("Tills open"), lambda s: s.tills_open, ""),
        (_("Tills"), lambda s: s.tills_total, ""),
        (_("Area m²"), lambda s: s.area_m2, ""),
        (_("Staff"), lambda s: s.staff, ""),
        (_("Shelf gaps"), lambda s: s.shelf_gaps, ""),
        (_("Prices against ours"), lambda s: s.price_level and s.price_level * 100, " %"),
    ]


def said() -> list[tuple[str, Callable[[Survey], str]]]:
    return [
        (_("Trade"), trade),
        (_("Freshness"), lambda s: s.freshness.label if s.freshness else ""),
        (_("Operator"), lambda s: s.operator),
    ]


def trade(survey: Survey) -> str:
    if survey.quiet:
        return pgettext("trade", "Quiet")
    return pgettext("trade", "Not quiet") if survey.footfall or survey.is_overruled else ""


def row(label: str, values: list[Any], unit: str) -> Row:
    shown = [f"{round(v):,}{unit}" if v is not None else "" for v in values]
    now, before = values[0], next((v for v in values[1:] if v is not None), None)
    if now is None or before is None:
        return Row(label, shown)
    by = round(now) - round(before)
    return Row(label, shown, f"{'+' if by > 0 else '−'}{abs(by):,}" if by else "", known=True)


def words(label: str, values: list[str]) -> Row:
    now, before = values[0], next((v for v in values[1:] if v), "")
    changed = pgettext("survey", "changed") if now and before and now != before else ""
    return Row(label, values, changed, known=bool(now and before))

"""What happened to a thing, in words: the links of its trail with fields and values as people know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.queries import doers
from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.kernel.trail import Trail, history_of
from portal.kernel.words import N_, P_, Word, say
from portal.prospecting.models import (
    CityState,
    Effect,
    Free,
    IntentLevel,
    Likelihood,
    Makeup,
    Merger,
    RiskEnd,
    Source,
    Stage,
    TieKind,
    Track,
)

FIELDS: dict[str, str | tuple[str, str]] = {
    "name": N_("Name"), "state": N_("State"), "stage": N_("Stage"), "track": N_("Track"), "note": N_("Note"),
    "district": N_("District"), "address": N_("Address"), "surveyed_on": N_("Surveyed on"), "area_m2": N_("Area m²"),
    "tills_total": N_("Tills"), "tills_open": N_("Tills open"), "staff": N_("Staff"), "shelf_gaps": N_("Shelf gaps"),
    "operator": N_("Operator"), "quiet": P_("trade", "Quiet"), "source": N_("Source"), "phone": N_("Phone"),
    "contact_name": N_("Contact person"), "decision_maker": N_("Who really decides"), "background": N_("Background"),
    "distance_km": N_("Kilometres"), "distance_from": N_("From which own store"),
    "makeup": N_("Who they are"), "heads": N_("How many they are"), "trade_years": N_("Years in the trade"),
    "done": N_("What they have done"), "together": N_("What we did together"), "capital": N_("Own capital"),
    "free": N_("Has time from"), "wants": N_("What they want"),
    "intent": N_("Does he want to?"), "score": N_("Screening"),
    "likelihood": N_("How likely"), "effect": N_("Effect if it happens"), "due_on": N_("Done by"),
    "end": N_("How it ended"),
    "shops": N_("Shops in the city"), "strengths": N_("What it does well"), "as_of": N_("As of"),
    "weaknesses": N_("Where it leaves room for us"), "next_step": N_("Next step"), "next_on": N_("Next step on"),
}  # fmt: skip
WORDS: dict[str, type[Word]] = {
    "state": CityState, "stage": Stage, "track": Track, "source": Source, "kind": TieKind, "makeup": Makeup,
    "free": Free, "intent": IntentLevel, "likelihood": Likelihood, "effect": Effect,
    "end": RiskEnd,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One link as `ui/trail.html` draws it."""

    label: str
    actor_name: str
    at: datetime
    changes: list[tuple[str, Any, Any]]


def lines_of(subject: Any, viewer: Sees, gone: Sequence[int] = ()) -> list[Line]:
    """Return the history of a thing and of those merged into it, the newest first, without what only machines keep."""
    links = history_of(subject, viewer)
    if gone:
        links = sorted(
            [*links, *links_of_gone(subject, gone, viewer)], key=lambda link: (link.at, link.id), reverse=True
        )
    names = doers(links)
    return [Line(label_of(link), names[link.id], link.at, changes_of(link)) for link in links]


def links_of_gone(subject: Any, gone: Sequence[int], viewer: Sees) -> Sequence[Trail]:
    """Return the links of rows of the same kind that are no more."""
    kind, keys = subject.__tablename__, [str(one) for one in gone]
    found = Trail.seen_by(viewer).where(Trail.subject_kind == kind, Trail.subject_id.in_(keys))
    return db.session.scalars(found.order_by(Trail.id.desc()).limit(30)).all()


def left_of(merger: Merger) -> list[tuple[str, str, Any]]:
    """Return (name, label, value) of what stood in a file that was merged, and differed from the one kept."""
    told = {"owner": say(N_("In charge")), **{name: say(label) for name, label in FIELDS.items()}}
    return [(name, told.get(name, name), worded(name, value)) for name, value in merger.was.items()]


def label_of(link: Trail) -> str:
    return f"{link.label} · {link.reason}" if link.reason else link.label


def changes_of(link: Trail) -> list[tuple[str, Any, Any]]:
    """Return what changed; of a new thing only its state or stage, which is the first of its life."""
    told = FIELDS if not link.event.endswith(".added") else {k: FIELDS[k] for k in ("state", "stage")}
    return [(say(told[name]), worded(name, was), worded(name, new)) for name, was, new in link.changes if name in told]


def worded(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return say(N_("yes")) if value else say(N_("no"))
    if value in (None, "") or name not in WORDS:
        return value
    return next((word.label for word in WORDS[name] if word.value == value), value)

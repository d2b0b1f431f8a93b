"""What an application says now that it did not say in the round before (C25)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.kernel.money import money
from portal.kernel.trail import Trail
from portal.kernel.words import N_, P_, say
from portal.signing.models import Application, Payer

Change = tuple[str, str, str]

LABELS = {
    "store_name": N_("Name of the store"),
    "district": N_("District"),
    "address": N_("Address"),
    "area_m2": N_("Sales area"),
    "tills": N_("Number of tills"),
    "planned_opening": N_("Planned opening"),
    "reasons": N_("Why this store"),
    "papers": N_("Photos and papers"),
}


def changes_since_last(application: Application, history: Sequence[Trail]) -> list[Change]:
    """Return (what, before, after) against the round before; an application back for change against its last round."""
    rounds = application.submissions
    if application.is_editable and rounds:
        was, new, since = rounds[-1].facts, application.snapshot, rounds[-1].at
    elif len(rounds) > 1:
        was, new, since = rounds[-2].facts, rounds[-1].facts, rounds[-2].at
    else:
        return []
    return [*sums(was, new), *particulars(was, new), *lines(was, new), *owner(history, since)]


def particulars(was: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    return [
        (say(label), str(was.get(name) or ""), str(new.get(name) or ""))
        for name, label in LABELS.items()
        if was.get(name) != new.get(name)
    ]


def sums(was: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return what each side pays more or less, the difference beside it."""
    found = []
    for payer, label in ((Payer.COMPANY, N_("The company pays")), (Payer.STORE, N_("The store pays"))):
        before, after = (sum(a for _, p, a in facts.get("lines", []) if p == payer) for facts in (was, new))
        if before != after:
            sign = "+" if after > before else ""
            found.append((say(label), money(before), f"{money(after)} ({sign}{money(after - before)})"))
    return found


def lines(was: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return added, dropped and changed lines of investment, matched by their titles."""
    before, after = (by_title(facts) for facts in (was, new))
    titles = [*before, *(title for title in after if title not in before)]
    return [(t, before.get(t, ""), after.get(t, "")) for t in titles if before.get(t) != after.get(t)]


def by_title(facts: dict[str, Any]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for title, payer, amount in facts.get("lines", []):
        found.setdefault(title, []).append(f"{Payer(payer).label} {money(amount)}")
    return {title: say(P_("between listed things", ", ")).join(parts) for title, parts in found.items()}


def owner(history: Sequence[Trail], since: datetime) -> list[Change]:
    """Say that the owner's particulars changed: what they were is not kept anywhere."""
    touched = any(
        {"owner_name", "owner_phone"} & link.facts.get("changes", {}).keys()
        for link in history
        if link.event == "application.changed" and link.at > since
    )
    return [(say(N_("Owner's name or phone")), say(N_("as last time")), say(N_("changed")))] if touched else []

"""The door of the funnel."""

from typing import Any

from flask import request
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.listing import as_csv, as_xlsx
from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.kernel.words import N_, say
from portal.prospecting import room
from portal.prospecting.forms import FunnelFilters, Shown
from portal.prospecting.funnel import By, Funnel, funnel_of
from portal.prospecting.models import Stage, Track


@room.get("/funnel", needs=Can.SEE_PROSPECTING)
def show_funnel() -> Any:
    """Answer with how far prospects came, or with the file of it."""
    filters = FunnelFilters(current_user)
    by, shown = filters.chosen("by") or By.CITY, filters.chosen("show") or Shown.COUNT
    kind = request.args.get("format")
    funnel = funnel_of(filters.asked, by, current_user, days=bool(kind) or shown == Shown.DAYS)
    if kind in ("xlsx", "csv"):
        return as_table(funnel, kind)
    return page(
        "prospecting/funnel/show.html", funnel=funnel, filters=filters, by=by, shown=shown, Track=Track, By=By,
        Shown=Shown, Stage=Stage,
    )  # fmt: skip


def as_table(funnel: Funnel, kind: str) -> Any:
    """Return the whole, each stage, then each group, as rows."""
    labels = (N_("By"), N_("Stage"), N_("How many"), N_("From the stage before"), N_("Median days"))
    groups = [("", funnel.steps), *((group.name, group.steps) for group in funnel.groups)]
    rows = [
        [name, step.stage.label, step.count, None if step.share is None else step.share / 100, step.median]
        for name, steps in groups
        for step in steps
    ]
    name = f"funnel-{clock.today().isoformat()}.{kind}"
    return (as_xlsx if kind == "xlsx" else as_csv)(name, [say(label) for label in labels], rows)

"""The list of risks and chances, on screen and as a file (C23)."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_
from portal.prospecting import queries
from portal.prospecting.forms.risks import RiskFilters
from portal.prospecting.models import Risk


def risks(viewer: Any, filters: RiskFilters) -> Listing:
    """Return the risks and chances, what weighs most first, then what is due first."""
    return Listing(
        filters.narrow(queries.risks(viewer)),
        columns=(
            Column("text", N_("Risk or chance"), lambda r: r.text),
            Column("level", N_("How heavy"), lambda r: r.level, sort=Risk.rank),
            Column("kind", N_("Kind"), lambda r: r.kind.label),
            Column("prospect", N_("Prospect"), lambda r: r.prospect.name if r.prospect else _("Whole city")),
            Column("city", N_("City"), lambda r: r.city.name),
            Column("owner", N_("Looked after by"), lambda r: person_name(r.owner_id)),
            Column("due_on", N_("Done by"), lambda r: r.due_on, "day", sort=Risk.due_on),
            Column("state", N_("State"), lambda r: r.state),
            Column("measure", N_("What is done about it"), lambda r: r.ending or r.measure),
        ),
        order=(Risk.rank, Risk.due_on, Risk.id),
        row_url=lambda risk: url_for("prospecting.show_risk", risk_id=risk.id),
        filters=filters,
        search=queries.search_risks,
        empty=Empty(
            "alert",
            N_("No risk or chance is written down"),
            N_("They are written down on the page of a prospect or a city, each with who looks after it and by when."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="risks",
    )

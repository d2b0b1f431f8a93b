"""Doors of alerts about looking at very many members."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import person_name
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import lists, reading_queries, room, rules, watch
from portal.selling.forms import ConclusionForm
from portal.selling.history import told
from portal.selling.models import Reading


@room.get("/selling/readings", needs=Can.SEE_READINGS)
def list_readings() -> Any:
    return list_page("selling/readings/index.html", lists.readings(current_user), limit=rules.rules())


@room.get("/selling/readings/<int:reading_id>", needs=Can.SEE_READINGS)
def show_reading(reading_id: int) -> Any:
    return reading_page(reading_queries.reading(reading_id, current_user))


@room.post("/selling/readings/<int:reading_id>/closure", needs=Can.CLOSE_READINGS)
def create_reading_closure(reading_id: int) -> Any:
    reading, form = reading_queries.reading(reading_id, current_user), ConclusionForm()
    if form.accepts(lambda: watch.close_reading(reading, form.conclusion.data or "", by=current_user)):
        flash(_("Closed. What you wrote stays with it."))
        return see_other("selling.show_reading", reading_id=reading.id)
    return reading_page(reading_queries.reading(reading_id, current_user), 422, form)


def reading_page(reading: Reading, status: int = 200, form: ConclusionForm | None = None) -> Response:
    facts = {
        "reading": reading,
        "person": person_name(reading.actor_id),
        "is_own": reading.actor_id == current_user.id,
        "closer": person_name(reading.closer_id),
        "deeds": reading_queries.deeds(reading, current_user),
        "most": reading_queries.MOST_ROWS,
        "links": told(reading, current_user),
        "form": form or ConclusionForm(formdata=None),
    }
    return page("selling/readings/show.html", status=status, **facts)

"""The list of studies, on screen and as a file; one form's file holds a column for each of its questions."""

from typing import Any

from flask import request, url_for
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_
from portal.prospecting import queries
from portal.prospecting.forms.studies import StudyFilters
from portal.prospecting.models import Study, StudyForm, StudyQuestion


def studies(viewer: Any, filters: StudyFilters) -> Listing:
    """Return the studies, the newest first (C06)."""
    rows = queries.in_force(Study.seen_by(viewer), Study.id).options(
        joinedload(Study.city), joinedload(Study.form), joinedload(Study.segment)
    )
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(Study.region_id == city)
    if (form_id := filters.chosen("form")) is not None:
        rows = rows.where(Study.form_id == form_id)
    form = filters.chosen_form
    if (kind := filters.chosen("kind")) is not None:
        rows = rows.where(Study.form.has(StudyForm.kind == kind))
    columns = [
        Column("form", N_("Study form"), lambda s: s.form.title),
        Column("city", N_("City"), lambda s: s.city.name),
        Column("kind", N_("Kind"), lambda s: s.form.kind.label),
        Column("place", N_("Where"), lambda s: s.place),
        Column("segment", N_("Customer group"), lambda s: s.segment.name if s.segment else ""),
        Column("by", N_("Filled in by"), lambda s: person_name(s.actor_id)),
        Column("on", N_("Day"), lambda s: s.studied_on, "day", sort=Study.studied_on, lead=True),
    ]
    queries.know_names(Study, Study.actor_id, viewer)
    if form is not None and request.args.get("format"):
        rows = rows.options(selectinload(Study.answers))
        columns += [answers_to(question) for question in form.questions if not question.names_someone]
    return Listing(
        rows,
        columns=columns,
        order=(Study.studied_on, Study.id),
        descending=True,
        row_url=lambda study: url_for("prospecting.show_study", study_id=study.id),
        filters=filters,
        search=queries.search_studies,
        empty=Empty(
            "talk",
            N_("No study yet"),
            N_("Questionnaires, interviews and observations are filled in on the page of a target city."),
            url_for("prospecting.list_cities"),
            N_("See the register"),
        ),
        name="studies",
    )


def answers_to(question: StudyQuestion) -> Column:
    return Column(f"q{question.id}", question.text, lambda study: study.answer_to(question))

"""The lists of cities, surveys and prospects, on screen and as files."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import case, func, true
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.queries import person_name
from portal.kernel.db import db
from portal.kernel.forms import Filters
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.models import Region, Store
from portal.prospecting import queries
from portal.prospecting.fit import fits, rule
from portal.prospecting.models import CityFile, Prospect, Survey, Tie


@dataclass
class Figures:
    """How much is known of a city."""

    ties: int = 0
    surveys: int = 0
    quiet: int = 0
    prospects: int = 0
    stores: int = 0


def cities(viewer: Any, filters: Filters) -> Listing:
    """Return the register of target cities (C09)."""
    rows = CityFile.seen_by(viewer).join(CityFile.city).options(contains_eager(CityFile.city))
    if (state := filters.chosen("state")) is not None:
        rows = rows.where(CityFile.state == state)
    seen = figures(viewer)
    scores = {fit.file.id: fit.score for fit in fits(queries.cities_known(viewer), rule())}

    def of(file: CityFile) -> Figures:
        return seen.get(file.region_id, Figures())

    return Listing(
        rows,
        columns=(
            Column("city", N_("City"), lambda f: f.city.name, sort=Region.code),
            Column("state", N_("State"), lambda f: f.state),
            Column("score", N_("Score"), lambda f: scores.get(f.id), "n", lead=True),
            Column("ties", N_("Ties"), lambda f: of(f).ties, "n"),
            Column("surveys", N_("Surveys"), lambda f: of(f).surveys, "n"),
            Column("quiet", N_("of them quiet"), lambda f: of(f).quiet, "n"),
            Column("prospects", N_("Live prospects"), lambda f: of(f).prospects, "n"),
            Column("stores", N_("Own stores"), lambda f: of(f).stores, "n"),
            Column("note", N_("Note"), lambda f: f.dropped_reason or f.note[:60]),
        ),
        order=(Region.code, CityFile.id),
        row_url=lambda file: url_for("prospecting.show_city", file_id=file.id),
        filters=filters,
        search=search_cities,
        empty=Empty(
            "pin",
            _("No target city yet"),
            _("Begin where you live, lived or did business: there you know people."),
            url_for("prospecting.new_city") if viewer.may(Can.PROSPECT) else "",
            _("Add a city"),
        ),
        name="cities",
    )


def search_cities(statement: Any, q: str) -> Any:
    name = Region.name.icontains(q, autoescape=True)
    return statement.where(name | Region.pinyin.istartswith(q.replace(" ", ""), autoescape=True))


def figures(viewer: Any) -> dict[int, Figures]:
    """Return {city: what is known of it} for the viewer's reach, one statement a noun."""
    found: dict[int, Figures] = {}
    sources: tuple[tuple[Any, tuple[str, ...], tuple[Any, ...], Any], ...] = (
        (Tie, ("ties",), (func.count(),), true()),
        (Survey, ("surveys", "quiet"), (func.count(), func.sum(case((Survey.quiet, 1), else_=0))), true()),
        (Prospect, ("prospects",), (func.count(),), Prospect.stage.not_in(queries.ENDED)),
        (Store, ("stores",), (func.count(),), true()),
    )
    for model, names, counts, condition in sources:
        rows = model.seen_by(viewer).where(condition).with_only_columns(model.region_id, *counts)
        for region_id, *numbers in db.session.execute(rows.group_by(model.region_id)):
            for name, n in zip(names, numbers, strict=True):
                setattr(found.setdefault(region_id, Figures()), name, int(n or 0))
    return found


def surveys(viewer: Any, filters: Filters) -> Listing:
    """Return the surveys, the newest first (C10)."""
    rows = Survey.seen_by(viewer).options(joinedload(Survey.city))
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(Survey.region_id == city)
    if trade := filters.chosen("trade"):
        rows = rows.where(Survey.quiet.is_(trade == "quiet"))
    queries.know_names(Survey, Survey.actor_id, viewer)
    return Listing(
        rows,
        columns=(
            Column("name", N_("Supermarket"), lambda s: s.name),
            Column("city", N_("City"), lambda s: s.city.name),
            Column("district", N_("District"), lambda s: s.district),
            Column("trade", N_("Trade"), trade_word, lead=True),
            Column("counted", N_("People counted"), lambda s: s.counted, "n"),
            Column("hourly", N_("People an hour"), lambda s: None if s.hourly is None else round(s.hourly), "n"),
            Column("area", N_("Area m²"), lambda s: s.area_m2, "n"),
            Column("tills", N_("Tills"), lambda s: s.tills_total, "n"),
            Column("gaps", N_("Shelf gaps"), lambda s: s.shelf_gaps, "n"),
            Column("prices", N_("Prices against ours"), price_level, "figure"),
            Column("by", N_("Surveyed by"), lambda s: person_name(s.actor_id)),
            Column("on", N_("Surveyed on"), lambda s: s.surveyed_on, "day", sort=Survey.surveyed_on),
        ),
        order=(Survey.surveyed_on, Survey.id),
        descending=True,
        row_url=lambda survey: url_for("prospecting.show_survey", survey_id=survey.id),
        filters=filters,
        search=queries.search_surveys,
        empty=Empty(
            "eye",
            _("No supermarket surveyed yet"),
            _("Count at the door for an hour: the quiet ones are those that may want a change."),
            url_for("prospecting.new_survey") if viewer.may(Can.PROSPECT) else "",
            _("Survey a supermarket"),
        ),
        name="surveys",
    )


def price_level(survey: Survey) -> str:
    return f"{survey.price_level * 100:.0f} %" if survey.price_level else ""


def trade_word(survey: Survey) -> str:
    if survey.quiet:
        return pgettext("trade", "Quiet")
    return pgettext("trade", "Not quiet") if survey.footfall or survey.is_overruled else _("Not counted")


def prospects(viewer: Any, filters: Any) -> Listing:
    """Return the prospects, live and ended, as the filters narrow them (C13); the filters know the owners' names."""
    next_on = Prospect.step_on()
    return Listing(
        filters.narrow(Prospect.seen_by(viewer).options(joinedload(Prospect.city))),
        columns=(
            Column("name", N_("Name"), lambda p: p.name),
            Column("track", N_("Track"), lambda p: p.track, "label"),
            Column("stage", N_("Stage"), lambda p: p.stage, lead=True),
            Column("city", N_("City"), lambda p: p.city.name),
            Column("days", N_("Days in stage"), lambda p: p.days_in_stage, "n", sort=Prospect.stage_since),
            Column("next_on", N_("Next step on"), lambda p: p.next_on, "day", sort=next_on),
            Column("next_step", N_("Next step"), lambda p: p.next_step or p.loss),
            Column("owner", N_("In charge"), lambda p: _("Shared pool") if p.is_in_pool else person_name(p.owner_id)),
            Column("source", N_("Source"), lambda p: p.source.label if p.source else ""),
        ),
        order=(next_on, Prospect.id),
        row_url=lambda prospect: url_for("prospecting.show_prospect", prospect_id=prospect.id),
        filters=filters,
        search=queries.search_prospects,
        empty=Empty(
            "pipeline",
            _("No prospect yet"),
            _("Write down the capable people you know, and the quiet supermarkets you surveyed."),
            url_for("prospecting.new_prospect") if viewer.may(Can.PROSPECT) else "",
            _("Add a prospect"),
        ),
        name="prospects",
        note=filters.found_note,
    )


def pool(viewer: Any, filters: Any) -> Listing:
    """Return the shared pool of the viewer's cities, what came last first (C16)."""
    return Listing(
        filters.narrow(queries.pooled(viewer).options(joinedload(Prospect.city))),
        columns=(
            Column("name", N_("Name"), lambda p: p.name),
            Column("track", N_("Track"), lambda p: p.track.label),
            Column("stage", N_("Stage"), lambda p: p.stage, lead=True),
            Column("city", N_("City"), lambda p: p.city.name),
            Column("why", N_("Why it came back"), lambda p: p.pooled_why),
            Column("had", N_("Had it before"), lambda p: person_name(p.had_by_id)),
            Column("pooled", N_("In the pool since"), lambda p: p.pooled_at, "moment", sort=Prospect.pooled_at),
            Column("source", N_("Source"), lambda p: p.source.label if p.source else ""),
        ),
        order=(Prospect.pooled_at, Prospect.id),
        descending=True,
        row_url=lambda prospect: url_for("prospecting.show_prospect", prospect_id=prospect.id),
        filters=filters,
        search=queries.search_prospects,
        empty=Empty(
            "inbox",
            _("The shared pool is empty"),
            _("Whoever stays too long in a stage comes here, after a warning; each manager of the city may claim him."),
            url_for("prospecting.list_prospects"),
            _("To the board"),
        ),
        name="pool",
    )

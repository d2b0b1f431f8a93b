"""The lists of cities' figures, rivals, prices and customer groups, on screen and as files."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.queries import person_name
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, say
from portal.prospecting import queries
from portal.prospecting.forms.fields import InCity
from portal.prospecting.models import UNITS, CityFact, Rival, RivalPrice, RivalStore, Segment, Tie

GO_ON = N_("It is written down on the page of a target city, under Market.")


def unit_of(fact: CityFact) -> str:
    """Say what a figure is counted in."""
    return say(UNITS[fact.kind]) if fact.kind in UNITS else fact.unit


def facts(viewer: Any, filters: InCity) -> Listing:
    """Return the figures of cities, the newest first (C06)."""
    rows = narrowed(CityFact, viewer, filters).options(joinedload(CityFact.city))
    return Listing(
        rows,
        columns=(
            Column("city", N_("City"), lambda f: f.city.name),
            Column("kind", N_("What it tells"), lambda f: f.name),
            Column("value", N_("Figure"), lambda f: f.value, "qty", lead=True),
            Column("unit", N_("Counted in"), unit_of),
            Column("growth", N_("Growth a year in percent"), lambda f: f.growth, "qty"),
            Column("as_of", N_("As of"), lambda f: f.as_of, "day", sort=CityFact.as_of),
            Column("source", N_("Source"), lambda f: f.source),
            Column("note", N_("Note"), lambda f: f.note),
        ),
        order=(CityFact.as_of, CityFact.id),
        descending=True,
        filters=filters,
        search=queries.search_named(CityFact, CityFact.title, CityFact.source, CityFact.note),
        empty=Empty("chart", N_("No figure yet"), GO_ON, url_for("prospecting.list_cities"), N_("See the register")),
        name="city-figures",
    )


def rivals(viewer: Any, filters: InCity) -> Listing:
    """Return the rivals of cities by name (C06)."""
    rows = narrowed(Rival, viewer, filters).options(joinedload(Rival.city), selectinload(Rival.stores))
    return Listing(
        rows,
        columns=(
            Column("name", N_("Rival"), lambda r: r.name, sort=Rival.name),
            Column("city", N_("City"), lambda r: r.city.name),
            Column("kind", N_("Kind"), lambda r: r.kind.label),
            Column("shops", N_("Shops"), lambda r: r.shops_known, "n", lead=True),
            Column("strengths", N_("What it does well"), lambda r: r.strengths),
            Column("weaknesses", N_("Where it leaves room for us"), lambda r: r.weaknesses),
            Column("as_of", N_("As of"), lambda r: r.as_of, "day", sort=Rival.as_of),
            Column("source", N_("Source"), lambda r: r.source),
        ),
        order=(Rival.name, Rival.id),
        row_url=lambda rival: url_for("prospecting.show_rival", rival_id=rival.id),
        filters=filters,
        search=queries.search_named(Rival, Rival.name, Rival.strengths, Rival.weaknesses),
        empty=Empty("store", N_("No rival yet"), GO_ON, url_for("prospecting.list_cities"), N_("See the register")),
        name="rivals",
    )


def prices(viewer: Any, filters: InCity) -> Listing:
    """Return what rivals ask beside what our stores ask, the newest first (C06)."""
    of_rival = joinedload(RivalPrice.rival).joinedload(Rival.city)
    return Listing(
        narrowed(RivalPrice, viewer, filters).options(of_rival),
        columns=(
            Column("product", N_("Product"), lambda p: f"{p.product} {p.unit}".strip()),
            Column("city", N_("City"), lambda p: p.rival.city.name),
            Column("rival", N_("Rival"), lambda p: p.rival.name),
            Column("price", N_("Their price"), lambda p: p.price, "money", lead=True),
            Column("our_price", N_("Our price"), lambda p: p.our_price, "money"),
            Column("difference", N_("Ours is dearer by"), lambda p: p.difference, "money"),
            Column("seen_on", N_("Seen on"), lambda p: p.seen_on, "day", sort=RivalPrice.seen_on),
            Column("place", N_("Where"), lambda p: p.place),
        ),
        order=(RivalPrice.seen_on, RivalPrice.id),
        descending=True,
        row_url=lambda price: url_for("prospecting.show_rival", rival_id=price.rival_id),
        filters=filters,
        search=queries.search_named(RivalPrice, RivalPrice.product, RivalPrice.place),
        empty=Empty("scale", N_("No price yet"), N_("Prices are written down on a rival's page."),
                    url_for("prospecting.list_rivals"), N_("See the rivals")),
        name="rival-prices",
    )  # fmt: skip


def stores(viewer: Any, filters: InCity) -> Listing:
    """Return the shops of rivals that were seen, the newest first (C06)."""
    of_rival = joinedload(RivalStore.rival).joinedload(Rival.city)
    return Listing(
        narrowed(RivalStore, viewer, filters).options(of_rival),
        columns=(
            Column("name", N_("Shop"), lambda s: s.name),
            Column("rival", N_("Rival"), lambda s: s.rival.name),
            Column("city", N_("City"), lambda s: s.rival.city.name),
            Column("district", N_("District"), lambda s: s.district),
            Column("address", N_("Address"), lambda s: s.address),
            Column("area", N_("Area m²"), lambda s: s.area_m2, "n"),
            Column("seen_on", N_("Seen on"), lambda s: s.seen_on, "day", sort=RivalStore.seen_on),
            Column("note", N_("Note"), lambda s: s.note),
        ),
        order=(RivalStore.seen_on, RivalStore.id),
        descending=True,
        row_url=lambda store: url_for("prospecting.show_rival", rival_id=store.rival_id),
        filters=filters,
        search=queries.search_named(RivalStore, RivalStore.name, RivalStore.district, RivalStore.address),
        empty=Empty("store", N_("No shop of a rival yet"), N_("Shops are written down on a rival's page."),
                    url_for("prospecting.list_rivals"), N_("See the rivals")),
        name="rival-stores",
    )  # fmt: skip


def ties(viewer: Any, filters: InCity) -> Listing:
    """Return who has a tie to which city, since when, and what it is (C09, 曾经创业或生活过的城市)."""
    queries.know_names(Tie, Tie.user_id, viewer)
    return Listing(
        narrowed(Tie, viewer, filters).options(joinedload(Tie.city)),
        columns=(
            Column("city", N_("City"), lambda t: t.city.name),
            Column("who", N_("Whose"), lambda t: person_name(t.user_id)),
            Column("kind", N_("Tie"), lambda t: t.kind.label),
            Column("from", N_("From year"), lambda t: t.from_year, sort=Tie.from_year),
            Column("to", N_("To year"), lambda t: t.to_year),
            Column("note", N_("Note"), lambda t: t.note),
        ),
        order=(Tie.region_id, Tie.id),
        filters=filters,
        search=queries.search_named(Tie, Tie.note),
        empty=Empty("heart", N_("No tie yet"), N_("A tie is written down on the page of a target city."),
                    url_for("prospecting.list_cities"), N_("See the register")),
        name="ties",
    )  # fmt: skip


def segments(viewer: Any, filters: InCity) -> Listing:
    """Return the customer groups of cities (C07)."""
    return Listing(
        narrowed(Segment, viewer, filters).options(joinedload(Segment.city)),
        columns=(
            Column("name", N_("Group"), lambda s: s.name, sort=Segment.name),
            Column("city", N_("City"), lambda s: s.city.name),
            Column("target", N_("We open for them"), lambda s: say(N_("yes")) if s.target else ""),
            Column("share", N_("Share in percent"), lambda s: s.share, "n", lead=True),
            Column("basket", N_("Spends at a time"), lambda s: s.basket, "money"),
            Column("traits", N_("Traits"), lambda s: s.traits),
            Column("needs", N_("Needs"), lambda s: s.needs),
            Column("habits", N_("Buying habits"), lambda s: s.habits),
            Column("as_of", N_("As of"), lambda s: s.as_of, "day"),
            Column("source", N_("Source"), lambda s: s.source),
        ),
        order=(Segment.name, Segment.id),
        filters=filters,
        search=queries.search_named(Segment, Segment.name, Segment.traits, Segment.needs, Segment.habits),
        empty=Empty("members", N_("No customer group yet"), GO_ON, url_for("prospecting.list_cities"),
                    N_("See the register")),
        name="segments",
    )  # fmt: skip


def narrowed(model: Any, viewer: Any, filters: InCity) -> Any:
    rows = model.seen_by(viewer)
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(model.region_id == city)
    if "kind" in filters and (kind := filters.chosen("kind")) is not None:
        rows = rows.where(model.kind == kind)
    return rows

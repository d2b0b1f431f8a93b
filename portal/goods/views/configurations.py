"""Doors of lists of a new store's first goods: head office keeps them, and orders by one for a store."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import ConfigurationForm, FillingForm, FirstGoodsForm
from portal.goods.models import Configuration
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_, say


@room.get("/configurations", needs=Can.SHIP_GOODS)
def list_configurations() -> Any:
    return list_page("goods/configurations/index.html", configurations_listing())


def configurations_listing() -> Listing:
    lengths: dict[int, tuple[int, int]] = {}

    def complete(rows: Any) -> Any:
        lengths.update(queries.lengths_of([row.id for row in rows]))
        return rows

    return Listing(
        statement=queries.configurations(),
        columns=[
            Column("name", N_("Name"), lambda c: c.name, sort=Configuration.name),
            Column("size", N_("For shops of"), size_of),
            Column("products", N_("Products"), lambda c: lengths.get(c.id, (0, 0))[0], "n"),
            Column("worth", N_("Worth at selling prices"), lambda c: lengths.get(c.id, (0, 0))[1], "money", lead=True),
            Column("retired", N_("Retired on"), lambda c: c.retired_at, "moment"),
        ],
        order=[Configuration.name, Configuration.id],
        row_url=lambda c: url_for("goods.show_configuration", configuration_id=c.id),
        complete=complete,
        empty=Empty(
            "list",
            N_("No configuration list yet"),
            N_("What a new store begins with, by the size of the shop; one tap makes its first order."),
            url_for("goods.new_configuration"),
            N_("Begin a list"),
        ),
        name="configurations",
    )


def size_of(configuration: Configuration) -> str:
    """Return for what size of shop a list is, as people say it."""
    least, most = configuration.least_m2, configuration.most_m2
    if least is None and most is None:
        return say(N_("any size"))
    if most is None:
        return say(N_("%(least)s m² and larger"), least=least)
    return say(N_("up to %(most)s m²"), most=most) if least is None else f"{least}–{most} m²"


@room.get("/configurations/new", needs=Can.SHIP_GOODS)
def new_configuration() -> Any:
    return page("goods/configurations/new.html", form=ConfigurationForm(formdata=None))


@room.post("/configurations", needs=Can.SHIP_GOODS)
def create_configuration() -> Any:
    form = ConfigurationForm()
    if form.accepts(lambda: actions.add_configuration(by=current_user, **form.values)):
        flash(_("Begun. Put goods on it."))
        return see_other("goods.show_configuration", configuration_id=form.result.id)
    return page("goods/configurations/new.html", status=422, form=form)


@room.get("/configurations/<int:configuration_id>", needs=Can.SHIP_GOODS)
def show_configuration(configuration_id: int) -> Any:
    return configuration_page(configuration_id)


def configuration_page(configuration_id: int, status: int = 200, **forms: Any) -> Any:
    """A list: its goods, more of them, and the store that takes it."""
    configuration = queries.configuration(configuration_id)
    filling = forms.get("filling") or FillingForm(formdata=None)
    ordering = forms.get("ordering") or FirstGoodsForm(configuration, current_user, formdata=None)
    lines, worth = queries.lengths_of([configuration_id]).get(configuration_id, (0, 0))
    facts: dict[str, Any] = {"configuration": configuration, "size": size_of(configuration), "worth": worth}
    facts |= {"filling": filling, "ordering": ordering, "on_sale": lines}
    return page("goods/configurations/show.html", status=status, **facts)


@room.get("/configurations/<int:configuration_id>/edit", needs=Can.SHIP_GOODS)
def edit_configuration(configuration_id: int) -> Any:
    configuration = queries.configuration(configuration_id)
    form = ConfigurationForm(formdata=None, obj=configuration)
    return page("goods/configurations/edit.html", configuration=configuration, form=form)


@room.post("/configurations/<int:configuration_id>", needs=Can.SHIP_GOODS)
def update_configuration(configuration_id: int) -> Any:
    configuration = queries.configuration(configuration_id)
    form = ConfigurationForm(obj=configuration)
    if form.accepts(lambda: actions.change_configuration(configuration, by=current_user, **form.values)):
        flash(_("Saved."))
        return see_other("goods.show_configuration", configuration_id=configuration_id)
    facts = {"configuration": queries.configuration(configuration_id), "form": form}
    return page("goods/configurations/edit.html", status=form.status, **facts)


@room.post("/configurations/<int:configuration_id>/lines", needs=Can.SHIP_GOODS)
def create_configuration_lines(configuration_id: int) -> Any:
    configuration, form = queries.configuration(configuration_id), FillingForm()
    if form.only_looks:
        form.look()
        return configuration_page(configuration_id, filling=form)
    if form.accepts(lambda: actions.put_on_configuration(configuration, form.goods, by=current_user)):
        flash(_("Put on the list."))
        return see_other("goods.show_configuration", configuration_id=configuration_id, more=1)
    return configuration_page(configuration_id, 422, filling=form)


@room.post("/configurations/<int:configuration_id>/lines/<int:line_id>/removal", needs=Can.SHIP_GOODS)
def create_configuration_line_removal(configuration_id: int, line_id: int) -> Any:
    configuration = queries.configuration(configuration_id)
    line = queries.configuration_line(configuration, line_id)
    actions.take_off_configuration(configuration, line, by=current_user)
    flash(_("Taken off the list."))
    return see_other("goods.show_configuration", configuration_id=configuration_id)


@room.post("/configurations/<int:configuration_id>/retirement", needs=Can.SHIP_GOODS)
def create_configuration_retirement(configuration_id: int) -> Any:
    actions.retire_configuration(queries.configuration(configuration_id), by=current_user)
    flash(_("Retired."))
    return see_other("goods.show_configuration", configuration_id=configuration_id)


@room.post("/configurations/<int:configuration_id>/restoration", needs=Can.SHIP_GOODS)
def create_configuration_restoration(configuration_id: int) -> Any:
    actions.restore_configuration(queries.configuration(configuration_id), by=current_user)
    flash(_("In use again."))
    return see_other("goods.show_configuration", configuration_id=configuration_id)


@room.post("/configurations/<int:configuration_id>/orders", needs=Can.SHIP_GOODS)
def create_first_goods_order(configuration_id: int) -> Any:
    configuration = queries.configuration(configuration_id)
    form = FirstGoodsForm(configuration, current_user)
    if form.accepts(lambda: first_order(configuration, form)):
        flash(_("Ordered. Look it over, then ship it."))
        return see_other("goods.show_goods_order", goods_order_id=form.result.id)
    return configuration_page(configuration_id, 422, ordering=form)


def first_order(configuration: Configuration, form: FirstGoodsForm) -> Any:
    """Order by the list for the store that was chosen."""
    store = form.stores[form.store.data or 0]
    return actions.apply_configuration(configuration, store, by=current_user, note=form.note.data or "")

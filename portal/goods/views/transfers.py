"""Doors of transfers between stores."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, queries, room
from portal.goods.forms import ReturnForm, TakingForm, TransferForm
from portal.goods.models import Transfer
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code


@room.get("/stock/<code>/transfers", needs=Can.SEE_STOCK)
def list_transfers(code: str) -> Any:
    store = store_by_code(code, current_user)
    return list_page("goods/transfers/index.html", transfers_listing(store), store=store)


def transfers_listing(store: Any) -> Listing:
    may_send, kinds = current_user.may(Can.TRANSFER_STOCK), dict[int, int]()

    def complete(found: Any) -> Any:
        kinds.update(queries.kinds_of([one.id for one in found], current_user))
        return found

    return Listing(
        statement=queries.transfers_of(store, current_user),
        columns=[
            Column("number", N_("Transfer number"), lambda t: t.number),
            Column("from", N_("From store"), lambda t: f"{t.store.code} {t.store.name}"),
            Column("to", N_("To store"), lambda t: f"{t.receiver.code} {t.receiver.name}"),
            Column("made_at", N_("Sent on"), lambda t: t.made_at, "moment"),
            Column("products", N_("Products"), lambda t: kinds[t.id], "n"),
            Column("state", N_("State"), lambda t: t.state, "word", lead=True),
        ],
        order=[Transfer.id],
        descending=True,
        row_url=lambda t: url_for("goods.show_transfer", transfer_id=t.id),
        complete=complete,
        empty=Empty(
            "swap",
            N_("Nothing was sent between stores yet"),
            N_("Goods leave this store's books when sent, and enter the other's when it takes them in."),
            url_for("goods.new_transfer", code=store.code) if may_send else "",
            N_("Send goods to another store") if may_send else "",
        ),
        name=f"transfers-{store.code}",
    )


@room.get("/stock/<code>/transfers/new", needs=Can.TRANSFER_STOCK)
def new_transfer(code: str) -> Any:
    store = store_by_code(code, current_user)
    return page("goods/transfers/new.html", store=store, form=TransferForm(formdata=None))


@room.post("/stock/<code>/transfers", needs=Can.TRANSFER_STOCK)
def create_transfer(code: str) -> Any:
    store, form = store_by_code(code, current_user), TransferForm()
    if form.only_looks:
        form.look()
        return page("goods/transfers/new.html", store=store, form=form)
    other, note = queries.another_open_store(form.receiver.data or "", store), form.note.data or ""
    if form.accepts(lambda: actions.send_goods(store, other, form.goods, by=current_user, note=note)):
        flash(_("Sent. It enters the other store's books when it takes it in."))
        return see_other("goods.show_transfer", transfer_id=form.result.id)
    return page("goods/transfers/new.html", status=422, store=store, form=form)


@room.get("/transfers/<int:transfer_id>", needs=Can.SEE_STOCK)
def show_transfer(transfer_id: int) -> Any:
    return transfer_page(transfer_id)


def transfer_page(transfer_id: int, status: int = 200, **forms: Any) -> Any:
    """A transfer: what was sent, and for the store that receives it, what came."""
    transfer = queries.transfer(transfer_id, current_user)
    names_of([transfer.actor_id, transfer.settled_by])
    may, taking = transfer.is_under_way and current_user.may(Can.TRANSFER_STOCK), None
    if may and transfer.receiver_id in current_user.store_ids:
        taking = forms.get("taking") or TakingForm(transfer, fresh=True)
    refused = next((form for form in forms.values() if form is not taking), None)
    facts = {"transfer": transfer, "taking": taking, "refused": refused, "may_return": may}
    returning = forms.get("returning") or ReturnForm(formdata=None)
    return page("goods/transfers/show.html", status=status, returning=returning, **facts)


@room.post("/transfers/<int:transfer_id>/arrival", needs=Can.TRANSFER_STOCK)
def create_transfer_arrival(transfer_id: int) -> Any:
    transfer = queries.transfer(transfer_id, current_user)
    form = TakingForm(transfer)
    if form.accepts(lambda: actions.take_in_transfer(transfer, form.taken, by=current_user)):
        flash(_("Received. Stock is up to date."))
        return see_other("goods.show_transfer", transfer_id=transfer_id)
    return transfer_page(transfer_id, 422, taking=form)


@room.post("/transfers/<int:transfer_id>/return", needs=Can.TRANSFER_STOCK)
def create_transfer_return(transfer_id: int) -> Any:
    transfer, form = queries.transfer(transfer_id, current_user), ReturnForm()
    if form.accepts(lambda: actions.take_back_transfer(transfer, by=current_user, reason=form.reason.data)):
        flash(_("It goes back: the goods are on the sender's books again."))
        return see_other("goods.show_transfer", transfer_id=transfer_id)
    return transfer_page(transfer_id, 422, returning=form)

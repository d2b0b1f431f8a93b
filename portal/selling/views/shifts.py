"""Doors of shifts and of the cash in the tills (C32)."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import actions, lists, queries, room
from portal.selling.counts import counted_so_far, counts_of, told_counts
from portal.selling.forms import CloseShiftForm, MoveForm, OpenShiftForm
from portal.selling.history import told
from portal.selling.models import Shift


@room.get("/selling/shifts", needs=Can.SEE_ORDERS)
def list_shifts() -> Any:
    return list_page("selling/shifts/index.html", lists.shifts(current_user))


@room.get("/selling/shifts/new", needs=Can.KEEP_SHIFTS)
def new_shift() -> Any:
    tills = queries.tills_of(queries.shop_of(current_user))
    form = OpenShiftForm(tills, formdata=None, device=request.args.get("till", tills[0] if tills else "1")[:40])
    return page("selling/shifts/new.html", form=form)


@room.post("/selling/shifts", needs=Can.KEEP_SHIFTS)
def create_shift() -> Any:
    store = queries.shop_of(current_user)
    form = OpenShiftForm(queries.tills_of(store))
    if form.accepts(lambda: opened(store, form)):
        flash(_("The shift has begun."))
        return see_other("selling.show_shift", store_code=store.code, shift_id=form.result.id)
    return page("selling/shifts/new.html", status=422, form=form)


def opened(store: Any, form: OpenShiftForm) -> Shift:
    float_fen, reason = form.float_fen.data or 0, form.reason.data or ""
    return actions.open_shift(store, form.device.data or "", float_fen=float_fen, reason=reason, by=current_user)


@room.get("/selling/shifts/<store_code>/<uuid:shift_id>", needs=Can.SEE_ORDERS)
def show_shift(store_code: str, shift_id: Any) -> Any:
    return shift_page(queries.shift(store_code, shift_id, current_user))


def shift_page(shift: Shift, status: int = 200, **forms: Any) -> Response:
    figures = queries.shift_figures(shift)
    form = forms.get("form") or CloseShiftForm(formdata=None, data=counted_so_far())
    counts = counts_of(figures.expected, form)
    return page(
        "selling/shifts/show.html",
        status=status,
        shift=shift,
        figures=figures,
        moves=queries.moves_of(shift),
        keeps=shift.is_open and current_user.may(Can.KEEP_SHIFTS) and shift.store_id in current_user.store_ids,
        form=form,
        move=forms.get("move") or MoveForm(formdata=None),
        counts=counts,
        count=told_counts(counts, request.args.get("way", "")),
        links=told(shift, current_user),
    )


@room.post("/selling/shifts/<store_code>/<uuid:shift_id>/moves", needs=Can.KEEP_SHIFTS)
def create_move(store_code: str, shift_id: Any) -> Any:
    shift, form = queries.shift(store_code, shift_id, current_user), MoveForm()
    if form.accepts(lambda: moved(shift, form)):
        flash(_("Noted."))
        return see_other("selling.show_shift", **shift.address)
    return shift_page(queries.shift(store_code, shift_id, current_user), 422, move=form)


def moved(shift: Shift, form: MoveForm) -> Any:
    fen, reason = form.fen.data or 0, form.reason.data or ""
    return actions.move_cash(shift, form.kind.data, fen=fen, reason=reason, by=current_user)


@room.post("/selling/shifts/<store_code>/<uuid:shift_id>/closing", needs=Can.KEEP_SHIFTS)
def create_closing(store_code: str, shift_id: Any) -> Any:
    shift, form = queries.shift(store_code, shift_id, current_user), CloseShiftForm()
    if form.accepts(lambda: closed(shift, form)):
        flash(_("The shift is closed in your name."))
        return see_other("selling.show_shift", **shift.address)
    return shift_page(queries.shift(store_code, shift_id, current_user), 422, form=form)


def closed(shift: Shift, form: CloseShiftForm) -> Shift:
    missing, left = form.missing_reason.data or "", form.left.data or 0
    return actions.close_shift(
        shift, counted=form.counted, left=left, reasons=form.reasons, missing_reason=missing, by=current_user
    )

"""Doors of a store's tablets: its owner enrols, replaces and withdraws them."""

from typing import Any

from flask import flash, session
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import person_name
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.forms import DeviceForm, DeviceWithdrawalForm, ReplacementForm
from portal.selling.history import told
from portal.selling.models import Device


@room.get("/selling/devices", needs=Can.ENROL_DEVICES)
def list_devices() -> Any:
    store = queries.shop_of(current_user)
    devices = queries.devices_of(store, current_user)
    given_up = told(store, current_user, event="device.number_given_up")
    return page("selling/devices/index.html", store=store, devices=devices, given_up=given_up)


@room.get("/selling/devices/new", needs=Can.ENROL_DEVICES)
def new_device() -> Any:
    return page("selling/devices/new.html", store=queries.shop_of(current_user), form=DeviceForm(formdata=None))


@room.post("/selling/devices", needs=Can.ENROL_DEVICES)
def create_device() -> Any:
    store, form = queries.shop_of(current_user), DeviceForm()
    if form.accepts(lambda: actions.enrol_device(store, place=form.place.data or "", by=current_user)):
        return given(form.result, _("Enrolled. Its secret is shown only now."))
    return page("selling/devices/new.html", status=422, store=store, form=form)


@room.get("/selling/devices/<int:device_id>", needs=Can.ENROL_DEVICES)
def show_device(device_id: int) -> Any:
    return device_page(queries.device(device_id, current_user))


@room.post("/selling/devices/<int:device_id>/replacement", needs=Can.ENROL_DEVICES)
def create_device_replacement(device_id: int) -> Any:
    device, form = queries.device(device_id, current_user), ReplacementForm()
    if form.accepts(lambda: actions.replace_device(device, reason=form.reason.data or "", by=current_user)):
        return given(form.result, _("Replaced. The new tablet's secret is shown only now."))
    return device_page(queries.device(device_id, current_user), replacing=form, status=422)


@room.post("/selling/devices/<int:device_id>/withdrawal", needs=Can.ENROL_DEVICES)
def create_device_withdrawal(device_id: int) -> Any:
    device, form = queries.device(device_id, current_user), DeviceWithdrawalForm()
    if form.accepts(actions.withdraw_device, device, reason=form.why.data or "", by=current_user):
        flash(_("Withdrawn. What it still holds is taken when it comes back."))
        return see_other("selling.list_devices")
    return device_page(queries.device(device_id, current_user), withdrawing=form, status=422)


def given(enrolled: tuple[Device, str], said: str) -> Any:
    """Lead to the new tablet's page, which shows its secret once."""
    device, token = enrolled
    session["device_given"] = [device.id, token]
    flash(said)
    return see_other("selling.show_device", device_id=device.id)


def device_page(device: Device, replacing: Any = None, withdrawing: Any = None, status: int = 200) -> Any:
    of_id, token = session.pop("device_given", (0, ""))
    facts = {
        "device": device,
        "given": token if of_id == device.id else "",
        "enroller": person_name(device.enroller_id),
        "replaced_by": queries.replacement_of(device, current_user),
        "links": told(device, current_user),
        "missing": queries.missing_of(device),
        "turns": queries.turns_at(device),
    }
    forms = {
        "replacing": replacing or ReplacementForm(formdata=None),
        "withdrawing": withdrawing or DeviceWithdrawalForm(formdata=None),
    }
    return page("selling/devices/show.html", status=status, **facts, **forms)

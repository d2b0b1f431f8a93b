"""Doors of the till: the order page, the sync of tablets, the snapshot."""

import json
from typing import Any

from flask import Response, abort, jsonify, request, url_for
from flask_login import current_user

from portal.kernel.db import reading, transaction
from portal.kernel.door import ANYONE
from portal.kernel.forms import tidy
from portal.kernel.page import page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.words import N_, say
from portal.network.queries import store_by_code
from portal.selling import actions, consent, openapi, queries, room, stored, sync
from portal.selling.forms import MemberForm
from portal.selling.posting import Fate
from portal.selling.snapshot import Snapshot
from portal.selling.till import Till, device_of, read_number


@room.get("/till", needs=Can.SELL)
def show_till() -> Any:
    return till_page(Till(current_user, queries.shop_of(current_user)))


@room.post("/till", needs=Can.SELL)
def update_till() -> Any:
    sale = Till(current_user, queries.shop_of(current_user))
    if sale.do == "pay":
        return post_sale(sale)
    if sale.do == "enrol":
        return enrol(sale)
    if sale.wants_member:
        return attach(sale)
    with reading():
        return till_page(sale.apply())


@room.get("/till/orders/<store_code>/<uuid:order_id>", needs=Can.SELL)
def show_posted_order(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    given = request.args.get("given", "")
    change = int(given) - order.total if given.isdecimal() and len(given) < 12 else None
    return page("selling/till/done.html", order=order, change=change, given=int(given) if change is not None else None)


def read_sync() -> Any:
    """Read what a tablet sent, while nobody waits for it yet."""
    body = read_body()
    code = body.get("store") if isinstance(body, dict) else None
    store_id = store_by_code(tidy(str(code)[:12]), current_user).id if code else current_user.store_id
    if store_id not in current_user.store_ids or (store := stored.shop(store_id, sync.named(body))) is None:
        abort(404)
    return sync.read(current_user, store, body)


@room.post("/till/sync", needs=Can.SELL, first=read_sync)
def create_sync(found: Any) -> Any:
    answer, status = sync.post(current_user, found) if isinstance(found, sync.Sent) else found
    return Response(json.dumps(answer), status, mimetype="application/json")


def read_body() -> Any:
    """Return the JSON that was sent; None where it is none, 400 where it is too deep to read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        abort(400)


@room.get("/till/snapshot", needs=Can.SELL)
def show_snapshot() -> Any:
    since = read_number(request.args.get("since", "")) or 0
    found = Snapshot(queries.shop_of(current_user), device_of(current_user), since)
    kept = request.if_none_match.contains(found.tag)
    answer = Response("" if kept else found.text(), 304 if kept else 200, mimetype="application/json")
    answer.set_etag(found.tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@room.get("/till/openapi.json", needs=ANYONE)
def show_openapi() -> Any:
    return jsonify(openapi.described())


def till_page(sale: Till, status: int = 200, form: MemberForm | None = None) -> Response:
    """Draw the sale; whatever was typed is in it."""
    form = form or MemberForm(formdata=None)
    return page("selling/till/show.html", status=status, till=sale, form=form, notice=consent)


def post_sale(sale: Till) -> Response:
    """Post the sale, once under its key; under a key that another order has, it gets a new one to look at again."""
    if not sale.may_pay:
        sale.sheet, sale.note = "", sale.trouble
        return till_page(sale, 422)
    if sale.payment == "cash" and sale.given and (sale.change_due is None or sale.change_due < 0):
        sale.sheet, sale.note = "pay", say(N_("What was given is less than the total."))
        return till_page(sale, 422)
    said = sale.said()
    met = () if said.member_id is None else (said.member_id,)
    (posted,) = actions.post_orders(current_user, sale.store, sale.device, [said], met=met)
    if posted.fate in (Fate.STORED, Fate.KNOWN):
        given = sale.given_fen if sale.payment == "cash" else None
        return see_other("selling.show_posted_order", store_code=sale.store.code, order_id=posted.key, given=given)
    if posted.fate == Fate.CLASH:
        sale.posted_url = url_for("selling.show_order", store_code=sale.store.code, order_id=sale.key)
        sale.sheet = ""
        sale.start_anew()
        return till_page(sale, 409)
    sale.note, sale.sheet = posted.message, ""
    return till_page(sale, 422)


def attach(sale: Till) -> Response:
    """Look a member up by what was typed; several hits are shown to choose from, one as well."""
    try:
        sale.hits = actions.look_up(sale.store, sale.member_q, by=current_user)
    except Refused as refusal:
        sale.note = str(refusal)
    if not sale.hits and not sale.note:
        sale.note = say(N_("No member found. Three taps make one."))
    return till_page(sale)


def enrol(sale: Till) -> Response:
    """Register a member within the sale; who is one already is offered instead."""
    form = MemberForm()
    sale.sheet = "member"
    if form.accepts(lambda: registered(sale.store, form, "till")):
        sale.member_id, sale.sheet, sale.member_q = form.result.id, "", ""
        return till_page(sale)
    sale.hits = met_already(sale.store, form)
    return till_page(sale, 422, form)


def registered(store: Any, form: MemberForm, channel: str) -> Any:
    phone, name, consents = form.phone.data or "", form.name.data or "", bool(form.consents.data)
    return actions.register(store, phone=phone, name=name, consents=consents, by=current_user, channel=channel)


def met_already(store: Any, form: MemberForm) -> list[Any]:
    """Return the member who has the number that was typed; learning that of another store's is noted on its own."""
    known = queries.member_with_phone(form.phone.data) if form.phone.errors else None
    if known is None:
        return []
    if known.store_id in current_user.store_ids:
        return [known]
    try:
        with transaction():
            actions.meet(store, by=current_user)
    except Refused:
        return []
    return [known]

"""Doors by which a till finds a member: its own store's kept on the tablet, others' looked up; JSON (C34)."""

import hashlib
from typing import Any

from flask import Response, request
from flask_login import current_user
from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.forms import tidy
from portal.kernel.rights import Can
from portal.kernel.scope import within
from portal.kernel.words import N_, say
from portal.selling import actions, queries, room
from portal.selling.asking import answered, body_of
from portal.selling.least import least_of
from portal.selling.models import Member
from portal.selling.snapshot import as_json

NOBODY = N_("No member found. Three taps make one.")
WITHDRAWN = N_("This customer has withdrawn consent: no member price. If he agrees again, register anew.")


@room.get("/till/members", needs=Can.SELL)
def show_till_members() -> Any:
    text = as_json({"members": kept_members(queries.shop_of(current_user).id)})
    tag = hashlib.sha256(text.encode()).hexdigest()[:32]
    kept = request.if_none_match.contains(tag)
    answer = Response("" if kept else text, 304 if kept else 200, mimetype="application/json")
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def kept_members(store_id: int) -> list[dict[str, Any]]:
    """Return the least of those whom this store registered and who consent, of one's two files the one that is kept."""
    own = select(Member).where(Member.store_id == store_id, Member.consenting(), Member.current())
    found = within(own.order_by(Member.id), Member, because="members of the store that its person works in")
    return least_of(store_id, db.session.scalars(found).all())


@room.post("/till/members/search", needs=Can.SELL)
def create_till_member_search() -> Any:
    return answered(lambda: looked_up(body_of(request)))


def looked_up(body: dict[str, Any]) -> dict[str, Any]:
    """Look a member up in the whole chain; learning of another store's is noted and counted."""
    store, q = queries.shop_of(current_user), tidy(body.get("q"))
    known = actions.look_up(store, q[:40] if isinstance(q, str) else "", by=current_user)
    hits = [one for one in known if one.consents]
    homes = [hit.store_id in current_user.store_ids for hit in hits]
    found = [one | {"home": home} for one, home in zip(least_of(store.id, hits), homes, strict=True)]
    return {"hits": found} if found else {"hits": [], "message": say(WITHDRAWN if known else NOBODY)}

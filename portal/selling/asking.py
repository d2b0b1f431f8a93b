"""What a till asks in JSON and is answered: a refusal is a word, and a sentence in the person's language (C32)."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Request, Response, abort, jsonify, request

from portal.accounts.passwords import TooMany
from portal.kernel.db import db
from portal.kernel.forms import tidy
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.network.models import Store
from portal.selling import stored
from portal.selling.heard import is_itself
from portal.selling.keys import plain_key
from portal.selling.models.paper import is_paper
from portal.selling.posting_people import whose
from portal.selling.queries.people import colleague, people_of_turns
from portal.selling.stored import Shop, device_of
from portal.selling.sync import named

MOST_FEN = 10**9
_OWN = as_house(Store, because="the store whose till asks, by its id")


class Asked(NamedTuple):
    """Who asks – the store, and the till by its name – and what."""

    shop: Shop
    device: str
    body: dict[str, Any]

    def key(self, name: str = "key") -> str:
        """Return a key that the tablet made."""
        key = plain_key(self.body.get(name))
        if key is None:
            raise Refused("A key is a UUID.", field=name)
        return key

    def number(self, name: str, *, least: int = 0, most: int = MOST_FEN) -> int:
        """Return a whole number within bounds; money is fen."""
        value = self.body.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Refused("This must be a whole number: %(name)s.", name=name, field=name)
        return value

    def text(self, name: str, *, most: int) -> str:
        """Return a text, empty where there is none."""
        return self.text_of(self.body.get(name), most=most)

    @staticmethod
    def text_of(value: Any, *, most: int) -> str:
        return tidy(value)[:most] if isinstance(value, str) else ""

    def table(self, name: str) -> dict[str, Any]:
        """Return an object, empty where there is none."""
        value = self.body.get(name)
        return value if isinstance(value, dict) else {}


def asked(viewer: Any) -> Asked:
    """Read what a till asks of the viewer's store. Raises Refused; an enrolled tablet's name needs its secret."""
    body = body_of(request)
    device = named(body) if request.method == "POST" else named({"device": request.args.get("device", "")})
    return Asked(tablet(viewer, device), device, body)


def tablet(viewer: Any, device: str) -> Shop:
    """Return the viewer's store for a till that may use this name."""
    if not device:
        raise Refused("A device's name is letters, digits, - and _.", field="device")
    if is_paper(device):
        raise Refused("This is the name of a sheet of paper: nobody stands at it as at a till.", field="device")
    if re.fullmatch(r"W\d+", device) and device != device_of(viewer):
        raise Refused("This device's name belongs to another sign-in.", field="device")
    shop = stored.shop(viewer.store_id, device) if viewer.store_id in viewer.store_ids else None
    if shop is None:
        abort(404)
    if not is_itself(shop, request.headers.get("X-Device-Token")):
        raise Refused("This is an enrolled tablet's name: send its secret.", field="token")
    return shop


def who_stands_at(said: Asked, viewer: Any) -> Any:
    """Return who stands at the till: whom the tablet names by the turn that he took there, else whoever is signed in.

    Raises Refused where nobody knows of that turn: what he answers for by name is not done in another's.
    """
    clerk, turn = said.body.get("clerk"), plain_key(said.body.get("turn"))
    if clerk is None or clerk == viewer.id:
        return viewer
    if turn is None or people_of_turns(said.shop.id, said.device, [turn]).get(turn) != clerk:
        raise Refused("Nobody knows here who has taken the till. Take it again with the PIN.", field="turn")
    return colleague(said.shop.id, clerk)


def seller_at(said: Asked, *, by: Any) -> Any:
    """Return whose deed at the till this is, as of an order: where nobody knows of his turn – he took it without
    network – the deed stays done, as whoever's is signed in, and the trail says so."""
    turn, clerk = plain_key(said.body.get("turn")), said.body.get("clerk")
    named = clerk if isinstance(clerk, int) and not isinstance(clerk, bool) else None
    turns = people_of_turns(said.shop.id, said.device, [turn] if turn else [])
    seller = whose(named, turn, by, said.shop.id, turns)
    if not seller.is_verified:
        store = db.session.get_one(Store, said.shop.id, execution_options=_OWN)
        record("turn.unknown", store, by=by, device=said.device, clerk=named, turn=turn)
    return seller.person


def answered(deed: Callable[[], dict[str, Any]]) -> Response:
    """Do what was asked and answer it; 422 with a word and a sentence where it is refused, 429 after too many tries."""
    try:
        return kept_nowhere(jsonify(deed()))
    except Refused as refusal:
        word, status = ("locked", 429) if isinstance(refusal, TooMany) else (refusal.field or "refused", 422)
        said = {"error": word, "message": str(refusal), **getattr(refusal, "more", {})}
        answer = kept_nowhere(jsonify(said))
        answer.status_code = getattr(refusal, "status", status)
        return answer


def kept_nowhere(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def body_of(sent: Request) -> dict[str, Any]:
    """Return the object that was sent, an empty one where it was none."""
    try:
        body = sent.get_json(silent=True)
    except RecursionError:
        abort(400)
    return body if isinstance(body, dict) else {}

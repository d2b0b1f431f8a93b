"""A manager's word at the till: he types his PIN there, and the order carries what the portal signed for it (C32).

The word is bound to store, till, order, deed and amount – where an order is undone, to that one, too – and is good
for ten minutes. Since an order is stored once under its key, it is used once; what it allowed stands on the trail
whether or not the order came.
"""

from typing import Any

from flask import current_app
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.kernel.words import N_, Word
from portal.network.models import Store

GOOD_FOR = 10 * 60  # seconds
MOST_FEN = 10**9  # as of an order
LONGEST = 400  # characters of a word
_OWN = as_house(Store, because="the store whose till asks, by its id")


class Deed(Word):
    """What a clerk may not do alone."""

    REVERSE = "reverse", N_("Reverse an order")
    RETURN = "return", N_("Take goods back")
    DISCOUNT = "discount", N_("Give a discount above his right")
    TOTAL = "total", N_("Sell an order for less than he may")
    CREDIT = "credit", N_("Put more on account than the member may owe")

    @property
    def undoes(self) -> bool:
        """Whether it is done to an order of before, which the word names."""
        return self in (Deed.REVERSE, Deed.RETURN)


def approve(
    store_id: int, device: str, *, key: str, deed: Deed, amount: int, of: str | None = None, by: Any, asked_by: int
) -> str:
    """Return the signed word by which `by`, who proved himself, allows a deed on the order with this key.

    `amount` is in fen what it is about: reversed, brought back, taken off, left to pay, put on account; never negative.
    What goes off and what is left to pay are two deeds: one yuan off is not an order for one yuan. `of` is the key of
    the order that is reversed or whose goods come back: of two that cost the same, one was approved.
    """
    if not by.may(Can.APPROVE_AT_TILL):
        raise Refused("He may not approve this himself: ask the store's owner.", field="user")
    if not 0 <= amount <= MOST_FEN:
        raise Refused("This amount is out of range.", field="amount")
    if deed.undoes and of is None:
        raise Refused("This page of the till does not say which order is undone. Reload it.", field="of")
    of = of if deed.undoes else None
    store = db.session.get_one(Store, store_id, execution_options=_OWN)
    what: dict[str, Any] = {"deed": deed, "amount": amount, "order": key, **({"of": of} if of else {})}
    record("till.approved", store, by=by, **what, device=device, asked_by=asked_by)
    return str(_signer().dumps([store_id, device, key, deed.value, amount, of, by.id]))


def approver_of(
    word: str, *, store_id: int, device: str, key: str, deed: str, amount: int, of: str | None = None
) -> int:
    """Return who approved exactly this, within the last ten minutes. Raises Refused, field "approval".

    It is asked of an order that is not stored yet: one that is sent again was approved when it came first. Words of the
    release before this one did not name the order undone. Those that lay on a tablet meanwhile are good for the rest of
    their ten minutes – the money is back with the customer, and the manager gone –, and no such word is given any more.
    """
    try:
        *bound, approver_id = _signer().loads(word[:LONGEST], max_age=GOOD_FOR)
    except SignatureExpired:
        raise Refused("This approval is older than ten minutes. Ask for it again.", field="approval") from None
    except BadData:
        raise Refused("This needs the approval of a manager.", field="approval") from None
    exactly = [store_id, device, key, str(deed), amount, of]
    if bound not in (exactly, exactly[:-1]):
        raise Refused("This approval is for something else. Ask for it again.", field="approval")
    return int(approver_id)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="selling.approval")

"""What is done to the basket of prices."""

from typing import Any

from portal.accounts.actions import set_policy
from portal.kernel.refusals import Refused
from portal.prospecting.queries.basket import BASKET, MOST_GOODS, basket, last_id, past_goods

MOST_PAST = 40


def set_basket(goods: list[tuple[str, int]], *, by: Any) -> None:
    """Say which goods, (name, own price in fen), surveys compare from now on; surveys made keep theirs (C10).

    A good keeps its id as long as it keeps its name: a form that a phone has kept then still means the same.
    """
    names = [name for name, _own in goods]
    if len(goods) > MOST_GOODS:
        raise Refused("A basket holds at most twelve goods.")
    if len(set(names)) < len(names):
        raise Refused("A good stands in the basket twice.")
    before = basket()
    known = {good.name: good.id for good in before}
    newest = last_id()
    rows = []
    for name, own in goods:
        if name not in known:
            newest += 1
            known[name] = newest
        rows.append({"id": known[name], "name": name, "own": own})
    gone = [good for good in before if good.name not in names]
    past = [{"id": good.id, "name": good.name, "own": good.own} for good in [*gone, *past_goods()]]
    set_policy(BASKET, {"goods": rows, "past": past[:MOST_PAST], "last_id": newest}, by=by)

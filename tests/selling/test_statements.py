"""What an order costs the database: each statement is a turn that other orders wait for."""

import pytest

from bench.inside import signed_in, statements
from portal.kernel import clock
from portal.kernel.db import is_sqlite, transaction
from portal.selling.keys import new_key
from tests.builders_selling import member, product
from tests.cast import PEOPLE, Cast, Places

MOST = 10  # of speed.md: session, right and trail included


@pytest.mark.parametrize("is_member", [False, True])
def test_an_order_costs_ten_statements_and_its_member_two_more(is_member, own_app):
    with own_app.app_context():
        with transaction():
            milk = product()
            buyer = member(Places().store, Cast().owner.viewer) if is_member else None
            facts = {"member": buyer.id} if buyer else {}
            line = {"product_id": milk.id, "quantity": 1000}
        clerk = signed_in(own_app, PEOPLE["clerk"][1])
        for sequence in (1, 2):  # the first makes the device known
            order = {"key": new_key(), "sequence": sequence, "placed_at": clock.now().isoformat(), "lines": [line]}
            with statements() as seen:
                answer = clerk.post("/till/sync", json={"device": "T1", "orders": [{**order, **facts}]})
            assert [result["state"] for result in answer.json["results"]] == ["stored"]
        # PostgreSQL writes them with the others, and only asks who he is
        of_member = (2 if is_sqlite() else 1) if is_member else 0
        assert len(seen) <= MOST + of_member, "\n".join(statement for statement, _, _ in seen)

"""A till's shift from its own tablet: how it stands, begun, cash moved, closed, each said again without harm."""

import pytest

from portal.selling import actions, queries
from portal.selling.keys import new_key
from portal.selling.models import Payment
from tests.builders_selling import post, product, said

covers = ("C32",)
pytestmark = pytest.mark.pages  # what is done is shown on both databases by tests/selling/test_shifts.py
FLOAT = 20000


@pytest.fixture
def till(browse, cast):
    """`till(do=…)`: what a clerk's tablet asks and is answered."""
    browser = browse(cast.clerk)

    def ask(**body):
        if not body:
            return browser.get("/till/shift?device=T1")
        return browser.post("/till/shift", json={"device": "T1"} | body)

    return ask


@pytest.fixture
def shift(till):
    key = new_key()
    assert till(do="open", key=key, float=FLOAT).status_code == 200
    return key


@pytest.fixture
def sold(cast, places, shift, session):
    post(places.store, cast.clerk.viewer, said(product(price=700)), device="T1")
    session.commit()


def test_it_begins_and_says_how_it_stands(till, shift):
    assert till(do="open", key=shift, float=FLOAT).json["shift"]["key"] == shift, "a repeat is known"
    stands = till().json["shift"]
    assert (stands["key"], stands["opener"], stands["float"], stands["last"]) == (shift, "孙丽", FLOAT, None)
    assert stands["expected"] == {"cash": FLOAT, "wechat": 0, "alipay": 0, "card": 0, "account": 0}
    assert till(do="open", key=shift, float=1).json["error"] == "key"
    assert till(do="open", key=new_key(), float=1).json["error"] == "device"


def test_without_one_nothing_is_moved_or_closed(till):
    assert till().json == {"shift": None, "last": None}
    assert till(do="move", key=new_key(), kind="safe", amount=1).json["error"] == "shift"
    assert till(do="close", counted={"cash": 0}, float_left=0).json["error"] == "shift"


@pytest.mark.parametrize(
    ("body", "error"),
    [({"do": "sell"}, "do"), ({"do": ["open"]}, "do"), ({"do": "open", "float": 1}, "key"),
     ({"do": "move", "kind": "gift"}, "kind"), ({"do": "close", "counted": 5}, "float_left"),
     ({"do": "close", "counted": {"cash": "5"}}, "cash")],
)  # fmt: skip
def test_what_is_wrong_is_said_by_a_word(till, shift, body, error):
    answer = till(**body)
    assert (answer.status_code, answer.json["error"]) == (422, error)


def test_cash_is_moved_once_under_its_key(till, shift):
    move = {"do": "move", "key": new_key(), "kind": "safe", "amount": 5000}
    for _ in range(2):
        stands = till(**move).json["shift"]
        assert stands["expected"]["cash"] == FLOAT - 5000 and len(stands["moves"]) == 1
    assert till(**move | {"amount": 1}).json["error"] == "key"


def test_it_closes_like_on_the_page_and_the_next_begins_with_what_was_left(till, shift, sold):
    close = {"do": "close", "shift": shift, "counted": {"cash": FLOAT + 600}, "float_left": FLOAT, "last": 1}
    assert till(**close).json["error"] == "reason_cash"
    close["reasons"] = {"cash": "找零多找"}
    for _ in range(2):  # the answer was lost
        closed = till(**close)
        assert (closed.status_code, closed.json["shift"], closed.json["last"]["left"]) == (200, None, FLOAT)
    assert till(**close | {"float_left": 1}).status_code == 422
    assert till(do="open", key=new_key(), float=FLOAT).json["shift"]["last"]["closer"] == "孙丽"


def test_who_took_the_till_begins_and_closes_it_not_who_is_signed_in(till, cast, places, session):
    owner, turn = cast.owner.viewer, new_key()
    begin = {"do": "open", "key": new_key(), "float": FLOAT, "clerk": owner.id, "turn": turn}
    assert (till(**begin).status_code, till(**begin).json["error"]) == (422, "turn")
    actions.take_turn(places.store, "T1", key=turn, by=owner, signed_in=cast.clerk.viewer)
    session.commit()
    assert till(**begin).json["shift"]["opener"] == "赵慧"
    close = {"do": "close", "shift": begin["key"], "counted": {"cash": FLOAT}, "float_left": FLOAT}
    for _ in range(2):
        assert till(**close, clerk=owner.id, turn=turn).json["last"]["closer"] == "赵慧"


def test_numbers_that_the_tablet_gave_out_and_that_are_not_here_are_missing(till, shift, sold, cast, places, session):
    close = {"do": "close", "counted": {"cash": FLOAT + 700}, "float_left": FLOAT, "last": 3}
    assert till(**close).json["error"] == "missing_reason"
    assert till(**close, reasons={"missing": "没网"}).status_code == 200
    closed = queries.shift(places.store.code, shift, cast.owner.viewer)
    assert (closed.missing, closed.last_number) == (2, 3)
    assert till(do="open", key=new_key(), float=FLOAT).json["shift"]["first"] == 4, "those are the first shift's"


def test_an_enrolled_tablets_word_counts_on_the_page_too(cast, places, session):
    device, _ = actions.enrol_device(places.store, by=cast.owner.viewer)
    shift = actions.open_shift(places.store, device.name, float_fen=FLOAT, by=cast.clerk.viewer)
    device.last_made = 2
    session.flush()
    assert queries.shift_figures(shift).missing == 2
    counted = {Payment.CASH: FLOAT}
    actions.close_shift(shift, counted=counted, left=0, missing_reason="没网", by=cast.clerk.viewer)
    assert (shift.missing, shift.last_number) == (2, 2)

"""Stock: every change is a move, and a balance is the sum of its moves."""

import pytest

from portal.goods import actions, invariants, queries
from portal.goods.models import Loss, MoveKind
from portal.goods.stock import change_balances
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, a_product
from tests.cast import HOUSE

covers = ("C31",)


@pytest.mark.promise("P12")
def test_a_delivery_of_several_products_raises_their_balances(session, cast, places):
    tea, milk = a_product(), a_product(barcode=MILK, name="牛奶")
    actions.receive(places.store, [(tea, 24_000), (milk, 12_000), (tea, 1000)], by=cast.owner.viewer, note="送货单 7")
    assert queries.balance(places.store, tea.id, HOUSE) == 25_000
    assert queries.balance(places.store, milk.id, HOUSE) == 12_000
    assert queries.balance(places.store_south, tea.id, HOUSE) == 0


@pytest.mark.promise("P12")
def test_a_count_moves_the_difference(session, cast, places):
    tea = a_product()
    actions.receive(places.store, [(tea, 24_000)], by=cast.owner.viewer)
    move = actions.count(places.store, tea, 21_000, by=cast.owner.viewer)
    assert move.quantity == -3000 and queries.balance(places.store, tea.id, HOUSE) == 21_000


def test_a_loss_lowers_the_balance(session, cast, places):
    tea = a_product()
    actions.lose(places.store, tea, 2000, by=cast.owner.viewer, why=Loss.BROKEN)
    assert queries.balance(places.store, tea.id, HOUSE) == -2000


def test_what_is_written_off_for_something_else_is_said_in_words(session, cast, places):
    tea = a_product()
    with pytest.raises(Refused):
        actions.lose(places.store, tea, 1000, by=cast.owner.viewer, why=Loss.OTHER)
    move = actions.lose(places.store, tea, 1000, by=cast.owner.viewer, why=Loss.OTHER, words="厂家抽检")
    assert (move.loss, move.note) == (Loss.OTHER, "厂家抽检")


def test_only_weighed_goods_come_in_fractions(session, cast, places):
    tea, apples = a_product(), a_product(barcode=MILK, name="苹果", unit="千克", weighed=True)
    actions.receive(places.store, [(apples, 1250)], by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.receive(places.store, [(tea, 1250)], by=cast.owner.viewer)


@pytest.mark.promise("P12")
def test_a_balance_that_is_not_the_sum_of_its_moves_is_found(session, cast, places):
    tea = a_product()
    actions.receive(places.store, [(tea, 24_000)], by=cast.owner.viewer)
    assert invariants.troubles() == []
    change_balances(places.store.id, {tea.id: 500})
    assert len(invariants.troubles()) == 1


@pytest.mark.promise("P12")
def test_what_rooms_above_moved_belongs_to_the_moves(session, cast, places, monkeypatch):
    tea = a_product()
    actions.receive(places.store, [(tea, 24_000)], by=cast.owner.viewer)
    sold = queries.Moved(places.store.made_at, MoveKind.SOLD, -1000)
    source = queries.MoveSource(
        lambda *_: [sold],
        lambda: [(places.store.id, tea.id, -1000)],
        lambda *_: [],
        lambda *_: (0, []),
        lambda *_: queries.Sold(1000, 3990, ""),
    )
    monkeypatch.setattr(queries.stock, "move_sources", [source])
    change_balances(places.store.id, {tea.id: -1000})
    assert invariants.troubles() == []
    assert {move.kind for move in queries.moves(places.store, tea.id, HOUSE)} == {"received", "sold"}


def test_the_book_is_taken_before_the_goods_as_an_order_does(cast, places, session, count_statements):
    """Else a delivery and a sale of the same goods wait for each other."""
    tea = a_product()
    session.commit()
    with count_statements() as seen:
        actions.receive(places.store, [(tea, 1000)], by=cast.owner.viewer)
    told = [next(n for n, text in enumerate(seen) if word in text) for word in ("FROM book", "stock_balance")]
    assert told == sorted(told)

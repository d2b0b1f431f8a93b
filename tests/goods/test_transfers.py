"""Goods from store to store: they leave one's books, enter the other's, and both ends confirm."""

import pytest

from portal.goods import actions, invariants, queries
from portal.goods.models import TransferState
from portal.kernel.refusals import Refused
from tests.builders_goods import TEA
from tests.cast import HOUSE

covers = ("C31", "C33")

TRANSFERS = "/goods/stock/BJ-0001/transfers"


@pytest.fixture
def sent(shelf, cast, places):
    tea, milk = shelf
    lines = [(tea, 4000), (milk, 6000), (tea, 2000)]
    return actions.send_goods(places.store, places.store_south, lines, by=cast.owner.viewer)


def books(places, product):
    return [queries.balance(store, product.id, HOUSE) for store in (places.store, places.store_south)]


def test_goods_under_way_are_on_nobodys_books(sent, shelf, places):
    assert [books(places, one) for one in shelf] == [[18_000, 0], [6000, 0]]
    assert [line.sent for line in sent.lines] == [6000, 6000] and invariants.troubles() == []


def test_what_came_is_taken_in_and_what_is_missing_is_said(sent, shelf, cast, places):
    tea, milk = sent.lines
    with pytest.raises(Refused, match="牛奶"):
        actions.take_in_transfer(sent, {milk.id: (5000, "")}, by=cast.owner_south.viewer)
    with pytest.raises(Refused):
        actions.take_in_transfer(sent, {milk.id: (7000, "多了")}, by=cast.owner_south.viewer)
    actions.take_in_transfer(sent, {milk.id: (5000, "路上洒了一盒")}, by=cast.owner_south.viewer)
    assert [books(places, one) for one in shelf] == [[18_000, 6000], [6000, 5000]]
    assert (milk.missing, tea.missing) == (1000, 0) and invariants.troubles() == []


def test_only_the_store_that_receives_takes_it_in(sent, cast):
    with pytest.raises(Refused):
        actions.take_in_transfer(sent, {}, by=cast.owner.viewer)


@pytest.mark.parametrize("who", ["owner", "owner_south"])
def test_either_end_lets_it_go_back(sent, shelf, cast, places, who):
    actions.take_back_transfer(sent, by=getattr(cast, who).viewer, reason="送错店了")
    assert [books(places, one) for one in shelf] == [[24_000, 0], [12_000, 0]]
    assert sent.state == TransferState.RETURNED and invariants.troubles() == []


def test_a_transfer_is_settled_once(sent, cast):
    actions.take_in_transfer(sent, {}, by=cast.owner_south.viewer)
    with pytest.raises(Refused):
        actions.take_in_transfer(sent, {}, by=cast.owner_south.viewer)
    with pytest.raises(Refused):
        actions.take_back_transfer(sent, by=cast.owner.viewer, reason="晚了")


def test_goods_are_sent_to_another_open_store(shelf, cast, places):
    tea = shelf[0]
    for receiver in (None, places.store):
        with pytest.raises(Refused):
            actions.send_goods(places.store, receiver, [(tea, 1000)], by=cast.owner.viewer)
    for lines in ([], [(tea, 0)], [(tea, 1500)]):
        with pytest.raises(Refused):
            actions.send_goods(places.store, places.store_south, lines, by=cast.owner.viewer)


def test_moves_that_are_not_what_a_transfer_says_are_found(sent, cast, session):
    actions.take_in_transfer(sent, {}, by=cast.owner_south.viewer)
    sent.lines[0].received = 1000
    session.flush()
    assert len(invariants.troubles()) == 1


@pytest.mark.pages
@pytest.mark.promise("P21")
def test_both_ends_see_it_and_a_third_does_not(sent, shelf, cast, places, browse, visit, session):
    other = actions.send_goods(places.store, places.store_taiyuan, [(shelf[0], 1000)], by=cast.owner.viewer)
    session.commit()
    for person in (cast.owner_south, cast.rm_south):
        visit(browse(person), f"/goods/transfers/{other.id}", 404)
    path = f"/goods/transfers/{sent.id}"
    for person in (cast.owner, cast.owner_south, cast.office, cast.rm_north, cast.rm_south):
        assert "BJ-0001" in visit(browse(person), path).text
    assert "牛奶" in visit(browse(cast.owner_south), path).text


@pytest.mark.pages
def test_a_transfer_through_the_pages(shelf, cast, browse, visit, session, places):
    session.commit()
    sender, receiver = browse(cast.owner), browse(cast.owner_south)
    assert "还没有调拨" in visit(sender, TRANSFERS).text
    visit(sender, f"{TRANSFERS}/new")
    rows = {"product": [TEA], "quantity": ["3"]}
    assert sender.post(TRANSFERS, {**rows, "receiver": "XX-0001"}).status_code == 422
    answer = sender.post(TRANSFERS, {**rows, "receiver": "gz-0001", "note": "周末先用"})
    assert answer.status_code == 303
    path = answer.location
    assert "周末先用" in visit(receiver, path).text
    line = queries.transfer(int(path.rsplit("/", 1)[1]), HOUSE).lines[0].id
    assert sender.post(f"{path}/arrival", {"line": [line], "received": ["3"]}).status_code == 422
    unsaid = receiver.post(f"{path}/return", {"reason": ""})
    assert unsaid.status_code == 422 and unsaid.text.count('id="errors"') == 1
    came = {"line": [line], "received": ["2"]}
    assert receiver.post(f"{path}/arrival", came).status_code == 422
    assert receiver.post(f"{path}/arrival", {**came, f"note-{line}": "少一袋"}).status_code == 303
    assert "少一袋" in visit(sender, path).text
    assert receiver.post(f"{path}/return", {"reason": "不要了"}).status_code == 422
    assert path in visit(sender, TRANSFERS).links
    assert path in visit(receiver, "/goods/stock/GZ-0001/transfers").links
    visit(browse(cast.office, locale="en"), path)
    assert queries.balance(places.store_south, shelf[0].id, HOUSE) == 2000

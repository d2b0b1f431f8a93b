"""Counts of many products: sales go on, differences are explained, and what is adopted is moves."""

from datetime import timedelta

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from portal.goods import actions, invariants, queries
from portal.goods.models import Cause, CountScope, CountState, MoveKind
from portal.kernel import clock
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, RICE, a_product
from tests.builders_selling import sale
from tests.cast import HOUSE

covers = ("C31", "C33")


@pytest.fixture
def shelf(session, cast, places):
    """Tea, milk and rice on the books of a store."""
    tea, milk, rice = (
        a_product(),
        a_product(barcode=MILK, name="牛奶", category="乳品"),
        a_product(barcode=RICE, name="米"),
    )
    with clock.told_at(clock.now() - timedelta(days=1)):
        actions.receive(places.store, [(tea, 24_000), (milk, 12_000), (rice, 9000)], by=cast.owner.viewer)
    session.flush()
    return tea, milk, rice


def begun(places, cast, scope=CountScope.ALL, **facts):
    return actions.begin_count(places.store, scope, by=cast.owner.viewer, **facts)


def line_of(sheet, product):
    return queries.count_line_of(sheet, product, HOUSE)


def written(sheet, by, *pairs):
    actions.write_counts(sheet, {line_of(sheet, product).id: many for product, many in pairs}, by=by)


def on_hand(places, product):
    return queries.balance(places.store, product.id, HOUSE)


def test_an_adopted_count_moves_what_differs_and_leaves_what_was_not_counted(shelf, cast, places, app):
    tea, milk, _rice = shelf
    sheet = begun(places, cast)
    written(sheet, cast.clerk.viewer, (tea, 22_000), (milk, 12_000))
    why = {line_of(sheet, tea).id: (Cause.TAKEN, "两袋不见了")}
    assert actions.adopt_count(sheet, why, by=cast.owner.viewer) == 1
    assert [on_hand(places, one) for one in shelf] == [22_000, 12_000, 9000]
    assert invariants.troubles() == [] and not sheet.is_open
    with app.test_request_context():
        newest = queries.moves(places.store, tea.id, HOUSE)[0]
    assert (newest.kind, newest.quantity, newest.note) == (MoveKind.COUNTED, -2000, "两袋不见了")
    assert line_of(sheet, tea).expected == 24_000


def test_a_difference_worth_something_is_not_adopted_without_a_reason(shelf, cast, places):
    tea, _milk, _rice = shelf
    sheet = begun(places, cast)
    written(sheet, cast.owner.viewer, (tea, 22_000))
    with pytest.raises(Refused, match="高山绿茶"):
        actions.adopt_count(sheet, {}, by=cast.owner.viewer)
    assert on_hand(places, tea) == 24_000


def test_a_small_difference_needs_no_reason(shelf, cast, places):
    salt = a_product(barcode="1024", name="盐", price=250, member_price=None)
    sheet = begun(places, cast, CountScope.SCANNED)
    actions.count_product(sheet, salt, 4000, by=cast.owner.viewer)
    assert actions.adopt_count(sheet, {}, by=cast.owner.viewer) == 1
    assert on_hand(places, salt) == 4000


def test_what_is_sold_and_received_after_the_count_is_no_difference(shelf, cast, places):
    tea, milk, _rice = shelf
    sheet = begun(places, cast)
    with clock.told_at(clock.now() - timedelta(hours=1)):
        written(sheet, cast.owner.viewer, (tea, 24_000), (milk, 12_000))
    sale(places.store, cast.owner.viewer, (tea, 3000))
    actions.receive(places.store, [(milk, 6000)], by=cast.owner.viewer)
    assert [one.quantity for one in queries.differences(sheet)] == [0, 0]
    actions.adopt_count(sheet, {}, by=cast.owner.viewer)
    assert on_hand(places, tea) == 21_000 and on_hand(places, milk) == 18_000


def test_a_sale_made_before_the_count_and_told_after_it_is_no_difference(shelf, cast, places):
    tea = shelf[0]
    sheet = begun(places, cast)
    sold_at = clock.now() - timedelta(minutes=10)
    written(sheet, cast.owner.viewer, (tea, 21_000))  # three are sold, and the tablet is without network
    with clock.told_at(sold_at):
        sale(places.store, cast.owner.viewer, (tea, 3000))
    assert queries.differences(sheet)[0].quantity == 0


def test_a_product_counted_again_on_its_own_is_settled_by_that(shelf, cast, places):
    tea = shelf[0]
    sheet = begun(places, cast)
    with clock.told_at(clock.now() - timedelta(hours=1)):
        written(sheet, cast.owner.viewer, (tea, 20_000))
    actions.count(places.store, tea, 23_000, by=cast.owner.viewer)
    assert [one.counted_again for one in queries.differences(sheet)] == [True]
    assert actions.adopt_count(sheet, {}, by=cast.owner.viewer) == 0
    assert on_hand(places, tea) == 23_000 and invariants.troubles() == []


def test_two_sheets_of_one_product_correct_the_books_once(shelf, cast, places):
    tea = shelf[0]
    first, second = begun(places, cast), begun(places, cast, CountScope.SCANNED)
    with clock.told_at(clock.now() - timedelta(hours=2)):
        written(first, cast.owner.viewer, (tea, 20_000))
    with clock.told_at(clock.now() - timedelta(hours=1)):
        actions.count_product(second, tea, 20_000, by=cast.owner.viewer)
    for sheet in (first, second):
        actions.adopt_count(sheet, {line_of(sheet, tea).id: (Cause.UNKNOWN, "")}, by=cast.owner.viewer)
    assert on_hand(places, tea) == 20_000


def test_a_product_in_two_places_is_added_up(shelf, cast, places):
    tea = shelf[0]
    sheet = begun(places, cast, CountScope.SCANNED)
    actions.count_product(sheet, tea, 20_000, by=cast.clerk.viewer)
    actions.count_product(sheet, tea, 4000, by=cast.clerk.viewer, more=True)
    assert line_of(sheet, tea).counted == 24_000
    actions.count_product(sheet, tea, 23_000, by=cast.clerk.viewer)
    assert line_of(sheet, tea).counted == 23_000


def test_a_count_of_one_category_holds_that_category(shelf, cast, places):
    sheet = begun(places, cast, CountScope.CATEGORY, category="乳品")
    assert [(part.category, part.lines, part.counted) for part in queries.parts_of(sheet, HOUSE)] == [("乳品", 1, 0)]
    with pytest.raises(Refused):
        begun(places, cast, CountScope.CATEGORY, category="乳品")
    with pytest.raises(Refused):
        begun(places, cast, CountScope.CATEGORY, category="没有")


def test_a_settled_count_takes_nothing_more(shelf, cast, places):
    tea = shelf[0]
    sheet = begun(places, cast)
    with pytest.raises(Refused):
        actions.adopt_count(sheet, {}, by=cast.owner.viewer)  # nothing is counted
    actions.drop_count(sheet, by=cast.owner.viewer, reason="数错了货架")
    for deed in (
        lambda: written(sheet, cast.owner.viewer, (tea, 1000)),
        lambda: actions.count_product(sheet, tea, 1000, by=cast.owner.viewer),
        lambda: actions.explain_count(sheet, {}, by=cast.owner.viewer),
        lambda: actions.adopt_count(sheet, {}, by=cast.owner.viewer),
        lambda: actions.drop_count(sheet, by=cast.owner.viewer, reason="再来"),
    ):
        with pytest.raises(Refused):
            deed()


def test_who_writes_while_another_adopts_changes_nothing_of_it(shelf, cast, places, session):
    tea, sheet = shelf[0], begun(places, cast)
    written(sheet, cast.owner.viewer, (tea, 24_000))
    actions.adopt_count(sheet, {}, by=cast.owner.viewer)
    session.flush()
    set_committed_value(sheet, "state", CountState.OPEN)  # as it was when his request read it
    with pytest.raises(Refused):
        written(sheet, cast.clerk.viewer, (tea, 1000))
    assert line_of(sheet, tea).counted == 24_000 and invariants.troubles() == []


def test_pieces_are_counted_whole(shelf, cast, places):
    sheet = begun(places, cast)
    with pytest.raises(Refused):
        written(sheet, cast.owner.viewer, (shelf[0], 1500))


def test_an_adopted_difference_without_its_move_is_found(shelf, cast, places, session):
    tea = shelf[0]
    sheet = begun(places, cast)
    written(sheet, cast.owner.viewer, (tea, 23_000))
    actions.adopt_count(sheet, {line_of(sheet, tea).id: (Cause.UNKNOWN, "")}, by=cast.owner.viewer)
    line_of(sheet, tea).expected = 25_000
    session.flush()
    assert len(invariants.troubles()) == 1

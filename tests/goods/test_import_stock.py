"""Opening stock from a file: once a product and store, within reach."""

from portal.goods.queries import balance, moves
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from tests.builders_goods import MILK, TEA, a_product, handed_in, taken_in
from tests.cast import HOUSE

covers = ("C31",)

HEADS = "store,barcode,quantity,counted_on\n"


def test_opening_stock_becomes_moves_and_balances_once(session, places):
    tea = a_product()
    file = f"{HEADS}BJ-0001,{TEA},24,2026-01-04\n"
    taken_in(handed_in("stock", file))
    again = taken_in(handed_in("stock", file))
    assert again.report["notes"] == {"known": 1}
    assert balance(places.store, tea.id, HOUSE) == 24_000
    assert [move.kind for move in moves(places.store, tea.id, HOUSE)] == ["opening"]


def test_a_second_opening_with_another_number_is_refused(session, places):
    a_product()
    taken_in(handed_in("stock", f"{HEADS}BJ-0001,{TEA},24,2026-01-04\n"))
    found = handed_in("stock", f"{HEADS}BJ-0001,{TEA},30,2026-01-05\n")
    assert found.state == ImportState.REFUSED
    assert refused_rows(found.tray_path)[1][0][2][0].column == "quantity"


def test_an_owner_enters_no_stock_for_anothers_store(session, cast):
    a_product()
    owner = cast.owner.viewer
    found = handed_in("stock", f"{HEADS}GZ-0001,{TEA},24,2026-01-04\n", by=owner)
    assert found.state == ImportState.REFUSED


def test_rows_that_name_no_store_go_to_the_chosen_one_and_to_no_other(session, cast, places):
    tea = a_product()
    milk = a_product(barcode=MILK, name="牛奶")
    file = f"barcode,quantity,counted_on,store\n{TEA},3,2026-01-04,\n{MILK},3,2026-01-04,TY-0001\n"
    draft = handed_in("stock", file, by=cast.office.viewer, store_id=places.store.id)
    assert (draft.report["good_rows"], draft.report["bad_rows"]) == (1, 1)
    taken_in(draft, by=cast.office.viewer)
    assert balance(places.store, tea.id, HOUSE) == 3000 and balance(places.store, milk.id, HOUSE) == 0

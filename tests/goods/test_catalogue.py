"""The catalogue: added, changed and withdrawn by head office; every price stays on the trail."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select

from portal.goods import actions, queries
from portal.goods.models import Product, ProductState
from portal.kernel import migrations
from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from tests.builders_goods import MILK, TEA, a_product

covers = ("C31",)


def test_a_price_change_stays_on_the_trail(session, cast):
    tea = a_product()
    office = cast.office.viewer
    facts = {name: getattr(tea, name) for name in ("barcode", "name", "category", "unit", "weighed", "member_price")}
    actions.change_product(tea, by=office, **{**facts, "price": 4290})
    session.commit()
    newest = history_of(tea, office)[0]
    assert newest.event == "product.changed" and newest.changes == [("price", 3990, 4290)]


def test_a_barcode_stands_in_the_catalogue_once(session):
    a_product()
    with pytest.raises(Refused) as refusal:
        a_product(name="另一种茶")
    assert refusal.value.field == "barcode"


def test_a_barcode_whose_digits_disagree_is_refused(session):
    with pytest.raises(Refused):
        a_product(barcode="6901234567890")


def test_a_member_price_is_not_above_the_price(session):
    with pytest.raises(Refused) as refusal:
        a_product(member_price=4000)
    assert refusal.value.field == "member_price"


def test_a_product_is_withdrawn_and_restored_once_each(session, cast):
    tea = a_product()
    actions.withdraw(tea, by=cast.office.viewer, reason="停产")
    assert tea.state == ProductState.OFF
    with pytest.raises(Refused):
        actions.withdraw(tea, by=cast.office.viewer, reason="停产")
    actions.restore(tea, by=cast.office.viewer)
    with pytest.raises(Refused):
        actions.restore(tea, by=cast.office.viewer)


def test_goods_saved_before_are_found_by_what_follows_their_brand(session, monkeypatch):
    old, new = a_product(name="禾田 糯米 1 kg"), a_product(barcode=MILK, name="云牧 纯牛奶 1 L")
    written, number, changed = old.pinyin, queries.catalogue_numbers().newest, new.changed
    old.pinyin = "htnm1kg hetiannuomi1kg"
    session.flush()
    revision = migrations.scripts().get_revision("0075").module
    monkeypatch.setattr(revision, "BATCH", 1)
    with Operations.context(MigrationContext.configure(session.connection())):
        revision.upgrade()
        revision.upgrade()
    session.expire_all()
    assert session.scalars(queries.search_products(select(Product), "nm")).all() == [old] and old.pinyin == written
    assert (old.changed, new.changed, queries.catalogue_numbers().newest) == (number + 1, changed, number + 1)


@pytest.mark.parametrize("typed", ["高山", "gslc", "690123", "lvcha", "高山绿茶 250 g"])
def test_a_product_is_found_by_name_initials_or_barcode(typed, session):
    tea = a_product()
    a_product(barcode=MILK, name="纯牛奶")
    assert session.scalars(queries.search_products(select(Product), typed)).all() == [tea]


@pytest.mark.parametrize("typed", ["sh", "cha", "23456"])
def test_letters_from_the_middle_count_from_three_on(typed, session):
    tea = a_product()
    found = session.scalars(queries.search_products(select(Product), typed)).all()
    assert found == ([tea] if typed == "cha" else [])


def test_one_product_is_meant_by_its_barcode(session):
    tea = a_product()
    assert queries.meant(TEA) == [tea]

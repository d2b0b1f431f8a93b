"""The till's products on the tablet, against the snapshot as it is: found without network (C31, C32)."""

import pytest
from sqlalchemy import select

from portal.goods import actions as goods
from portal.goods.models import Product
from portal.kernel.db import db
from portal.kernel.scope import House
from tests.browser.conftest import TABLET

pytestmark = pytest.mark.browser
covers = ("C31", "C32")
BARCODES = {"6900000000069": "蒙牛纯牛奶", "6900000000076": "蒙牛酸牛奶", "6900000000083": "纯牛奶"}
OPEN = """async ([module, asks]) => {
    const catalogue = await (await import(module)).open();
    return asks.map(([name, asked]) => {
        const found = catalogue[name](asked);
        return Array.isArray(found) ? found.map((one) => one.name) : found && [found.name, found.price]; }); }"""
CALL = """async ([module, name, given]) => (await (await import(module))[name](...given)) ?? null"""
TAKE_TWICE = """async (module) => {
    const { open, take } = await import(module);
    const product = (id, name) => ({ id, name, pinyin: '', barcode: String(id) });
    await take({ n: 1, products: [product(1, 'one'), product(2, 'two'), product(501, 'far')] });
    await take({ n: 2, since: 1, products: [product(2, 'second'), product(1001, 'new')], gone: [501] });
    await take({ n: 3, since: 2, store: { code: 'A' }, products: [] });
    const { facts, size, byId } = await open('A');
    const other = await open('B');
    return [facts.n, size, [1, 2, 501, 1001].map((id) => byId(id)?.name ?? null), other.size, other.facts]; }"""
# a case by its own barcode, what is weighed by its number on the scale, and a price that begins while one looks
CODES = """async (module) => {
    const { open, take } = await import(module);
    const now = Math.floor(Date.now() / 1000);
    const prices = [[0, false, 'fixed', 500, 450, null, null, 0, null],
        [2, false, 'fixed', 400, null, null, null, now + 60, now + 120]];
    await take({ products: [
        { id: 1, name: 'milk', pinyin: '', barcode: '1', more_barcodes: [['12', 6]], price: 550, member_price: null,
          prices },
        { id: 2, name: 'rice', pinyin: '', barcode: '2', plu: '00042', price: 300, member_price: 280 }] });
    const { byCode, byPlu, scanned } = await open();
    const at = (seconds) => {
        const was = Date.now;
        Date.now = () => was() + seconds * 1000;
        const { price, member_price: member } = byCode('12');
        Date.now = was;
        return [price, member]; };
    return [scanned('12').pieces, byPlu('00042').name, byPlu('00043'), at(0), at(90), at(150), at(-now - 60)]; }"""
MANY = """async (module) => {
    const { open, take } = await import(module);
    const products = [...Array(20000)].map((_, n) => ({
        id: n + 1, barcode: String(6900000000000 + n), name: `商品 ${n}`, pinyin: `sp${n} shangpin${n}`,
        category: '食品', unit: '盒', weighed: false, price: 100 + n, member_price: null }));
    await take({ products });
    const before = performance.now();
    const catalogue = await open();
    const opened = performance.now();
    const hit = catalogue.byCode('6900000019999');
    const scanned = performance.now();
    const found = catalogue.find('sp1999').length;
    const [open_ms, scan_ms, find_ms] = [opened - before, scanned - opened, performance.now() - scanned];
    return { size: catalogue.size, hit: hit.id, found, open_ms, scan_ms, find_ms }; }"""


@pytest.fixture
def till(seat, live_app):
    """A page of the clerk's, and `call("open", …)` of the catalogue's module there."""
    with live_app.app_context():
        known = set(db.session.scalars(select(Product.barcode)))
        for barcode in BARCODES.keys() - known:
            goods.add_product(
                by=House("tests"), barcode=barcode, name=BARCODES[barcode], unit="盒", category="乳品", price=500,
                member_price=450,
            )  # fmt: skip
        db.session.commit()
    page = seat("clerk", TABLET).open("/waiting")
    page.module = f"{live_app.static_url_path}/js/till/catalogue.js"
    return page


def test_what_the_snapshot_holds_is_found_without_network(till):
    assert till.evaluate(CALL, [till.module, "refresh", []]) is True
    till.context.set_offline(True)
    asks = [["byCode", "6900000000069"], ["byCode", "404"], ["find", "mncnn"], ["find", "酸牛"], ["find", "纯牛奶"]]
    found = till.evaluate(OPEN, [till.module, [*asks, ["find", " "]]])
    assert found == [["蒙牛纯牛奶", 500], None, ["蒙牛纯牛奶"], ["蒙牛酸牛奶"], ["纯牛奶"], []]
    assert till.evaluate(CALL, [till.module, "refresh", []]) is None
    assert till.evaluate(OPEN, [till.module, asks[:1]]) == [["蒙牛纯牛奶", 500]]


def test_a_new_price_comes_with_the_next_snapshot_and_what_is_known_is_not_sent_again(till, live_app):
    assert till.evaluate(CALL, [till.module, "refresh", []]) is True
    assert till.evaluate(CALL, [till.module, "refresh", []]) is False
    with live_app.app_context():
        yogurt = db.session.scalar(select(Product).where(Product.barcode == "6900000000076"))
        price = yogurt.price + 1
        facts = {name: getattr(yogurt, name) for name in ("name", "unit", "category", "member_price")}
        goods.change_product(yogurt, by=House("tests"), **facts, price=price)
        db.session.commit()
    assert till.evaluate(CALL, [till.module, "refresh", []]) is True
    assert till.evaluate(OPEN, [till.module, [["byCode", "6900000000076"]]]) == [["蒙牛酸牛奶", price]]


def test_a_difference_changes_what_it_names_and_takes_out_what_is_gone_and_no_other_store_sees_it(till):
    assert till.evaluate(TAKE_TWICE, till.module) == [3, 3, ["one", "second", None, "new"], 0, None]


def test_a_code_means_its_product_and_its_pieces_and_a_price_counts_when_it_is_asked_for(till):
    then = till.evaluate(CODES, till.module)
    assert then == [6, "rice", None, [500, 450], [400, None], [500, 450], [550, None]]


def test_only_what_changed_is_asked_for(till, live_app):
    asked = []
    till.on("request", lambda request: asked.append(request.url.partition("/till/snapshot")[1:]))
    assert till.evaluate(CALL, [till.module, "refresh", []]) is True
    with live_app.app_context():
        yogurt = db.session.scalar(select(Product).where(Product.barcode == "6900000000076"))
        goods.withdraw(yogurt, by=House("tests"), reason="断货")
        db.session.commit()
    assert till.evaluate(CALL, [till.module, "refresh", []]) is True
    first, second = [address for found, address in asked if found]
    assert first == "" and second.startswith("?since=")
    assert till.evaluate(OPEN, [till.module, [["byCode", "6900000000076"]]]) == [None]
    assert till.evaluate(OPEN, [till.module, [["byCode", "6900000000069"]]]) == [["蒙牛纯牛奶", 500]]
    with live_app.app_context():
        goods.restore(db.session.get(Product, yogurt.id), by=House("tests"))
        db.session.commit()


def test_twenty_thousand_products_are_opened_and_found(till):
    found = till.evaluate(MANY, till.module)
    assert (found["size"], found["hit"], found["found"]) == (20_000, 20_000, 11)
    assert found["scan_ms"] < 50

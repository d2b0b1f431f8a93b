"""Products from files: one row a product, new or changed by its barcode (C31)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from portal.goods.actions import add_all, add_barcodes, change_all
from portal.goods.actions.barcodes import MOST
from portal.goods.actions.products import is_code, is_plu
from portal.goods.barcodes import MOST_PIECES, is_barcode
from portal.goods.models import Product, ProductBarcode, ProductState
from portal.kernel import money
from portal.kernel.db import db
from portal.kernel.importer import Column, Line, Pass, Reader, Unit
from portal.kernel.sheets import Row
from portal.kernel.words import N_

PRODUCT_COLUMNS = (
    Column("barcode", N_("Barcode"), ("条码", "商品条码", "条形码", "国际条码"), True, "6901234567892",
           N_("Thirteen digits as a rule; format the column as text.")),
    Column("name", N_("Name"), ("品名", "商品名称", "名称", "商品"), True, "高山绿茶 250 g", ""),
    Column("category", N_("Category"), ("类别", "分类", "品类"), False, "酒水饮料", ""),
    Column("unit", N_("Unit"), ("单位",), True, "袋", N_("Bag, bottle, kilogram …")),
    Column("weighed", N_("Weighed"), ("称重", "是否称重"), False, "0", N_("1 where it is sold by weight.")),
    Column("price", N_("Price"), ("原价", "零售价", "售价", "单价"), True, "39.90", N_("In yuan, a unit or kilogram.")),
    Column("member_price", N_("Member price"), ("会员价",), False, "35.90", N_("Not above the price. Empty: none.")),
    Column("state", N_("State"), ("状态",), False, "在售", N_("on (在售) or off (停售). Empty: on.")),
    Column("more_barcodes", N_("Further barcodes"), ("其他条码", "附加条码", "多条码"), False, "",
           N_("Separated by spaces; ×12 behind one where it is a case of twelve. They are added, none is taken away.")),
    Column("code", N_("Article number"), ("货号", "商品编码", "商品编号"), False, "",
           N_("Letters, digits, hyphens; of one product only.")),
    Column("plu", N_("Scale number"), ("PLU", "秤码", "称码"), False, "",
           N_("Five digits; only of what a scale labels.")),
    Column("brand", N_("Brand"), ("品牌",), False, "", ""),
    Column("spec", N_("Size"), ("规格",), False, "", N_("Like 250 g or 5 L × 4.")),
)  # fmt: skip

_YES = {"1": True, "是": True, "y": True, "yes": True, "true": True}
_NO = {"0": False, "否": False, "n": False, "no": False, "false": False}
_STATES = {"on": ProductState.ON, "在售": ProductState.ON, "off": ProductState.OFF, "停售": ProductState.OFF}

_FURTHER = re.compile(r"([0-9]{4,20})(?:[x×*]([0-9]{1,4}))?")

FIELDS = ("barcode", "name", "category", "unit", "weighed", "price", "member_price", "state")
# a file that has no such column leaves them as they are
FURTHER_FIELDS = ("code", "plu", "brand", "spec")

Facts = dict[str, Any]


def parse_flag(text: str) -> bool:
    known = _YES | _NO
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


def parse_state(text: str) -> ProductState:
    if text.lower() not in _STATES:
        raise ValueError(text)
    return _STATES[text.lower()]


def parse_further(text: str) -> dict[str, int]:
    """Read further barcodes, each with how many pieces its pack holds: "6921168509256 6921168509997×12"."""
    found: dict[str, int] = {}
    for part in re.findall(r"[^\s,，、;；]+", text.lower()):
        read = _FURTHER.fullmatch(part)
        pieces = int(read[2] or 1) if read else 0
        if not read or not is_barcode(read[1]) or not 1 <= pieces <= MOST_PIECES or len(found) >= MOST:
            raise ValueError(part)
        found[read[1]] = pieces
    return found


def written(further: Iterable[tuple[str, int]]) -> str:
    """Return further barcodes as a cell of the file."""
    return " ".join(barcode if pieces == 1 else f"{barcode}×{pieces}" for barcode, pieces in further)


class ProductReader(Reader):
    """Reads the catalogue; knows by heart what each product is now, to say new, changed or same."""

    batch_rows = 400

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        self.fields = (*FIELDS, *(name for name in FURTHER_FIELDS if name in run.places))
        rows = db.session.execute(select(*(getattr(Product, name) for name in self.fields)))
        self.now = {row[0]: row for row in rows}
        numbers = select(Product.barcode, Product.code, Product.plu)
        # whose an article number or scale number is, in the catalogue and in this file's rows so far
        self.numbered = {
            (name, value): barcode
            for barcode, code, plu in db.session.execute(numbers)
            for name, value in (("code", code), ("plu", plu))
            if value
        }
        self.first: dict[str, int] = {}
        of_product = select(ProductBarcode.barcode, Product.barcode)
        # further barcodes, of the catalogue and of this file's rows so far: the product's own barcode of each
        self.owners = dict(db.session.execute(of_product.join(Product, Product.id == ProductBarcode.product_id)).all())

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        for row in rows:
            line = self.run.line(*row)
            facts = self.facts(line)
            if line.refused():
                continue
            standing = self.now.get(facts["barcode"])
            same = standing == tuple(facts[name] for name in self.fields) and not facts["more_barcodes"]
            note = "new" if standing is None else "same" if same else "changed"
            yield Unit(*row, 1, facts, note)

    def facts(self, line: Line) -> Facts:
        barcode = line.needed("barcode", 20)
        if barcode and not is_barcode(barcode):
            line.fault(
                "barcode",
                N_("Not a barcode: the digits do not agree."),
                N_("Compare it with the pack; format the column as text."),
            )
        elif barcode in self.first:
            line.fault(
                "barcode", N_("Stands in row %(row)s already."), N_("Keep one row a product."), row=self.first[barcode]
            )
        elif barcode in self.owners:
            taken = N_("A further barcode of %(barcode)s.")
            line.fault("barcode", taken, N_("Write that product's own barcode."), barcode=self.owners[barcode])
        line.needed("price")
        amount = N_("Write an amount like 12.50.")
        price = line.read("price", parse_price, N_("Not a number."), amount)
        member = line.read("member_price", parse_price, N_("Not a number."), amount)
        if price is not None and member is not None and member > price:
            line.fault(
                "member_price",
                N_("Above the price of %(price)s."),
                N_("Write at most the price."),
                price=money.plain_yuan(price),
            )
        facts = {
            "barcode": barcode,
            "name": line.needed("name", 120),
            "category": line.text("category", 60),
            "unit": line.needed("unit", 12),
            "weighed": line.read("weighed", parse_flag, N_("Neither yes nor no."), N_("Write 1 or 0."), False),
            "price": price,
            "member_price": member,
            "state": line.read("state", parse_state, N_("No such state."), N_("Write on or off."), ProductState.ON),
        }
        facts |= {name: line.text(name, most) for name, most in (("brand", 40), ("spec", 60)) if name in self.fields}
        facts |= {name: self.number(line, name, barcode) for name in ("code", "plu") if name in self.fields}
        facts["more_barcodes"] = self.further(line, barcode, weighed=facts["weighed"])
        if barcode and not line.faults:
            self.first[barcode] = line.row
            self.owners |= dict.fromkeys(facts["more_barcodes"], barcode)
            self.numbered |= {(name, facts[name]): barcode for name in ("code", "plu") if facts.get(name)}
        return facts

    def number(self, line: Line, name: str, barcode: str) -> str | None:
        """Return an article or scale number: well written, and no other product's."""
        value = line.text(name, 20)
        if not value:
            return None
        if not (is_code(value) if name == "code" else is_plu(value)):
            line.fault(name, N_("No such number."), N_("Write it as the heading says."))
        elif (owner := self.numbered.get((name, value), barcode)) != barcode:
            why = N_("%(barcode)s has this number already.")
            line.fault(name, why, N_("Keep it with one product."), barcode=owner)
        return value

    def further(self, line: Line, barcode: str, *, weighed: bool) -> dict[str, int]:
        """Return the further barcodes of a row that its product does not have yet."""
        wrong, way = N_("Not barcodes, or too many."), N_("Write them with spaces between, like 6921168509256×12.")
        try:
            found = parse_further(line.text("more_barcodes", 600))
        except ValueError:
            line.fault("more_barcodes", wrong, way)
            return {}
        for one, pieces in found.items():
            owner = one if one in self.now or one in self.first or one == barcode else self.owners.get(one, barcode)
            if owner != barcode or one == barcode:
                why = N_("%(further)s belongs to %(barcode)s already.")
                line.fault("more_barcodes", why, N_("Keep it with one product."), further=one, barcode=owner)
            elif weighed and pieces > 1:
                line.fault("more_barcodes", N_("A product sold by weight has no cases."), N_("Leave ×12 out."))
        return {one: pieces for one, pieces in found.items() if one not in self.owners}

    def load(self, things: list[Facts]) -> Counter[str]:
        further = {facts["barcode"]: facts["more_barcodes"] for facts in things}
        things = [{name: facts[name] for name in self.fields} for facts in things]
        barcodes = [facts["barcode"] for facts in things]
        standing = {p.barcode: p for p in db.session.scalars(select(Product).where(Product.barcode.in_(barcodes)))}
        new = [facts for facts in things if facts["barcode"] not in standing]
        changed = [
            (product, facts)
            for facts in things
            if (product := standing.get(facts["barcode"]))
            and any(getattr(product, name) != value for name, value in facts.items())
        ]
        added = add_all(new, by=self.run.reach)
        change_all(changed, by=self.run.reach)
        known = [*added, *standing.values()]
        more = [(product, further[product.barcode]) for product in known if further[product.barcode]]
        add_barcodes(more, by=self.run.reach)
        touched = {product.id for product, _ in [*changed, *more]} - {product.id for product in added}
        return Counter(new=len(new), changed=len(touched), same=len(things) - len(new) - len(touched))


def parse_price(text: str) -> int:
    price = money.parse_yuan(text)
    if not 0 <= price <= 10**9:
        raise ValueError(text)
    return price

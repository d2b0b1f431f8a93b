"""Count sheets: what people found on the shelves, and why it differs from the books."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.goods.models.product import Product
from portal.kernel.db import BigId, Id, Made, Milli, Model, Versioned
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store


class CountScope(Word):
    """What a sheet holds when it begins; whatever else is scanned is added to it."""

    ALL = "all", N_("Everything on the books")
    CATEGORY = "category", N_("One category")
    SCANNED = "scanned", N_("What is scanned")
    FILE = "file", N_("What files say")


class CountState(Word):
    OPEN = "open", P_("count", "Being counted"), "now"
    ADOPTED = "adopted", P_("count", "Adopted")
    DROPPED = "dropped", P_("count", "Dropped"), "off"


class Cause(Word):
    """Why the shelf differs from the books, as far as people found out."""

    RECEIPT = "receipt", N_("A delivery entered wrongly or not at all")
    TILL = "till", N_("Sold under another product")
    BROKEN = "broken", N_("Broken or spoilt, not written off")
    TAKEN = "taken", N_("Missing, perhaps taken")
    USED = "used", N_("Used in the shop, not written off")
    BEFORE = "before", N_("Counted wrongly before")
    UNKNOWN = "unknown", N_("Looked for and not found out")


class CountSheet(OfStore, Versioned, Made, Model):
    """One count of many products in a store: begun, counted by whoever stands at the shelf, then adopted (C31).

    Counting locks nothing: each line remembers when it was counted, and sales go on.
    """

    __tablename__ = "count_sheet"
    __table_args__ = (Index("ix_count_sheet_store_id_id", "store_id", "id"),)
    id: Mapped[Id]
    scope: Mapped[CountScope]
    category: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[CountState] = mapped_column(default=CountState.OPEN)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    # adopted or dropped
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(200), default="")
    store: Mapped[Store] = relationship(info=kept("the counted store"))

    @property
    def is_open(self) -> bool:
        return self.state == CountState.OPEN

    @property
    def title(self) -> str:
        return self.category if self.scope == CountScope.CATEGORY else self.scope.label


class CountLine(OfStore, Model):
    """What was found of one product, in thousandths; `expected` is what the books said at that moment.

    `expected` is written when the sheet is adopted: a sale that a tablet tells later was made before the count, too.
    """

    __tablename__ = "count_line"
    __table_args__ = (
        UniqueConstraint("sheet_id", "product_id"),
        Index("ix_count_line_store_id_product_id", "store_id", "product_id"),
    )
    id: Mapped[Id]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("count_sheet.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    counted: Mapped[Milli | None]
    counted_at: Mapped[datetime | None]
    counted_by: Mapped[int | None] = mapped_column(BigId)
    expected: Mapped[Milli | None]
    cause: Mapped[Cause | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    product: Mapped[Product] = relationship()

    @property
    def is_counted(self) -> bool:
        return self.counted is not None

    @property
    def source_key(self) -> str:
        """What the move of its difference is known by: once, however often the sheet is adopted."""
        return f"count:{self.sheet_id}:{self.product_id}"

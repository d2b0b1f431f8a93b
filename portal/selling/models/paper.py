"""A numbered sheet of paper on which a store writes its sales while nothing works."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Id, Made, Model
from portal.kernel.scope import OfStore, kept
from portal.network.models import Store

PAPER = "P-"  # how the names of sheets begin among the names of tills


def is_paper(device: str) -> bool:
    """Whether a till's name is a sheet's: nobody stands there, and its orders come from the page of the sheet alone."""
    return device.startswith(PAPER)


class PaperSheet(OfStore, Made, Model):
    """A sheet of numbered rows, each a sale; typed in later, each row once (C32).

    Its code is its till's name and the row its number, so that a row that is typed in again is known as the same sale.
    `begins_at` is fixed with the first row typed in.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (Index("uq_paper_sheet_store_id_code", "store_id", "code", unique=True),)
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(8))
    rows: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    day: Mapped[date | None] = mapped_column(Date)
    begins_at: Mapped[datetime | None]
    store: Mapped[Store] = relationship(info=kept("the sheet's own store"))

    @property
    def device(self) -> str:
        """The name of the till that its orders carry."""
        return f"{PAPER}{self.code}"

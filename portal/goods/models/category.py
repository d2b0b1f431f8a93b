"""The shelves of the catalogue, in head office's order."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Id, Made, Model
from portal.kernel.scope import Everywhere


class Category(Everywhere, Made, Model, why="categories are the same in every store"):
    """A category of products, which name it; renamed, its products follow. Retired, no product on sale is in it."""

    __tablename__ = "category"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int]
    retired_at: Mapped[datetime | None]

"""Two files of the same that became one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Model
from portal.kernel.scope import Regional


class Merger(Regional, Model):
    """A file that went into another: what stood in it, who merged them and when (C13)."""

    __tablename__ = "merger"
    personal = frozenset({"was"})
    id: Mapped[Id]
    kept_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"), index=True)
    # the row that is no more
    gone_id: Mapped[int] = mapped_column(BigId, index=True)
    # what stood there and is not in the file that was kept
    was: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)

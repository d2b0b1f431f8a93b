"""A tablet that a store's owner enrolled."""

import re
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import BigId, Id, Made, Model
from portal.kernel.scope import OfStore, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Store

# what a tablet calls itself until it is enrolled
OWN_NAME = re.compile(r"T[0-9a-f]{16}")


class DeviceState(Word):
    OK = "ok", P_("device", "In use"), "ok"
    REPLACED = "replaced", N_("Replaced"), "off"
    WITHDRAWN = "withdrawn", P_("device", "Withdrawn"), "off"


class Device(OfStore, Made, Model):
    """An enrolled tablet: its name stands on its orders, its secret proves that they are its own (C32)."""

    __tablename__ = "device"
    __table_args__ = (Index("uq_device_store_id_name", "store_id", "name", unique=True),)
    personal = frozenset({"token_hash"})
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(60), default="")
    token_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[DeviceState] = mapped_column(default=DeviceState.OK)
    enroller_id: Mapped[int | None] = mapped_column(BigId)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    ended_at: Mapped[datetime | None]
    # what it said itself when it was heard last: the highest number it gave out, and how many orders it still holds
    seen_at: Mapped[datetime | None]
    last_made: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    store: Mapped[Store] = relationship(info=kept("the device's own store"))

    @property
    def in_use(self) -> bool:
        return self.state == DeviceState.OK

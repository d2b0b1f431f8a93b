"""Keys of orders: UUIDs of version 7, made by whoever places the order, so that a repeat is known as one."""

import secrets
import time
import uuid


def new_key() -> str:
    """Return a fresh UUIDv7: milliseconds since 1970, then chance."""
    moment = time.time_ns() // 1_000_000
    number = (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def plain_key(text: object) -> str | None:
    """Return a key in its one spelling, or None where the text is no UUID."""
    try:
        return str(uuid.UUID(text)) if isinstance(text, str) and len(text) <= 40 else None
    except ValueError:
        return None

"""A tablet as tests play it: orders as it says them, and what it is answered."""

from dataclasses import dataclass
from typing import Any

from portal.kernel import clock
from portal.selling.keys import new_key


@dataclass
class Told:
    """An answer of the sync."""

    status: int
    json: dict[str, Any]

    @property
    def results(self) -> list[dict[str, Any]]:
        return list(self.json["results"])

    @property
    def states(self) -> list[str]:
        return [result["state"] for result in self.results]


def talk(browser: Any, device: str = "T1") -> Any:
    """Return `tablet(*orders, **facts)`, which sends a batch."""

    def tablet(*orders: dict[str, Any], **facts: Any) -> Told:
        answer = browser.post("/till/sync", json={"device": device, "orders": list(orders), **facts})
        return Told(answer.status_code, answer.json)

    return tablet


def order(*lines: dict[str, Any], n: int = 1, **facts: Any) -> dict[str, Any]:
    """Return an order as a tablet says it; the last of `lines` may be its number."""
    said = list(lines)
    if said and isinstance(said[-1], int):
        n = said.pop()
    moment = clock.now().isoformat()
    return {"key": new_key(), "sequence": n, "placed_at": moment, "lines": said} | facts


def line(product: Any, pieces: float = 1, **facts: Any) -> dict[str, Any]:
    return {"product_id": product.id, "quantity": round(pieces * 1000)} | facts

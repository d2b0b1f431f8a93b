"""Tablets that sell over HTTP: signed in, each order retried until the rule of the till's outbox lets it go."""

import http.client
import json
import random
import re
import threading
import time
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from portal.selling.keys import new_key
from portal.selling.rules_of_till.waiting import outbox_step
from tests.cast import PASSWORD, PEOPLE

PATIENCE = 90.0  # seconds one order is retried


class Refusal(Exception):
    """An answer that no retry mends."""


class Tablet:
    """A browser of one of the cast, reduced to what sells: a cookie, a token, and requests."""

    def __init__(self, port: int, person: str, device: str = "") -> None:
        self.port, self.person, self.device = port, person, device
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "", timeout: float = 20) -> Any:
        """Return (status, body, headers). Raises OSError or HTTPException when nobody answers."""
        headers = {"Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.token:
            headers["X-CSRFToken"] = self.token
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            for said in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = said.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, text, answer.headers
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, str]:
        status, text, _ = self.ask("GET", path)
        return status, text.decode()

    def post(self, path: str, facts: dict[str, Any]) -> tuple[int, str]:
        """Post a form."""
        body = urllib.parse.urlencode(facts, doseq=True).encode()
        status, text, _ = self.ask("POST", path, body, "application/x-www-form-urlencoded")
        return status, text.decode()

    def sign_in(self) -> "Tablet":
        _, page = self.get("/login")
        self.token = token_in(page)
        status, _ = self.post("/login", {"name": PEOPLE[self.person][1], "password": PASSWORD})
        if status != 303:
            raise Refusal(f"{self.person} could not sign in: {status}")
        _, page = self.get("/account")
        self.token = token_in(page)
        return self

    def sync(self, *orders: dict[str, Any], timeout: float = 20) -> tuple[int, dict[str, Any]]:
        """Post orders as the till does; return the status and the answer."""
        body = json.dumps({"device": self.device, "orders": orders}).encode()
        status, text, headers = self.ask("POST", "/till/sync", body, "application/json", timeout)
        readable = "json" in headers.get("Content-Type", "")
        return status, json.loads(text) if readable else {}


def token_in(page: str) -> str:
    found = re.search(r'name="csrf[-_]token" (?:content|value)="([^"]+)"', page)
    if found is None:
        raise Refusal("a page without a token")
    return found[1]


@dataclass
class Sold:
    """What a selling tablet knows: each order acknowledged, with what it is worth."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: int = 0
    replays: int = 0
    gave_up: int = 0
    strange: list[str] = field(default_factory=list)  # answers that no fault explains
    statuses: dict[int, int] = field(default_factory=dict)
    moments: list[tuple[float, float]] = field(default_factory=list)  # first tried, acknowledged

    def add(self, other: "Sold") -> "Sold":
        self.orders |= other.orders
        self.asked += other.asked
        self.replays += other.replays
        self.gave_up += other.gave_up
        self.strange += other.strange
        self.moments += other.moments
        for status, count in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + count
        return self


class Seller(threading.Thread):
    """Sells order after order on one tablet until it is told to stop; an order once begun is seen through."""

    def __init__(self, tablet: Tablet, barcodes: list[str], seed: str, stop: threading.Event, most: int) -> None:
        super().__init__(daemon=True)
        self.tablet, self.barcodes, self.stop, self.most = tablet, barcodes, stop, most
        self.dice = random.Random(seed)
        self.sold = Sold()

    def run(self) -> None:
        for number in range(1, self.most + 1):
            if self.stop.is_set():
                return
            self.see_through(self.order(number))

    def order(self, number: int) -> dict[str, Any]:
        lines = [
            {"barcode": barcode, "quantity": 1000 * self.dice.randint(1, 5)}
            for barcode in self.dice.sample(self.barcodes, self.dice.randint(1, 3))
        ]
        moment = datetime.now(UTC).isoformat()
        return {"key": new_key(), "sequence": number, "placed_at": moment, "payment": "cash", "lines": lines}

    def see_through(self, order: dict[str, Any]) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            if self.acknowledged(order):
                self.sold.orders[order["key"]] = order
                self.sold.moments.append((begun, time.monotonic()))
                if self.dice.random() < 0.05:  # as a tablet does whose own note of the answer was lost
                    self.acknowledged(order)
                return
            time.sleep(self.dice.uniform(0.05, 0.3))
        self.sold.gave_up += 1

    def acknowledged(self, order: dict[str, Any]) -> bool:
        """Send an order; whether it leaves the outbox, by the rule that the till's own outbox has."""
        self.sold.asked += 1
        try:
            status, answer = self.tablet.sync(order)
            self.sold.statuses[status] = self.sold.statuses.get(status, 0) + 1
        except (OSError, http.client.HTTPException, ValueError):
            status, answer = 0, {}
        step = outbox_step(sent=[order["key"]], answer=answer | {"status": status})
        is_gone = step["rows"][0]["state"] == "gone"
        if is_gone:
            self.sold.replays += answer["results"][0]["state"] == "known"
        elif step["next"] != "later":
            self.sold.strange.append(f"{status} {answer}")
        return is_gone


def sell(tablets: Iterable[Tablet], barcodes: list[str], seed: str, most: int) -> tuple[list[Seller], threading.Event]:
    """Set tablets to sell; returns them and the event that ends it."""
    stop = threading.Event()
    sellers = [Seller(tablet, barcodes, f"{seed} {tablet.device}", stop, most) for tablet in tablets]
    for seller in sellers:
        seller.start()
    return sellers, stop


def finished(sellers: list[Seller], stop: threading.Event) -> Sold:
    """End the selling and return what all of them know."""
    stop.set()
    for seller in sellers:
        seller.join(PATIENCE + 30)
    sold = Sold()
    for seller in sellers:
        sold.add(seller.sold)
    return sold

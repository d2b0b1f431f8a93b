"""Bytes over the wire as a browser takes them, headers included, with an empty and then a full cache (S10).

The till counts until it can take money: page, sheets of every sale, their scripts. What it fetches after that, when
nobody waits – the other sheets, members, sales put aside – is told beside it; the worker's own copies are neither.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from bench.dashboard import address
from bench.people import PASSWORD
from bench.stage import Network, Server, Stage, say, serving
from portal.accounts.roles import Role

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LEFT_OUT = "/till/snapshot"
TILL = "/till"
REST = "/till/parts/"  # what the till asks for first once it can take money


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return bytes.first: a manager's home with an empty cache; bytes.next: the heaviest of the pages he opens from
    there; bytes.till: the till with an empty cache until it can take money, without its snapshot; bytes.till_whole:
    with all that it fetches when nobody waits."""
    network = stage.year(engine)
    with serving(network) as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM or None, args=FLAGS)
        with visited(chromium, server, network.cast.phones[Role.RM]) as (page, wire):
            first = wire.of(page, lambda: page.goto(f"http://127.0.0.1:{server.port}/"))
            tell("first load of /", wire.files())
            following = {path: wire.of(page, lambda p=path: follow(page, p)) for path in walk(network)}
        with visited(chromium, server, network.cast.phones[Role.OWNER]) as (page, wire):
            whole = wire.of(page, lambda: page.goto(f"http://127.0.0.1:{server.port}{TILL}"))
            till = wire.files(until=REST)
            tell("the till until it takes money", till)
        chromium.close()
    tell("each further page", following)
    heaviest = max(following.values())
    return {
        "bytes.first": first, "bytes.till": sum(till.values()), "bytes.till_whole": whole, "bytes.next": heaviest,
        "bytes.next.min": min(following.values()), "bytes.next.max": heaviest,
        "bytes.next_median": round(median(following.values())),
    }  # fmt: skip


def tell(what: str, sizes: dict[str, int]) -> None:
    """Say what weighs most, for whoever wants it lighter."""
    say(f"{what}: {sum(sizes.values()):,} bytes in {len(sizes)}")
    for path, size in sorted(sizes.items(), key=lambda item: -item[1])[:8]:
        say(f"  {size:7,}  {path}")


def walk(network: Network) -> list[str]:
    """What a manager opens one after the other, each a page of another kind."""
    store = f"/stores/{network.cast.store}"
    return ["/stores", store, "/selling/orders", address(network), "/supervision/audits", "/prospecting/prospects", "/"]


def follow(page: Page, path: str) -> None:
    """Open a page as a link of the page at hand does: by htmx where the portal boosts its links."""
    page.evaluate(
        """path => { const link = document.createElement('a'); link.href = path;
           const main = document.querySelector('#main'); main.append(link);
           if (window.htmx) htmx.process(main); link.click(); }""",
        path,
    )
    page.wait_for_url(f"**{path}")


class Wire:
    """What the browser's own network events say was received."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, int] = {}
        self.paths: dict[str, str] = {}  # in the order in which they were asked for
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.requestWillBeSent", self.sent)
        self.session.on("Network.loadingFinished", self.finished)

    def sent(self, event: Any) -> None:
        self.paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def finished(self, event: Any) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def of(self, page: Page, opened: Any) -> int:
        """Return the bytes that opening something took, its files included."""
        self.sizes.clear()
        self.paths.clear()
        opened()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        return sum(self.files().values())

    def files(self, until: str = "") -> dict[str, int]:
        """Return what each address took, of all or of those that were asked for before the one that begins so."""
        found: dict[str, int] = {}
        for number, path in self.paths.items():
            if until and path.startswith(until):
                return found
            if path != LEFT_OUT:
                found[path] = found.get(path, 0) + self.sizes.get(number, 0)
        assert not until, f"{until} was not asked for"
        return found


@contextmanager
def visited(chromium: Any, server: Server, phone: str) -> Iterator[tuple[Page, Wire]]:
    """A browser of someone signed in, whose cache is empty."""
    # without the worker, which has fetched its files beforehand
    context = chromium.new_context(locale="zh-CN", service_workers="block")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/login")
    page.fill("input[name=name]", phone)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: urlsplit(url).path != "/login")
    page.wait_for_load_state("networkidle")
    wire = Wire(page)
    wire.session.send("Network.clearBrowserCache")
    yield page, wire
    context.close()

"""A real server on a database of its own and headless Chromium, one of each a worker."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

from portal.kernel import jobs
from tests import browse
from tests.cast import PASSWORD, PEOPLE
from tests.conftest import leave, make_app

# waiting long costs nothing where nothing fails, and this machine may be busy
PATIENCE = 20_000  # milliseconds
expect.set_options(timeout=PATIENCE)
PHONE, TABLET, DESK = {"width": 375, "height": 667}, {"width": 1024, "height": 768}, {"width": 1440, "height": 900}
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")  # the first draws no window that nobody sees
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def live_app(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Iterator[Flask]:
    """A portal that holds the cast and nothing else."""
    app = make_app(tmp_path_factory.mktemp("live"), f"live_{worker_name}")
    yield app
    leave(app)


@pytest.fixture(scope="session")
def demo_app(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Iterator[Flask]:
    """A portal that holds the demo network, its last two weeks."""
    app = make_app(tmp_path_factory.mktemp("demo"), f"demo_{worker_name}", with_cast=False)
    with app.app_context():
        app.test_cli_runner().invoke(args=["demo", "--days", "14"], catch_exceptions=False)
    yield app
    leave(app)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve a portal; background work is done by a thread as the worker would."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def work(job_id: int) -> None:
        def go() -> None:
            with app.app_context():
                jobs.run(job_id)

        threading.Thread(target=go, daemon=True).start()

    app.extensions["wake_worker"] = work
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def address(live_app: Flask) -> Iterator[str]:
    with serving(live_app) as at:
        yield at


@pytest.fixture(scope="session")
def demo_address(demo_app: Flask) -> Iterator[str]:
    with serving(demo_app) as at:
        yield at


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium must be there: a browser test is never skipped for want of a browser."""
    if not CHROMIUM:
        pytest.fail("Chromium is missing: run scripts/system-packages test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


# colours change at once, not on a way that axe would meet them on
AT_ONCE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


class Seat:
    """A person before a device: a page that reports what no page may do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.window: Page = context.new_page()
        self.came_in = False
        self.troubles: list[str] = []
        self.is_cut_off = False
        self.window.on("console", self.heard)
        self.window.on("pageerror", self.note)
        self.window.on("request", self.asked)

    @property
    def page(self) -> Page:
        """The page at hand; whoever has just come in stands on his home page."""
        return self.open("/") if self.came_in else self.window

    def heard(self, message: ConsoleMessage) -> None:
        # a refused form answers 422 by design; the browser calls that an error, and every request without network
        expected = self.is_cut_off or any(code in message.text for code in ("422", "409"))
        if message.type == "error" and not expected:
            self.troubles.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"another host: {request.url}")

    def cut_off(self, cut: bool = True) -> None:
        """Take the network away, or give it back."""
        self.is_cut_off = self.is_cut_off or cut
        self.context.set_offline(cut)
        self.is_cut_off = cut

    def open(self, path: str) -> Page:
        self.came_in = False
        self.window.goto(self.address + path)
        return self.window

    def come_in(self, app: Flask, key: str) -> "Seat":
        """Sign in at the door itself, without its page: that one is looked at where somebody signs in by `sign_in`."""
        with app.app_context():
            door = browse.Browser(app)
            assert door.post("/login", {"name": PEOPLE[key][1], "password": PASSWORD}).status_code == 303
            kept = [door.client.get_cookie(name) for name in ("portal", "portal_device")]
        self.context.add_cookies([{"name": c.key, "value": c.value, "url": self.address} for c in kept if c])
        self.came_in = True
        return self

    def sign_in(self, key: str) -> "Seat":
        self.open("/login")
        self.page.fill("input[name=name]", PEOPLE[key][1])
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.address}/")
        return self

    def check(self, *, by_axe: bool = True) -> None:
        """axe finds nothing, nothing scrolls sideways, and no trouble was heard so far."""
        if by_axe:
            self.ask_axe()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide}px"
        assert self.troubles == [], f"{self.page.url}: {self.troubles}"

    def check_at_night(self) -> None:
        """By night only colours are others."""
        self.page.evaluate(AT_ONCE)
        self.page.emulate_media(color_scheme="dark")
        try:
            self.ask_axe(runOnly=["color-contrast", "link-in-text-block"])
        finally:
            self.page.emulate_media(color_scheme="light")

    def ask_axe(self, **options: Any) -> None:
        # through the debugging protocol, which the page's content policy does not govern
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text() + "; true")
        few = {"resultTypes": ["violations"], "preload": False}  # preload is needed for sounds alone
        found = self.page.evaluate("options => axe.run(document, options)", few | options)
        violations = [
            f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:200]}"
            for v in found["violations"]
        ]
        assert violations == [], f"{self.page.url}: {violations}"

    def note(self, error: Any) -> None:
        """Keep an error of a page's script; that a change of pages was skipped is the browser's own remark."""
        if not str(error).startswith("Transition was "):
            self.troubles.append(f"script: {error}")

    def look(self, path: str) -> Page:
        """Open a page and check it."""
        self.open(path)
        self.check()
        return self.page


def kind_of(path: str) -> str:
    """Return the shape of an address: pages of one kind are looked at once."""
    parts = urlsplit(path).path.strip("/").split("/")
    return "/".join("#" if any(c.isdigit() for c in part) else part for part in parts)


@pytest.fixture
def seat(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Seat]]:
    """`seat("rm_north", PHONE)`: that person, signed in, on that device; `demo=True` in the demo network.

    Nothing moves, which would take longer than the pages do, unless `moving=True`.
    """
    contexts: list[BrowserContext] = []

    def take(
        key: str = "", size: Any = None, *, locale: str = "zh-CN", dark: bool = False, demo: bool = False,
        moving: bool = False,
    ) -> Seat:  # fmt: skip
        address = request.getfixturevalue("demo_address" if demo else "address")
        context = chromium.new_context(
            viewport=size or DESK, locale=locale, color_scheme="dark" if dark else "light",
            reduced_motion="no-preference" if moving else "reduce", has_touch=size == PHONE,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        taken = Seat(context, address)
        return taken.come_in(request.getfixturevalue("demo_app" if demo else "live_app"), key) if key else taken

    yield take
    for context in contexts:
        context.close()


@pytest.fixture
def tablet(chromium: Browser, address: str, live_app: Flask, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """`tablet("clerk")`: a tablet of its own, signed in; `dies=True` keeps what a battery's end leaves, and is the same
    one opened again."""
    from tests.browser.tills import Till

    opened: list[BrowserContext] = []

    def take(key: str = "", *, dies: bool = False) -> Any:
        if dies:
            context = chromium.browser_type.launch_persistent_context(
                tmp_path / "tablet", executable_path=CHROMIUM, args=FLAGS, viewport=TABLET, locale="zh-CN"
            )
        else:
            context = chromium.new_context(viewport=TABLET, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        seat = Seat(context, address)
        return Till(seat.come_in(live_app, key) if key else seat, live_app)

    yield take
    for context in opened:
        context.close()


@pytest.fixture
def soap(live_app: Flask) -> dict[str, Any]:
    """An order of a product that is on sale."""
    from tests.browser.tills import a_soap

    return a_soap(live_app)


def turn_to(page, step: str) -> None:
    """Turn a form in steps to one of them: "place", "count", "shelves", "photos"."""
    page.locator(f".steps a[href='#step-{step}']:visible").click()

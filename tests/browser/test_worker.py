"""The worker and the device's database alone, on a site of their own: the worker knows of no room (C32)."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static" / "js"

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang=en><head><title>{title}</title></head>
<body data-viewer="{viewer}"{says}><h1>{title}</h1>
<script type="module" src="/static/{build}/js/till/main.js"></script></body></html>"""
MODULES = {
    "till/main.js": 'import { a } from "../a.js";\nimport "./b.js";\ndocument.body.dataset.ran = a;'
    'navigator.serviceWorker.addEventListener("message", ({ data }) => { document.body.append(data.renewed); });',
    "till/b.js": 'const later = () => import("../deep/c.js");\nif (location.hash) later();',
    "a.js": 'export const a = "yes";',
    "deep/c.js": "export const c = 1;",
}
REGISTER = """async (says) => {
    await navigator.serviceWorker.register('/worker.js');
    (await navigator.serviceWorker.ready).active.postMessage(says); }"""
SAY = "async (says) => (await navigator.serviceWorker.ready).active.postMessage(says)"
UNTIL_KEPT = """([cache, address, words]) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`${address} is not kept`)), 9000);
    const look = async () => {
        const kept = await (await caches.open(cache)).match(address);
        return kept && (await kept.text()).includes(words) ? done(true) : setTimeout(look, 50); };
    look(); })"""
UNTIL_GONE = """([cache, address]) => new Promise((done) => {
    const look = async () =>
        (await (await caches.open(cache)).match(address)) ? setTimeout(look, 50) : done(true);
    look(); })"""
# what a page of an earlier release did: its database has one store
AS_BEFORE = """() => new Promise((done, fail) => {
    const asked = indexedDB.open('portal', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('forms', { keyPath: 'key' });
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
        const work = asked.result.transaction('forms', 'readwrite');
        work.objectStore('forms').put({ key: 'one', viewer: '7', at: 1, fields: [] });
        work.oncomplete = () => { asked.result.close(); done(); }; }; })"""
AS_LATER = """() => new Promise((done) => {
    const asked = indexedDB.open('portal', 99);
    asked.onsuccess = () => { asked.result.close(); done(); }; })"""
PUT_MEMBER = """async (device) => {
    const { run } = await import(device);
    await run(['members', 'till', 'sales'], 'readwrite', (members, till, sales) => {
        const member = { id: 1, surname: 'Li', last_four: '8642', points: 320, home: false };
        till.put({ id: 9 }, 'turn');
        members.put(member);
        sales.put({ key: 'draft', sale: { key: 'a', lines: [{ n: 1 }], member } });
        sales.put({ key: 'held', state: 'held', name: 'Li', sale: { key: 'b', lines: [{ n: 2 }], member } });
        sales.put({ key: 'named', state: 'held', name: 'red coat', sale: { key: 'c', lines: [{ n: 3 }], member } });
        sales.put({ key: 'nobody', sale: { key: 'd', lines: [{ n: 4 }], member: null } });
        sales.put({ key: 'nothing', sale: { key: 'e', lines: [], member } });
        sales.put({ key: 'asked', state: 'taking', name: 'Li', total: 600 }); }); }"""
SALES = """async (device) => {
    const all = await (await import(device)).run('sales', 'readonly', (sales) => sales.getAll());
    const told = all.map(({ key, name, sale }) => [key, [name ?? '', sale?.lines, sale?.member]]);
    return JSON.parse(JSON.stringify(Object.fromEntries(told))); }"""
HIS = {"id": 1, "surname": "Li", "last_four": "8642", "points": 320, "home": False}
LEFT = {"id": 1, "last_four": "****", "home": False}
MEMBERS = """async (device) => {
    const { run } = await import(device);
    return [
        await run('members', 'readonly', (members) => members.count()),
        await run('till', 'readonly', (till) => till.count('turn'))]; }"""
# a form of the page, as people send it
SEND = """(action) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action });
    document.body.append(form);
    form.submit(); }"""
# as browsers do that were asleep for long: the connection is there, and whoever uses it is told that it is not
LOSE = """() => {
    const was = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...given) {
        IDBDatabase.prototype.transaction = was;
        this.close();
        return was.apply(this, given); }; }"""
HALF = """async (device) => {
    const { run } = await import(device);
    const half = (till) => { till.put(1, 'half'); throw new Error('half'); };
    const said = await run('till', 'readwrite', half).catch(({ message }) => message);
    return [said, (await run('till', 'readonly', (till) => till.get('half'))) ?? 'nothing']; }"""
STORES = """async (device) => (await import(device)).run(
    ['till', 'outbox'], 'readonly', (till, outbox) => till.get('number')).then((n) => n ?? 'nothing')"""


class Site(BaseHTTPRequestHandler):
    """Two pages and their modules; `told` says what is served and counts what was asked for."""

    told = {"title": "first", "build": "b1", "viewer": "7", "part": "p1"}

    def do_GET(self):
        if self.path == "/worker.js" or self.path.endswith("/js/device.js"):
            return self.say((STATIC / self.path.rsplit("/")[-1]).read_text(), "text/javascript")
        if self.path.startswith("/static/"):
            found = "/none/" not in self.path and MODULES.get(self.path.split("/js/")[-1])
            return self.say(found, "text/javascript") if found else self.send_error(404)
        if self.path.startswith("/counter/parts/"):
            there = self.path.endswith(self.told["part"])
            return self.say(self.told["part"], "text/plain") if there else self.send_error(404)
        says = f' data-kept-first data-part="/counter/parts/{self.told["part"]}"' if self.path == "/counter" else ""
        return self.say(PAGE.format(says=says, **self.told), "text/html")

    def do_POST(self):
        self.send_response(303)
        self.send_header("Location", "/counter")
        self.end_headers()

    def say(self, text, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words):
        """Nobody reads it."""


@pytest.fixture
def site():
    """The address of a site that only this test visits, and what it says."""
    told = dict(Site.told)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Site,), {"told": told}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    context.set_default_timeout(9000)
    yield context.new_page()
    context.close()


def keep(page, address, *paths, viewer="7"):
    page.goto(address + "/waiting")
    page.evaluate(REGISTER, {"viewer": viewer, "keep": list(paths), "build": "b1"})
    for path in paths:
        page.evaluate(UNTIL_KEPT, ["pages", path, "first"])


def test_a_page_that_says_so_is_opened_from_what_is_kept_and_is_new_the_next_time(page, site):
    address, told = site
    keep(page, address, "/counter", "/form")
    told["title"] = "second"
    page.goto(address + "/counter")
    assert page.inner_text("h1") == "first"
    page.get_by_text("<h1>second</h1>").wait_for()  # it hears what it will be
    page.goto(address + "/counter")
    assert page.inner_text("h1") == "second"
    page.goto(address + "/form")
    assert page.inner_text("h1") == "second"  # any other page is the network's
    told["title"] = "third"
    page.evaluate(SAY, {"viewer": "7", "keep": ["/form"], "build": "b1"})
    page.wait_for_timeout(300)  # in which it forgets what is not to be kept any more
    page.goto(address + "/counter")
    assert page.inner_text("h1") == "third"


@pytest.mark.parametrize(
    ("door", "viewer", "members"), [("/login", "8", 0), ("/store-choice", "7", 0), ("/preferences", "7", 1)]
)
def test_whoever_signs_in_goes_to_another_store_or_changes_his_language_finds_nothing_of_before(
    page, site, door, viewer, members
):
    address, told = site
    keep(page, address, "/counter")
    page.evaluate(PUT_MEMBER, f"{address}/static/b1/js/device.js")
    page.goto(address + "/form")
    told |= {"title": "another's", "viewer": viewer}
    with page.expect_navigation(url="**/counter"):
        page.evaluate(SEND, door)
    assert page.inner_text("h1") == "another's"
    device = f"{address}/static/b1/js/device.js"
    assert page.evaluate(MEMBERS, device) == [members, members], "nor a turn of before"
    him, name = (HIS, "Li") if members else (LEFT, "")
    assert page.evaluate(SALES, device) == {
        "draft": ["", [{"n": 1}], him], "held": [name, [{"n": 2}], him], "named": ["red coat", [{"n": 3}], him],
        "nobody": ["", [{"n": 4}], None], "nothing": ["", [], him if members else None], "asked": [name, None, None],
    }, "the goods stay, and of their buyer who he is to the server"  # fmt: skip


def test_what_a_page_fetches_before_the_worker_knows_whose_it_is_stays(page, site):
    """Else whoever comes in, opens the till and takes it at once has neither members nor his turn a moment later."""
    address, _told = site
    page.goto(address + "/form")
    page.evaluate(PUT_MEMBER, f"{address}/static/b1/js/device.js")
    keep(page, address, "/counter")
    assert page.evaluate(MEMBERS, f"{address}/static/b1/js/device.js") == [1, 1]


def test_a_page_that_is_open_finds_its_parts_after_a_release(page, site):
    address, told = site
    keep(page, address, "/counter")
    for build, there in (("b2", True), ("b3", False)):
        told |= {"title": build, "build": build}
        for path in ("/counter", f"/form?{build}"):  # when the second is kept, the first is tidied up after
            page.evaluate(REGISTER, {"viewer": "7", "keep": [path], "build": build})
            page.evaluate(UNTIL_KEPT, ["pages", path, build])
        found = page.evaluate("async () => Boolean(await caches.match('/static/b1/js/deep/c.js'))")
        assert found == there, build


def test_somebody_else_at_a_page_that_is_kept_gets_his_own_at_once(page, site):
    address, told = site
    keep(page, address, "/counter")
    told |= {"title": "another's", "viewer": "8"}  # signed in where this worker saw nothing of it
    page.goto(address + "/counter")
    page.locator("h1", has_text="another's").wait_for()
    told["title"] = "his second"
    page.goto(address + "/counter")
    assert page.inner_text("h1") == "his second", "nothing is opened first that was not kept for him"


def test_signing_out_ends_what_is_kept(page, site):
    address, told = site
    keep(page, address, "/counter")
    told |= {"title": "another's", "viewer": "8"}
    page.evaluate(SAY, {"viewer": "", "keep": []})
    page.wait_for_function(
        "async () => !(await caches.has('pages')) || !(await (await caches.open('pages')).keys()).length"
    )
    page.goto(address + "/counter")
    assert page.inner_text("h1") == "another's"


def test_a_page_meets_the_parts_of_its_own_release_and_that_from_the_first_time_on(page, site):
    address, told = site
    part = "async (name) => { const said = await fetch(`/counter/parts/${name}`); return said.ok ? said.text() : ''; }"
    keep(page, address, "/counter")
    told |= {"title": "second", "build": "b2", "part": "p2"}
    assert page.evaluate(part, "p1") == "p1", "the page that brought the worker gets what is kept"
    page.goto(address + "/counter")
    assert (page.inner_text("h1"), page.evaluate(part, "p1")) == ("first", "p1")
    page.evaluate(UNTIL_KEPT, ["pages", "/counter", "second"])
    page.evaluate(REGISTER, {"viewer": "7", "keep": ["/counter"], "build": "b2"})
    page.evaluate(UNTIL_GONE, ["parts", "/counter/parts/p1"])
    page.context.set_offline(True)
    page.goto(address + "/counter")
    assert (page.inner_text("h1"), page.evaluate(part, "p2")) == ("second", "p2")


def test_a_page_whose_parts_are_not_all_there_does_not_take_the_place_of_one_that_is_whole(page, site):
    address, told = site
    keep(page, address, "/counter")
    told |= {"title": "half", "build": "none"}
    page.goto(address + "/counter")
    page.wait_for_timeout(300)  # in which it asks for the page and its parts
    page.goto(address + "/counter")
    assert page.inner_text("h1") == "first"


def test_modules_of_folders_beside_and_above_run_without_network(page, site):
    address, _told = site
    keep(page, address, "/counter")
    for name in MODULES:
        page.evaluate(UNTIL_KEPT, ["parts", f"/static/b1/js/{name}", ""])
    page.context.set_offline(True)
    page.goto(address + "/counter")
    page.locator("body[data-ran=yes]").wait_for(state="attached")


@pytest.mark.parametrize("before", [AS_BEFORE, AS_LATER], ids=["an_older_one", "a_newer_one"])
def test_the_database_of_another_release_is_used_as_it_is(page, site, before):
    address, _told = site
    device = f"{address}/static/b1/js/device.js"
    page.goto(address + "/form")
    if before == AS_LATER:
        assert page.evaluate(STORES, device) == "nothing"
    page.evaluate(before)
    page.reload()
    assert page.evaluate(STORES, device) == "nothing"
    kept = page.evaluate("async (device) => JSON.stringify(await (await import(device)).mine())", device)
    assert [form["key"] for form in json.loads(kept)] == (["one"] if before == AS_BEFORE else [])


def test_a_connection_that_was_lost_is_opened_anew_and_half_a_deed_is_none(page, site):
    address, _told = site
    device = f"{address}/static/b1/js/device.js"
    page.goto(address + "/form")
    assert page.evaluate(STORES, device) == "nothing"
    page.evaluate(LOSE)
    assert page.evaluate(STORES, device) == "nothing"
    assert page.evaluate(HALF, device) == ["half", "nothing"]

"""What pages weigh on a slow line, reckoned; `make bench ONLY=bytes` weighs them on the wire, over a whole year."""

import re
from pathlib import Path
from posixpath import normpath

import brotli
import pytest

from bench.floors import FLOORS
from portal.kernel.assets import OWN_SHEETS, SHEETS, without_asides, without_remarks
from tests.browse import Browser
from tests.browser.conftest import kind_of
from tests.cast import PASSWORD, PEOPLE

pytestmark = pytest.mark.browser  # the demo network is those tests' own
STATIC = Path(__file__).parents[2] / "static"
HEAD = 300  # bytes of a static file's answer beside the file
# opened one after the other, each with its room's sheet, as the benchmark does
WALK = ("/stores", "/selling/orders", "/insight/regions", "/supervision/audits", "/prospecting/prospects", "/")
AT_ONCE = ("js/till/sheets/selling.js",)  # the till takes money with these
MOST = 8_000  # bytes of the longest file or form, its room's sheet known
BESIDE = re.compile(r'(?:from|^import) "(\.\.?/[\w./-]+\.js)"', re.MULTILINE)  # what a module cannot do without
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "main#main", "Accept-Encoding": "br"}


@pytest.fixture
def sit(demo_app):
    """`sit("owner")`: his browser in the demo network."""

    def down(key):
        browser = Browser(demo_app)
        assert browser.post("/login", {"name": PEOPLE[key][1], "password": PASSWORD}).status_code == 303
        return browser

    with demo_app.app_context():
        yield down


def named_in(page):
    """Return the static files that a page's source names."""
    return set(re.findall(r'(?:href|src)="/static/\w+/([^"#]+\.(?:css|js|svg))', page))


def weight(names):
    """Return the compressed bytes of static files, as they are served, with the modules they import."""
    files, waiting = {}, set(names)
    while waiting:
        name = waiting.pop()
        text = (STATIC / name).read_text()
        lighter = {"css/": without_remarks, "js/": without_asides}.get(name.partition("/")[0] + "/", str)
        files[name] = len(brotli.compress(lighter(text).encode())) + HEAD
        beside = BESIDE.findall(text) if "/vendor/" not in name else []
        waiting |= {normpath(f"{name}/../{other}") for other in beside} - files.keys()
    return sum(files.values())


def whole(answer):
    return len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())


@pytest.mark.parametrize(
    "key,path,one_after_the_other,at_once,floor",
    [("rm_north", "/", SHEETS, (), "bytes.first"), ("owner", "/till", OWN_SHEETS, AT_ONCE, "bytes.till")],
)
def test_a_first_page_with_all_its_files_stays_below_its_floor(key, path, one_after_the_other, at_once, floor, sit):
    browser = sit(key)
    names = named_in(browser.get(path).text) | set(at_once)
    apart = {f"css/{sheet}.css" for sheet in one_after_the_other}
    assert apart < names
    together = "\n".join((STATIC / "css" / f"{sheet}.css").read_text() for sheet in one_after_the_other)
    sheets = len(brotli.compress(without_remarks(together).encode())) + HEAD
    page = whole(browser.get(path, headers={"Accept-Encoding": "br"}))
    assert page + sheets + weight(names - apart) <= FLOORS[floor].floor


def test_each_further_page_stays_below_its_floor_with_its_room_s_sheet(sit):
    browser = sit("rm_north")
    known, heavy = named_in(browser.get("/").text), {}
    for path in WALK:
        answer = browser.get(path, headers={"Accept-Encoding": "br"})
        bytes_ = whole(answer) + weight(named_in(brotli.decompress(answer.data).decode()) - known)
        if bytes_ > FLOORS["bytes.next"].floor:
            heavy[path] = bytes_
    assert heavy == {}


def test_no_page_of_a_manager_grows_without_bound(sit):
    browser, waiting, seen, heavy = sit("rm_north"), ["/", "/account"], set(), {}
    while waiting:
        path = waiting.pop(0)
        if kind_of(path) in seen or "format=" in path:
            continue
        seen.add(kind_of(path))
        answer = browser.get(path, headers=HTMX)
        if answer.mimetype == "text/html" and answer.headers.get("Content-Encoding") == "br":
            if (bytes_ := whole(answer)) > MOST:
                heavy[path] = bytes_
            links = re.findall(r'<a[^>]*href="(/[^"#]*)', brotli.decompress(answer.data).decode())
            waiting += [link for link in links if not link.startswith(("/static", "/files", "/logout"))]
    assert heavy == {}
    assert len(seen) > 20

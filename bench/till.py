"""The till on a slow processor: from a scan to its line, from a tap to the total, and 20,000 products opened.

The page is the till's own, in Chromium, with a made catalogue on its disk; what is measured ends when the frame that
shows it has been drawn (S14).
"""

from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from bench.stage import Stage, say, serving
from bench.transfer import CHROMIUM, FLAGS, visited
from portal.accounts.roles import Role

PAGE = "/till"
SLOWER = 4
PRODUCTS = 20_000
ROUNDS = 50
VIEW = {"width": 1024, "height": 768}
MODULES = "() => document.querySelector('script[src*=\"/till/main.js\"]').src.replace('main.js', '')"
FILL = """async ([modules, many]) => {
    const { keep, kept } = await import(`${modules}store.js`);
    const { take } = await import(`${modules}catalogue.js`);
    const { facts, tag } = await kept('snapshot');
    const products = [...Array(many)].map((_, n) => ({
        id: n + 1, barcode: String(6900000000000 + n), name: `商品 ${n}`, pinyin: `sp${n} shangpin${n}`, unit: '盒',
        category: `类别 ${n % 12}`, weighed: false, price: 100 + (n % 900), member_price: n % 3 ? null : 95 + (n % 900),
        ...(n % 10 ? {} : { more_barcodes: [[String(6910000000000 + n), 12]] }) }));
    await take({ ...facts, since: 0, products }, tag); }"""
OPEN = """async (modules) => {
    const { open } = await import(`${modules}catalogue.js`);
    const begun = performance.now();
    await open();
    return performance.now() - begun; }"""
# ends after the frame in which `there` says that it can be seen
DRAWN = """const drawn = (there) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error('it was not drawn')), 10000);
    const look = () => requestAnimationFrame(() => {
        const seen = there();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (seen ? done(performance.now()) : look());
        port2.postMessage(0); });
    look(); });"""
SCAN = f"""async (rounds) => {{
    {DRAWN}
    const press = (key) => document.body.dispatchEvent(
        new KeyboardEvent('keydown', {{ key, bubbles: true, cancelable: true }}));
    const lines = () => document.querySelectorAll('#cart > [data-n]').length;
    const taken = [];
    for (let n = 0; n < rounds; n += 1) {{
        const before = lines();
        for (const digit of String(6900000000000 + 37 * n)) press(digit);
        const begun = performance.now();
        press('Enter');
        taken.push((await drawn(() => lines() > before)) - begun);
    }}
    return taken; }}"""
TAP = f"""async (rounds) => {{
    {DRAWN}
    const total = () => document.querySelector('#sums [data-s=total]').textContent;
    const taken = [];
    for (let n = 0; n < rounds; n += 1) {{
        const before = total();
        const tile = document.querySelectorAll('#goods .good')[n % 10];
        const begun = performance.now();
        (tile.querySelector('button') ?? tile).click();
        taken.push((await drawn(() => total() !== before)) - begun);
    }}
    return taken; }}"""


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return till.scan_ms and .tap_ms, medians of fifty, their 95 %, and till.open_ms for 20,000 products."""
    network = stage.year(engine)
    with serving(network) as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM or None, args=FLAGS)
        with visited(chromium, server, network.cast.phones[Role.CLERK]) as (page, _):
            address = f"http://127.0.0.1:{server.port}{PAGE}"
            page.set_viewport_size(VIEW)
            page.goto(address)
            page.locator("#goods .good").first.wait_for()
            modules = page.evaluate(MODULES)
            page.evaluate(FILL, [modules, PRODUCTS])
            page.goto(address)
            page.locator("#goods .good").first.wait_for()
            page.wait_for_load_state("networkidle")
            figures = on_a_slow_processor(page, modules)
        chromium.close()
    say(", ".join(f"{name} {value}" for name, value in figures.items()))
    return figures


def on_a_slow_processor(page: Any, modules: str) -> dict[str, float]:
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    opened = [page.evaluate(OPEN, modules) for _ in range(5)]
    scans, taps = page.evaluate(SCAN, ROUNDS), page.evaluate(TAP, ROUNDS)
    return {
        "till.scan_ms": round(median(scans), 1), "till.scan_p95_ms": high(scans),
        "till.tap_ms": round(median(taps), 1), "till.tap_p95_ms": high(taps),
        "till.open_ms": round(median(opened), 1),
    }  # fmt: skip


def high(values: list[float]) -> float:
    return round(sorted(values)[int(len(values) * 0.95)], 1)

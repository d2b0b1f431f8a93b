"""The pipeline over 20,000 prospects with 200,000 contacts: board, today, funnel and deals, of manager and office."""

import gc
import resource
from statistics import median

from bench.inside import asked_by, signed_in
from bench.people import PHONES
from bench.results import of_rounds
from bench.stage import Stage
from portal.accounts.roles import Role
from tests.browse import Browser

PAGES = {
    "board": "/prospecting/prospects",
    "today": "/",
    "funnel": "/prospecting/funnel",
    "rows": "/prospecting/prospects/rows",
    "deals": "/prospecting/deals",
}
WARM, TIMES = 3, 20


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return prospects.<engine>.<page>_ms: processor time of whom the page costs most, and .statements: the most."""
    network = stage.network(engine, "prospects_2000_20000" if stage.quick else "prospects_20000_200000")
    figures: dict[str, float] = {}
    counts = []
    with network.app() as app:
        people = {role: signed_in(app, PHONES[role]) for role in (Role.RM, Role.OFFICE)}
        for name, path in PAGES.items():
            taken = [[used(browser, path) for _ in range(stage.rounds(engine))] for browser in people.values()]
            figures |= of_rounds(f"prospects.{engine}.{name}_ms", max(taken, key=median))
            if name != "today":  # what insight's home asks besides is measured as a page
                counts += [len(asked_by(browser, path)) for browser in people.values()]
    return figures | {f"prospects.{engine}.statements": max(counts)}


def used(browser: Browser, path: str) -> float:
    """Return the median milliseconds of processor time that a page takes in this process."""
    for _ in range(WARM):
        if (status := browser.get(path).status_code) != 200:
            raise SystemExit(f"{path} answered {status}")
    gc.collect()
    gc.disable()
    try:
        return median(once(browser, path) for _ in range(TIMES)) * 1000
    finally:
        gc.enable()


def once(browser: Browser, path: str) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    browser.get(path)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

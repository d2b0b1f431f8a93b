"""From SQLite to PostgreSQL: the same rows give the same answers, page by page and cell by cell.

The demo network is copied as `flask move` does it, its uploads beside it. Then people of every role walk from link to
link in both portals at one frozen moment, and each page and each exported list must be the same but for its tokens.

Broken on purpose: with lists sorted by a column as the database sees fit, those with empty values differ (so they did,
until this proof).
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import time_machine
from sqlalchemy import Engine, select

from bench.proofs.proof import Context, Figures, Proof
from portal.accounts import actions as accounts
from portal.accounts.models import User
from portal.accounts.viewer import viewer_of
from portal.kernel import clock
from portal.kernel.db import db
from portal.upkeep import moving
from tests.browse import Browser, Page

PEOPLE = ("13800000001", "13800000002", "13800000011", "13800000010", "13800000021", "13800000022")
TOKENS = re.compile(r'nonce="[^"]*"|content="Im[^"]*"|name="(?:csrf_token|_?key)" value="[^"]*"')
ELSEWHERE = ("/metrics", "/healthz", "/readyz", "/logout", "/static", "/account/second-factor")


def run(context: Context) -> Figures:
    """Walk through both; nothing to compare where PostgreSQL is not among the engines."""
    if "postgresql" not in context.engines:
        return {}
    size = ("--days", "7") if context.short else ("--days", "60")
    with ExitStack() as stack:
        old = stack.enter_context(context.portal("sqlite", with_cast=False))
        filled = old.test_cli_runner().invoke(args=["demo", *size], catch_exceptions=False)
        assert filled.exit_code == 0, filled.output
        tokens = signed_in(old, PEOPLE[:2] + PEOPLE[4:5] if context.short else PEOPLE)
        new = stack.enter_context(context.portal("postgresql", with_cast=False))
        folders = [Path(app.config["PORTAL_DATA"]) / "uploads" for app in (old, new)]
        shutil.copytree(*folders, dirs_exist_ok=True)
        rows = sum(moving.copy(engine_of(old), engine_of(new))["counts"].values())
        stack.enter_context(time_machine.travel(clock.now(), tick=False))
        pages = cells = 0
        unlike: list[str] = []
        for phone, token in tokens.items():
            for path, before, after in walked(Browser(old, token), Browser(new, token), 15 if context.short else 120):
                pages += 1
                cells += before.count("<td") + before.count("\n") * path.count("format=csv")
                if before != after:
                    unlike.append(f"{phone} {path}: {first_difference(before, after)}")
    for sentence in unlike[:20]:
        print(sentence)
    return {"rows": rows, "pages": pages, "cells": cells, "unlike": len(unlike)}


def signed_in(app: Any, phones: tuple[str, ...]) -> dict[str, str]:
    """Sign people in and return their tokens, which are copied with the rest."""
    with app.app_context():
        users = select(User).where(User.phone.in_(phones)).execution_options(scoped=User.reach())
        tokens = {u.phone: accounts.sign_in(u, by=viewer_of(u)) for u in db.session.scalars(users).all()}
        db.session.commit()
    return tokens


def engine_of(app: Any) -> Engine:
    with app.app_context():
        return db.engine


def walked(old: Browser, new: Browser, most: int) -> Iterator[tuple[str, str, str]]:
    """Yield (path, the old portal's answer, the new one's), from link to link, lists also as files."""
    waiting, seen = ["/"], {"/"}
    kinds: dict[str, int] = {}
    while waiting and most:
        path = waiting.pop(0)
        kind = re.sub(r"\d+|[A-Z]{2}-\d+", "#", path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 3:
            continue
        before, after = answer(old, path), answer(new, path)
        yield path, before, after
        most -= 1
        if before.startswith("200 text/html"):
            for link in Page(before).links:
                plain = link.partition("#")[0]
                if plain.startswith("/") and plain not in seen and not plain.startswith(ELSEWHERE):
                    seen.add(plain)
                    waiting.append(plain)


def answer(browser: Browser, path: str) -> str:
    """Return status, kind and text without tokens; a sheet is opened, a picture is only named."""
    with browser.app.app_context():
        got = browser.get(path)
    kind = got.headers.get("Content-Type", "").partition(";")[0]
    body = got.get_data(as_text=True) if kind.startswith("text/") or "json" in kind else ""
    return f"{got.status_code} {kind} {got.headers.get('Location', '')}\n{TOKENS.sub('', body)}"


def first_difference(before: str, after: str) -> str:
    for old, new in zip(before.splitlines(), after.splitlines(), strict=False):
        if old != new:
            at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
            return f"{old[max(0, at - 60) : at + 60]!r} / {new[max(0, at - 60) : at + 60]!r}"
    return "one is longer"


PROOF = Proof("moved", run, zero=("unlike",))

"""What works and what is promised, each with the tests that show it (`flask coverage`, `flask coverage --promises`)."""

import ast
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portal import promises
from portal.kernel.rights import Can

TESTS = Path(__file__).parents[1] / "tests"


@dataclass(frozen=True)
class Row:
    """One capability: the endpoint of its screen, and the right to do its deed there."""

    id: str
    endpoint: str
    right: Can


ROWS = (
    Row("C06", "prospecting.list_rivals", Can.PROSPECT),
    Row("C07", "prospecting.list_segments", Can.PROSPECT),
    Row("C09", "prospecting.list_cities", Can.SEE_PROSPECTING),
    Row("C10", "prospecting.list_surveys", Can.SEE_PROSPECTING),
    Row("C11", "prospecting.list_people", Can.SEE_PROSPECTING),
    Row("C12", "prospecting.new_prospect", Can.PROSPECT),
    Row("C13", "prospecting.list_people", Can.SEE_PROSPECTING),
    Row("C14", "prospecting.list_people", Can.SEE_PROSPECTING),
    Row("C15", "prospecting.list_contacts", Can.SEE_PROSPECTING),
    Row("C20", "prospecting.list_appointments", Can.SEE_PROSPECTING),
    Row("C16", "prospecting.list_prospects", Can.PROSPECT),
    Row("C21", "prospecting.list_prospects", Can.PROSPECT),
    Row("C23", "prospecting.list_risks", Can.PROSPECT),
    Row("C22", "prospecting.list_quotations", Can.PROSPECT),
    Row("C25", "signing.list_applications", Can.DECIDE_APPLICATIONS),
    Row("C27", "onboarding.list_plans", Can.SEE_ONBOARDING),
    Row("C28", "onboarding.list_plans", Can.DO_TASKS),
    Row("C30", "onboarding.list_plans", Can.ACCEPT_TASKS),
    Row("C31", "goods.list_products", Can.EDIT_PRODUCTS),
    Row("C32", "selling.list_orders", Can.SELL),
    Row("C33", "goods.list_stock", Can.MOVE_STOCK),
    Row("C34", "selling.list_members", Can.REGISTER_MEMBERS),
    Row("C39", "supervision.list_audits", Can.AUDIT),
    Row("C40", "supervision.show_calendar", Can.SEE_DAY_REPORTS),
    Row("C46", "insight.list_regions", Can.SEE_FIGURES),
    Row("C17", "prospecting.list_prospects", Can.PROSPECT),
    Row("C18", "prospecting.list_prospects", Can.PROSPECT),
    Row("C29", "onboarding.list_plans", Can.DO_TASKS),
    Row("C57", "accounts.list_roles", Can.SEE_SETTINGS),
)


def tests_of(capability: str) -> list[str]:
    """Return the pytest ids that show a capability."""
    return shown_by()["covers"].get(capability, [])


@cache
def shown_by() -> dict[str, dict[str, list[str]]]:
    """Return {"covers" or "promises": {id: pytest ids}}, read from the tests without running them.

    A module says `covers = ("C25",)` or `promises = ("P25",)` of all its tests, a single test
    `@pytest.mark.promise("P25")`.
    """
    found: dict[str, dict[str, list[str]]] = {"covers": {}, "promises": {}}
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        name = path.relative_to(TESTS.parent).as_posix()
        said = {kind: said_by_module(tree, kind) for kind in found}
        for test in tree.body:
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                ids = {"covers": said["covers"], "promises": dict.fromkeys([*said["promises"], *marked(test)])}
                for kind in found:
                    for id in ids[kind]:
                        found[kind].setdefault(id, []).append(f"{name}::{test.name}")
    return found


def said_by_module(tree: ast.Module, name: str) -> tuple[str, ...]:
    """Return what a module says of all its tests: `covers = ("C25",)`."""
    said = [n.value for n in tree.body if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == name]
    return tuple(ast.literal_eval(said[0])) if said else ()


def marked(test: ast.FunctionDef) -> list[str]:
    """Return the promises a test is marked with."""
    calls = [d for d in test.decorator_list if isinstance(d, ast.Call) and getattr(d.func, "attr", "") == "promise"]
    return [ast.literal_eval(argument) for call in calls for argument in call.args]


def table() -> list[dict[str, object]]:
    """Return the rows that work: a screen that exists and at least one test."""
    rows = []
    with current_app.test_request_context():
        for row in ROWS:
            screen = current_app.url_for(row.endpoint)
            rows.append({"id": row.id, "screen": screen, "right": row.right.value, "tests": tests_of(row.id)})
    return [row for row in rows if row["tests"]]


def promised() -> list[dict[str, object]]:
    """Return every promise with the tests that show it."""
    kept = shown_by()["promises"]
    return [{"id": row.id, "requirement": row.requirement, "tests": kept.get(row.id, [])} for row in promises.ROWS]


@click.command("coverage")
@click.option("--promises", "of_promises", is_flag=True, help="What is promised instead, a row for each requirement.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table")
@with_appcontext
def coverage(of_promises: bool, shape: str) -> None:
    """Show the capability table; only what works is listed."""
    rows: list[dict[str, Any]] = promised() if of_promises else table()
    if shape == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(promise_line(row) if of_promises else capability_line(row))


def capability_line(row: dict[str, Any]) -> str:
    return f"{row['id']}  {row['screen']:32} {row['right']:24} {len(row['tests'])} tests"


def promise_line(row: dict[str, Any]) -> str:
    return "\n".join([f"{row['id']}  {row['requirement']}", *(f"       {test}" for test in row["tests"])])

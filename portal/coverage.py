"""The capability table: what works, on which screen, under which right, shown by which tests (`flask coverage`)."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.kernel.rights import Can

TESTS = Path(__file__).parents[1] / "tests"


@dataclass(frozen=True)
class Row:
    """One capability: the endpoint of its screen, and the right to do its deed there."""

    id: str
    endpoint: str
    right: Can


ROWS = (
    Row("C09", "prospecting.list_cities", Can.SEE_PROSPECTING),
    Row("C10", "prospecting.list_surveys", Can.SEE_PROSPECTING),
    Row("C11", "prospecting.list_prospects", Can.SEE_PROSPECTING),
    Row("C12", "prospecting.new_prospect", Can.PROSPECT),
    Row("C15", "prospecting.list_prospects", Can.PROSPECT),
    Row("C16", "prospecting.list_prospects", Can.PROSPECT),
    Row("C25", "signing.list_applications", Can.DECIDE_APPLICATIONS),
    Row("C27", "onboarding.list_plans", Can.SEE_ONBOARDING),
    Row("C28", "onboarding.list_plans", Can.DO_TASKS),
    Row("C30", "onboarding.list_plans", Can.ACCEPT_TASKS),
    Row("C31", "goods.list_products", Can.EDIT_PRODUCTS),
    Row("C32", "selling.list_orders", Can.SELL),
    Row("C34", "selling.list_members", Can.REGISTER_MEMBERS),
    Row("C39", "supervision.list_audits", Can.AUDIT),
    Row("C40", "supervision.show_calendar", Can.SEE_DAY_REPORTS),
    Row("C46", "insight.list_regions", Can.SEE_FIGURES),
    Row("C17", "prospecting.list_prospects", Can.PROSPECT),
    Row("C29", "onboarding.list_plans", Can.DO_TASKS),
    Row("C57", "accounts.list_roles", Can.SEE_SETTINGS),
)


def tests_of(capability: str) -> list[str]:
    """Return the pytest ids of the modules that say `covers = ("C25",)`."""
    found = []
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        said = [n.value for n in tree.body if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "covers"]
        if said and capability in ast.literal_eval(said[0]):
            name = path.relative_to(TESTS.parent).as_posix()
            found += [
                f"{name}::{n.name}" for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")
            ]
    return found


def table() -> list[dict[str, object]]:
    """Return the rows that work: a screen that exists and at least one test."""
    rows = []
    with current_app.test_request_context():
        for row in ROWS:
            screen = current_app.url_for(row.endpoint)
            rows.append({"id": row.id, "screen": screen, "right": row.right.value, "tests": tests_of(row.id)})
    return [row for row in rows if row["tests"]]


@click.command("coverage")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table")
@with_appcontext
def coverage(shape: str) -> None:
    """Show the capability table; only what works is listed."""
    rows = table()
    if shape == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['screen']!s:32} {row['right']!s:24} {len(row['tests'])} tests")  # type: ignore[arg-type]

"""The rules of the house, each a test: a rule that is not worth one is deleted."""

import ast
import re
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from portal.kernel import scope
from portal.kernel.db import Base, db
from portal.kernel.door import PUBLIC
from portal.rooms import FLOORS

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = [
    p
    for folder in ("portal", "tests", "static/js", "static/css", "migrations", "bench")
    for p in (ROOT / folder).rglob("*")
]
SOURCES = [p for p in SOURCES if p.suffix in (".py", ".js", ".css") and p.is_file()]
OPEN_TO_ALL = {
    "accounts.show_sign_in", "accounts.create_sign_in", "accounts.show_code", "accounts.create_code",
    "accounts.show_forgotten", "accounts.create_forgotten", "accounts.show_link", "accounts.create_password",
    "accounts.update_preferences", "machines.health", "machines.ready", "machines.metrics",
}  # fmt: skip


def doors(app):
    for rule in app.url_map.iter_rules():
        yield rule, app.view_functions[rule.endpoint]


def test_every_door_says_who_may_come_in(app):
    silent = [str(rule) for rule, door in doors(app) if rule.endpoint != "static" and not hasattr(door, "needs")]
    assert silent == []


def test_only_sign_in_links_and_health_are_open_to_all(app):
    open_doors = {rule.endpoint for rule, door in doors(app) if getattr(door, "needs", None) is PUBLIC}
    assert open_doors == OPEN_TO_ALL


def test_views_are_short(app):
    long = {
        r.endpoint: door.lines for r, door in doors(app) if getattr(door, "lines", 0) > 16
    }  # its decorator is a line
    assert long == {}


def test_every_table_is_scoped_or_says_why_not(app):
    unsaid = set(db.metadata.tables) - scope.guarded - scope.everywhere.keys()
    assert unsaid == set()


def test_a_relationship_to_a_guarded_table_says_why_it_stays_in_scope(app):
    silent = [
        str(relation)
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if not scope.stays_in_scope(relation)
    ]
    assert silent == []


@pytest.mark.parametrize("room", FLOORS)
def test_every_public_action_records_or_calls_one_that_does(room):
    path = ROOT / "portal" / room / "actions.py"
    if not path.exists():
        pytest.fail(f"{room} has no actions") if room != "insight" else None
        return
    functions = {n.name: n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)}
    calls = {name: called_in(node) for name, node in functions.items()}
    recording = {name for name, called in calls.items() if "record" in called}
    while more := {n for n, called in calls.items() if called & recording} - recording:
        recording |= more
    changing = {
        n for n, node in functions.items() if not n.startswith("_") and any(a.arg == "by" for a in node.args.kwonlyargs)
    }
    assert changing - recording == set()


def called_in(node):
    return {getattr(c.func, "id", getattr(c.func, "attr", "")) for c in ast.walk(node) if isinstance(c, ast.Call)}


@pytest.mark.parametrize("room", FLOORS)
def test_actions_and_models_know_no_request(room):
    for name in ("actions.py", "models.py"):
        path = ROOT / "portal" / room / name
        if path.exists():
            imported = {
                a.name
                for n in ast.walk(ast.parse(path.read_text()))
                if isinstance(n, ast.ImportFrom) and n.module == "flask"
                for a in n.names
            }
            assert imported <= {"current_app", "url_for"}, f"{path.name} of {room} imports {imported}"
            assert ".commit(" not in path.read_text(), f"{path.name} of {room} commits"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_keeps_to_its_room(path):
    text, name = path.read_text(), path.relative_to(ROOT / "templates")
    taken = re.findall(r"{%-?\s*(?:include|import|from)\s+[\"']([^\"']+)", text)
    allowed = {name.parts[0], "ui", "layouts"}
    assert {t.split("/")[0] for t in taken} <= allowed, f"{name} takes {taken}"
    if path.name.startswith("_") and name.parts[0] not in ("layouts",):
        assert "{% extends" not in text, f"{name} is a part and extends"
    assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:", text), f"{name} holds something inline"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_grows_past_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


def test_there_is_one_head_of_migrations():
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_a_door_without_its_right_is_an_error_at_import():
    from portal.kernel.door import Room

    with pytest.raises(TypeError):
        Room("x", __name__, title="x").get("/x")


def test_connections_are_not_used_around_the_guard():
    # the hot path of orders and the balances it writes: inserts only, through the driver
    allowed = {"selling/booking.py", "goods/stock.py"}
    around = [
        str(p)
        for room in FLOORS
        for p in (ROOT / "portal" / room).glob("*.py")
        if f"{room}/{p.name}" not in allowed and re.search(r"\.connection\(|engine\.(begin|connect)", p.read_text())
    ]
    assert around == []

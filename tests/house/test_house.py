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
    "offline.show_worker", "prospecting.show_plan_door", "prospecting.open_plan", "prospecting.show_plan",
    "prospecting.show_plan_photo", "prospecting.show_feed", "selling.show_manifest",
}  # fmt: skip
POSTS_THAT_ONLY_READ = {
    "selling.create_member_search": "a phone never stands in an address",
}
SCOPE_WORDS = {"within", "house_read", "as_house"}
SILENT_ACTIONS: dict[str, str] = {}
ACTORS_BY_POSITION: dict[str, str] = {
    "selling/actions/orders.py/post_orders": "the hot path of orders takes its viewer first, as a read does",
    "selling/sync.py/post": "passes a tablet's viewer on to it",
}


def doors(app):
    for rule in app.url_map.iter_rules():
        yield rule, app.view_functions[rule.endpoint]


@pytest.mark.promise("P20")
def test_every_door_says_who_may_come_in(app):
    silent = [str(rule) for rule, door in doors(app) if rule.endpoint != "static" and not hasattr(door, "needs")]
    assert silent == []


@pytest.mark.promise("P20")
def test_only_sign_in_links_and_health_are_open_to_all(app):
    open_doors = {rule.endpoint for rule, door in doors(app) if getattr(door, "needs", None) is PUBLIC}
    assert open_doors == OPEN_TO_ALL


def test_views_are_short(app):
    long = {
        r.endpoint: door.lines for r, door in doors(app) if getattr(door, "lines", 0) > 16
    }  # its decorator is a line
    assert long == {}


@pytest.mark.promise("P24")
def test_every_table_is_scoped_or_says_why_not(app):
    unsaid = set(db.metadata.tables) - scope.guarded - scope.everywhere.keys()
    assert unsaid == set()


def is_sentence(value):
    """Whether a reason can be read where it stands, or is a constant of its module."""
    if isinstance(value, ast.Name):
        return value.id.isupper()
    return isinstance(value, ast.Constant) and len(str(value.value).split()) > 1


def test_no_statement_names_its_scope_without_a_reason():
    """`seen_by` is the way to a guarded row; whatever else touches one says why, in words."""
    naked, silent = [], []
    for path in sorted((ROOT / "portal").rglob("*.py")):
        name = str(path.relative_to(ROOT / "portal"))
        for node in ast.walk(ast.parse(path.read_text())):
            is_option = isinstance(node, ast.keyword) and node.arg == "scoped"
            is_key = isinstance(node, ast.Constant) and node.value == "scoped"
            if (is_option or is_key) and name != "kernel/scope.py":
                naked.append(f"{name}:{getattr(node, 'lineno', node.value.lineno if is_option else 0)}")
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SCOPE_WORDS and name != "kernel/scope.py":
                said = [k.value for k in node.keywords if k.arg == "because"]
                if not any(is_sentence(value) for value in said):
                    silent.append(f"{name}:{node.lineno}")
    assert naked == []
    assert silent == []


@pytest.mark.promise("P24")
def test_a_relationship_to_a_guarded_table_says_why_it_stays_in_scope(app):
    silent = [
        str(relation)
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if not scope.stays_in_scope(relation)
    ]
    assert silent == []


@pytest.mark.promise("P20")
def test_no_write_hangs_on_a_right_to_see(app):
    hanging = {
        rule.endpoint
        for rule, door in doors(app)
        if "POST" in rule.methods and str(getattr(getattr(door, "needs", None), "value", "")).startswith("see_")
    }
    assert hanging == POSTS_THAT_ONLY_READ.keys()


@pytest.mark.parametrize("room", [*FLOORS, "kernel/importing.py"])
def test_every_public_action_records_or_calls_one_that_does(room):
    silent = {name for name in ACTIONS if changes(*name) and name[0].startswith(room) and name not in RECORDING}
    assert {"/".join(name) for name in silent} == {n for n in SILENT_ACTIONS if n.startswith(room)}


def test_who_acts_is_passed_by_name():
    positional = {
        "/".join(name)
        for name in RECORDING
        if not name[1].startswith("_") and {"by", "viewer"} & {a.arg for a in ACTIONS[name].args.args}
    }
    assert positional == ACTORS_BY_POSITION.keys()


def changes(module, name):
    """Whether a function acts for someone: public, `by` by name, and more than a yes or no."""
    node = ACTIONS[module, name]
    asks = getattr(node.returns, "id", "") == "bool"
    return not name.startswith("_") and not asks and any(a.arg == "by" for a in node.args.kwonlyargs)


def functions_of_the_rooms():
    """Return {(module, name): function} of all that may act: reads, forms, doors and the demo do not."""
    paths = [p for room in FLOORS for p in sorted((ROOT / "portal" / room).rglob("*.py"))]
    paths.append(ROOT / "portal/kernel/importing.py")
    return {
        (str(p.relative_to(ROOT / "portal")), node.name): node
        for p in paths
        if not any(word in p.stem or word in p.parts for word in ("queries", "forms", "views", "demo"))
        for node in ast.parse(p.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }


def recording(functions):
    """Return those that call `record`, or one that does, wherever it was imported from."""
    files = sorted((ROOT / "portal").rglob("*.py"))
    names = {str(p.relative_to(ROOT / "portal")): imported_names(p) for p in files}
    calls = {(module, name): calls_of(node, module, names) for (module, name), node in functions.items()}
    found = {name for name, called in calls.items() if ("kernel/trail.py", "record") in called}
    while more := {name for name, called in calls.items() if called & found} - found:
        found |= more
    return found


def imported_names(path):
    """Return {name here: (module, its name there)}; a whole module has no name there."""
    names = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal"):
            for a in node.names:
                whole = file_of(f"{node.module}.{a.name}")
                names[a.asname or a.name] = (whole, "") if whole else (file_of(node.module), a.name)
    return names


def file_of(dotted):
    """Return a module's file under portal/, a package's too; "" where there is none."""
    folder = dotted.removeprefix("portal").strip(".").replace(".", "/")
    return next((f for f in (f"{folder}.py", f"{folder}/__init__.py") if (ROOT / "portal" / f).exists()), "")


def calls_of(node, module, names):
    """Return what a function calls or passes on, as (module, name)."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(passed_on(*names[module].get(part.id, (module, part.id)), names))
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            home = names[module].get(part.value.id, ("", ""))[0]
            found.add(passed_on(home, part.attr, names))
    return found


def passed_on(module, name, names):
    """Follow a name through the modules that only pass it on."""
    while (there := names.get(module, {}).get(name)) and there[1]:
        module, name = there
    return module, name


ACTIONS = functions_of_the_rooms()
RECORDING = recording(ACTIONS)


@pytest.mark.parametrize("room", FLOORS)
def test_actions_and_models_know_no_request(room):
    here = ROOT / "portal" / room
    for name in ("actions", "models"):
        for path in (here / f"{name}.py", *(here / name).glob("*.py")):
            if not path.exists():
                continue
            imported = {
                a.name
                for n in ast.walk(ast.parse(path.read_text()))
                if isinstance(n, ast.ImportFrom) and n.module == "flask"
                for a in n.names
            }
            assert imported <= {"current_app", "url_for"}, f"{path.name} of {room} imports {imported}"
            assert ".commit(" not in path.read_text(), f"{path.name} of {room} commits"


@pytest.mark.promise("P39")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_keeps_to_its_room(path):
    text, name = path.read_text(), path.relative_to(ROOT / "templates")
    taken = re.findall(r"{%-?\s*(?:include|import|from)\s+[\"']([^\"']+)", text)
    allowed = {name.parts[0], "ui", "layouts"}
    assert {t.split("/")[0] for t in taken} <= allowed, f"{name} takes {taken}"
    if path.name.startswith("_") and name.parts[0] not in ("layouts",):
        assert "{% extends" not in text, f"{name} is a part and extends"
    assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:", text), f"{name} holds something inline"


def test_nobody_takes_a_moments_date_around_the_clock():
    # the date of a moment in UTC is the day before until eight in the morning
    ours = (path for path in (*TEMPLATES, *SOURCES) if path.parent.name != "broken")  # there it is done on purpose
    assert [str(path) for path in ours if "_at.date" + "()" in path.read_text()] == []


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


@pytest.mark.promise("P24")
def test_connections_are_not_used_around_the_guard():
    # the hot path of orders, which names its one store in every statement: what is stored, what is written, the
    # balances; the catalogue's prices, which are everybody's; and who holds the token that a request shows
    goods = {"goods/stock.py", "goods/prices.py"}
    allowed = {"selling/stored.py", "selling/booking.py", "selling/member_totals.py", "accounts/viewer.py", *goods}
    around_it = r"\.connection\(|engine\.(begin|connect)|by_driver\("
    around = [
        str(p)
        for room in FLOORS
        for p in (ROOT / "portal" / room).rglob("*.py")
        if f"{room}/{p.name}" not in allowed and re.search(around_it, p.read_text())
    ]
    assert around == []


def test_no_text_of_the_catalogue_stands_inside_an_f_string():
    """The collector of texts does not look into one: it would stay English and nothing would say so."""
    collects = {"_", "_l", "N_", "P_", "ngettext", "pgettext"}
    found = [
        f"{path}:{call.lineno}"
        for path in sorted(Path("portal").rglob("*.py"))
        for whole in ast.walk(ast.parse(path.read_text()))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in collects
    ]
    assert found == []

"""However many rows there are, a page of prospecting asks the database as often as for a few.

Every noun's row in the north is copied, over many cities and both onto one file and onto many, so that a noun or a page
that comes later cannot escape.
"""

from typing import Any

import pytest
from sqlalchemy import String, UniqueConstraint, insert, select

from portal.kernel.db import db
from portal.kernel.door import PUBLIC
from portal.network import actions as network
from portal.network.models import Level
from portal.prospecting.models import Prospect, Survey
from tests.cast import HOUSE
from tests.doors.conftest import gets
from tests.doors.files import full_files, nouns

pytestmark = pytest.mark.pages

FEW, MANY = 5, 50
# who is read by name is read once a person
SAME_PEOPLE = {"actor_id", "owner_id", "user_id", "had_by_id"}


class Copies:
    """Copies of each noun's first row, numbered through; `grow(n)` brings every noun to n of them."""

    def __init__(self, places: Any, models: list[Any]) -> None:
        self.models, self.made = models, 0
        self.cities = [self.city(places, n).id for n in range(MANY)]
        self.first = {one: self.row(one) for one in models}
        self.copies: dict[Any, list[dict[str, Any]]] = {one: [] for one in models}

    @staticmethod
    def city(places: Any, n: int) -> Any:
        parent = places.region("140000")
        return network.add_region(code=f"14{9000 + n}", name=f"城市{n}", level=Level.CITY, parent=parent, by=HOUSE)

    def row(self, model: Any) -> dict[str, Any]:
        table = model.__table__
        rows = db.session.execute(select(table).order_by(table.c.id.desc()), **scoped(model)).mappings()
        return dict(rows.first() or {})

    def grow(self, n: int) -> None:
        for model in self.models:
            new = [self.copy(model, i) for i in range(len(self.copies[model]), n)]
            for row in new:
                row["id"] = db.session.execute(
                    insert(model.__table__).values(row), **scoped(model)
                ).inserted_primary_key[0]
            self.copies[model] += new
        db.session.commit()

    def copy(self, model: Any, i: int) -> dict[str, Any]:
        row = {name: value for name, value in self.first[model].items() if name != "id"}
        wholes = [(column, key.column.table) for column in model.__table__.c for key in column.foreign_keys]
        row["region_id"] = self.cities[i]
        for column, whole in wholes:
            target = next((one for one in self.models if one.__table__ is whole), None)
            if target is None or target is model or row[column.name] is None:
                continue
            # every second one hangs on the first of its wholes, so that one page has many, too
            of = self.copies[target][i] if i % 2 or target is Survey else self.first[target]
            row[column.name], row["region_id"] = of["id"], of["region_id"]
        return row | self.unlike(model, row)

    def unlike(self, model: Any, row: dict[str, Any]) -> dict[str, Any]:
        """Return other values for what may be there once only."""
        self.made += 1
        table, changed = model.__table__, {}
        once = [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
        once += [list(one.columns) for one in table.indexes if one.unique]
        for columns in once:
            own = [column for column in columns if column.name != "region_id" and not column.foreign_keys]
            for column in own[-1:]:
                text = isinstance(column.type, String)
                changed[column.name] = f"{self.made:064d}"[-column.type.length :] if text else 1000 + self.made
        return changed


def scoped(model: Any) -> Any:
    return {"execution_options": {"scoped": frozenset({model.__tablename__})}}


@pytest.fixture
def copies(session: Any, cast: Any, places: Any, subjects: Any) -> Copies:
    by, known = cast.rm_north.viewer, subjects.known["north"]
    full_files(places.beijing, by, known["criterion_id"])
    session.commit()
    order = {table.name: n for n, table in enumerate(db.metadata.sorted_tables)}
    copies = Copies(places, sorted(nouns(), key=lambda one: order[one.__tablename__]))
    assert [one.__tablename__ for one, row in copies.first.items() if not row] == []
    return copies


def test_pages_ask_as_often_for_many_rows_as_for_few(app, browse, cast, subjects, copies, count_statements):
    for noun, name in ((Prospect, "prospect_id"), (Survey, "survey_id")):
        subjects.known["north"][name] = copies.first[noun]["id"]
    people = [(one.viewer, browse(one)) for one in (cast.rm_north, cast.office, cast.admin)]
    doors = {"/": people[0][1], "/search?q=恒客隆": people[0][1]}
    for rule, path in gets(app, subjects, "north"):
        needs = app.view_functions[rule.endpoint].needs
        if rule.endpoint.startswith("prospecting.") and needs is not PUBLIC and not path.endswith(".pdf"):
            doors[path] = next(browser for viewer, browser in people if viewer.may(needs))

    def asked():
        found = {}
        for path, browser in doors.items():
            browser.get(path)  # what is read once a process is read
            with count_statements() as seen:
                status = browser.get(path).status_code
            found[path] = (status, len(seen))
        return found

    copies.grow(FEW)
    few = asked()
    copies.grow(MANY)
    many = asked()
    assert {path for path, (status, _) in few.items() if status != 200} == set()
    assert {path: (few[path][1], n) for path, (_, n) in many.items() if n > few[path][1]} == {}
    assert len(doors) > 50

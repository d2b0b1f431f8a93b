"""GET changes nothing: every table is equal before and after each page of the map is opened by everyone."""

import re

import pytest
from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.trail import digest
from portal.rooms import FLOORS
from tests.doors.conftest import path_of
from tests.doors.test_matrix import ROLES

pytestmark = pytest.mark.pages  # what a page writes does not depend on the database

# Written in short transactions of their own, on purpose: when a browser was last seen, failed attempts, and who
# opened which member's file.
LEFT_OUT = {"sign_in", "attempt", "member_opening"}
WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def everything(session):
    """Return a digest of each table."""
    found = {}
    for name, table in db.metadata.tables.items():
        if name not in LEFT_OUT:
            rows = session.execute(select(table), execution_options={"scoped": frozenset({name})}).all()
            found[name] = digest(sorted(str(tuple(row)) for row in rows))
    return found


@pytest.mark.promise("P29")
@pytest.mark.parametrize("room", FLOORS)
def test_reading_changes_nothing(room, app, browse, cast, subjects, session, count_statements):
    assert subjects.known
    session.commit()
    browsers = [browse(getattr(cast, key)) for key in ROLES]
    before = everything(session)
    with count_statements() as asked:
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(f"{room}.") and "GET" in rule.methods:
                path = path_of(app, rule, subjects.args(rule, "north"))
                for browser in browsers:
                    browser.get(path)
    assert everything(session) == before
    # what was written and taken back again, here where all share one connection, stays where each has its own
    written = {found[1] for statement in asked if (found := WRITE.match(statement))}
    assert written <= LEFT_OUT

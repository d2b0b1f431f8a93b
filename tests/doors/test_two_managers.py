"""Two managers of two territories: whatever address, part, cursor or form one tries, he gets no word of the other's.

Every text of the other's rows is marked, and every answer of the URL map is looked through for the marks.
"""

import base64
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import JSON, Enum, String, select

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.door import PUBLIC
from portal.kernel.files import File
from portal.kernel.scope import House
from portal.kernel.trail import digest
from portal.prospecting import actions
from portal.prospecting.invariants_cities import troubles_of_cities
from portal.prospecting.models import Prospect, Stage, Track
from tests.browse import Page
from tests.builders_prospecting import a_prospect
from tests.doors.conftest import gets, path_of
from tests.doors.files import full_files, nouns
from tests.doors.test_extra_fields import filled_in, forms_of
from tests.doors.test_leaks import texts

pytestmark = [pytest.mark.pages, pytest.mark.promise("P22")]

HOUSE: Any = House("tests")
ROOMS = ("prospecting", "signing", "insight", "offline")
MARK = re.compile(r"密\d{4}|1990000\d{4}|199\*{4}\d{4}")
# what is no text of people's, but compared with something else
KEYS = {"code", "covered", "format", "mime", "pinyin", "reach_then", "sha256", "subject_id", "token", "token_hash"}
PARTS = {part.stem[1:].replace("_", "-") for part in Path("templates").glob("*/**/_*.html")} | {"listing", "main"}
# what a cursor could begin before, whatever the sort
BEFORE_ALL = [[least, 0] for least in ("", 0, {"d": "1990-01-01"}, {"t": "1990-01-01T00:00:00+00:00"})] + [[0]]
# fields of forms that name a row or a person, and what of the other manager's is written into them
NAMES = {
    "region_id": "region_id", "city": "region_id", "survey_id": "survey_id", "again_id": "survey_id",
    "prospect_id": "prospect_id", "other_id": "prospect_id", "segment_id": "segment_id", "owner_id": "rm",
    "heir_id": "rm", "leaver_id": "rm", "appointment_id": "appointment_id",
}  # fmt: skip
NO_ROWS = {"csrf_token", "_key", "minutes", "user_id", "template_id", "store_id", "for_id"}


class South(NamedTuple):
    """What the south's manager has: ids by the names of arguments, and his cities."""

    ids: dict[str, Any]
    regions: list[int]

    @property
    def rows(self) -> str:
        """Return a digest of all that lies in his cities."""
        found = {
            name: db.session.execute(select(table).where(table.c.region_id.in_(self.regions)), **scoped(name)).all()
            for name, table in db.metadata.tables.items()
            if "region_id" in table.c and name != "trail"
        }
        return digest(sorted(f"{name} {tuple(row)}" for name, rows in found.items() for row in rows))


def scoped(*names: str) -> Any:
    return {"execution_options": {"scoped": frozenset(names)}}


@pytest.fixture
def south(session: Any, cast: Any, places: Any, subjects: Any) -> South:
    """Rows of every noun of prospecting in the south, each text of them marked."""
    ids = subjects.known["south"] | {"rm": cast.rm_south.user.id}
    by, city = cast.rm_south.viewer, places.guangzhou
    prospect = full_files(city, by, ids["criterion_id"])
    actions.give_back(a_prospect(Track.PERSON, city=city, by=by, name="丁一"), by=by, reason="顾不过来")
    a_prospect(Track.PERSON, Stage.LOST, city=city, by=by, name="丙二")
    photo = File(token="south", name="门头.webp", mime="image/webp", size=1, sha256="", region_id=city.id)
    session.add(photo)
    session.commit()
    prospect.survey.photo_ids = [photo.id]
    session.commit()
    regions = [city.id, city.parent_id]
    lacking = [one.__tablename__ for one in nouns() if not session.scalars(one.seen_by(by).limit(1)).all()]
    assert lacking == []
    mark(regions)
    return South(ids | {"prospect_id": prospect.id, "survey_id": prospect.survey_id}, regions)


def mark(regions: list[int]) -> None:
    """Write a mark into every text of the rows of these regions, one for each column."""
    n = 0
    for name, table in db.metadata.tables.items():
        if "region_id" not in table.c or name in ("trail", "user_region"):
            continue
        lies_here = table.c.region_id.in_(regions)
        for column in table.c:
            n += 1
            word = f"1990000{n:04d}" if "phone" in column.name else f"密{n:04d}"
            if column.name in KEYS or column.name.endswith("_ids") or isinstance(column.type, Enum):
                continue
            if isinstance(column.type, String):
                db.session.execute(table.update().where(lies_here).values({column.name: word}), **scoped(name))
            if isinstance(column.type, JSON):
                for id_, value in db.session.execute(select(table.c.id, column).where(lies_here), **scoped(name)):
                    marked = table.update().where(table.c.id == id_).values({column.name: worded(value, word)})
                    db.session.execute(marked, **scoped(name))
    db.session.commit()
    db.session.expire_all()


def worded(value: Any, word: str) -> Any:
    """Return what JSON holds with each of its texts replaced."""
    match value:
        case str():
            return word
        case list():
            return [worded(one, word) for one in value]
        case dict():
            return {key: worded(one, word) for key, one in value.items()}
    return value


@pytest.fixture
def looks(browse: Any, cast: Any) -> Any:
    """`looks(path)`: what the north's manager gets there; `looks.told` are the addresses that told of the south."""

    class Looks:
        def __init__(self) -> None:
            self.browser, self.told, self.n = browse(cast.rm_north), [], 0

        def __call__(self, path: str, part: str = "", method: str = "GET", **options: Any) -> Any:
            if part:
                answer = self.browser.htmx(path, f"div#{part}", method, **options)
            else:
                answer = self.browser.get(path) if method == "GET" else self.browser.post(path, **options)
            self.n += 1
            if (found := MARK.findall(texts(answer) + str(answer.headers))) or answer.status_code >= 500:
                self.told.append(f"{method} {path} #{part} → {answer.status_code} {found[:3]}")
            return answer

    return Looks()


def test_no_address_of_the_north_brings_a_word_of_the_south(app, looks, south, subjects):
    ids = south.ids
    narrowed = f"city={ids['region_id']}&owner={ids['rm']}&region={ids['region_id']}&store={ids['code']}&q=密"
    rows = "&".join(f"{name}={ids['prospect_id']}" for name in ("prospect", "other"))
    rows += f"&again={ids['survey_id']}&leaver_id={ids['rm']}"
    cursors = [base64.urlsafe_b64encode(json.dumps(values).encode()).decode() for values in BEFORE_ALL]
    for rule, path in gets(app, subjects, "north"):
        if not rule.endpoint.startswith(ROOMS) or path.endswith(".pdf"):
            continue
        answer = looks(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = Page(answer.text)
        for more in (narrowed, rows):
            looks(f"{path}?{more}")
        for kind, part in {re.sub(r"-\d+$", "", part): part for part in page.ids}.items():
            if kind in PARTS:
                looks(f"{path}?{narrowed}", part)
        if 'id="listing"' in page.html:
            sorts = {found for link in page.links for found in re.findall(r"[?&]sort=(-?\w+)", link)} | {""}
            for sort in sorts:
                for cursor in cursors:
                    looks(f"{path}?sort={sort}&after={cursor}")
        for kind in re.findall(r"format=(csv|xlsx)", page.html)[:2]:
            looks(f"{path}?format={kind}&{narrowed}")
    assert looks.told == []
    assert looks.n > 350


def test_no_address_of_the_south_says_more_than_that_it_is_not_there(app, looks, south, subjects):
    subjects.known["south"].update(south.ids)
    typed = dict.fromkeys(("name", "reason", "note", "q"), "理由")
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(ROOMS) or not subjects.is_bound(rule):
            continue
        if app.view_functions[rule.endpoint].needs is PUBLIC:
            continue  # whoever holds such an address was given it
        path = path_of(app, rule, subjects.args(rule, "south"))
        for part in ("", "main", "listing", "concerns") if "GET" in rule.methods else ():
            assert looks(path, part).status_code in (403, 404), path
        for part in ("", "main", "field-name") if "POST" in rule.methods else ():
            assert looks(path, part, "POST", data=typed).status_code in (403, 404), path
    for size in ("", "?size=thumb"):  # a photo's address is no key
        assert looks(f"/files/south{size}").status_code == 404
    assert looks.told == []


def test_no_form_takes_what_is_the_others(app, looks, south, subjects, asked, undone, session):
    """Each form of a page of one's own is sent with the other's row in every field that can name one."""
    before, unknown, tried, changed = south.rows, set(), set(), []
    for path, held, _ in list(forms_of(app, looks.browser, subjects)):
        if not path.startswith(("/prospecting", "/signing")):
            continue
        asked.clear()
        with undone():
            looks(path, method="POST", data=held)
        fields = dict(asked)
        whole = filled_in(held, fields)
        for name in fields:
            bare = name.rpartition("-")[2]
            if bare not in NAMES:
                unknown |= {name} if bare.endswith("_id") and bare not in NO_ROWS else set()
                continue
            with undone():
                answer = looks(path, method="POST", data=whole | {name: str(south.ids[NAMES[bare]])})
                tried.add((path, bare))
                if answer.status_code < 400 and (south.rows != before or troubles_of_cities()):
                    changed.append(f"{path} {name}")
    assert (looks.told, changed, unknown) == ([], [], set())
    assert {bare for _, bare in tried} >= {
        "region_id",
        "survey_id",
        "again_id",
        "prospect_id",
        "segment_id",
        "owner_id",
    }


def test_the_marks_do_come_out_where_they_belong(app, browse, cast, south, subjects):
    """What finds nothing in the north finds the words of every noun in the south."""
    subjects.known["south"].update(south.ids)
    browser, seen = browse(cast.rm_south), set()
    for rule, path in gets(app, subjects, "south"):
        if rule.endpoint.startswith("prospecting") and not path.endswith(".pdf"):
            seen |= set(MARK.findall(texts(browser.get(path))))
    assert len(seen) > 45


def test_whether_somebody_is_known_is_a_yes_or_a_no(looks, south, places, session):
    theirs = session.scalars(Prospect.seen_by(HOUSE).where(Prospect.id == south.ids["prospect_id"])).one()
    about = {"region_id": str(places.beijing.id), "track": "supermarket"}
    phone = theirs.phone
    for path in ("/prospecting/prospects", "/prospecting/look-ups"):
        said = [
            re.sub(r"1990000\d{4}", "", looks.browser.post(path, {"name": "别家", "phone": typed, **about}).text)
            for typed in (phone, "19900009999")
        ]
        assert said[0] != said[1] and "总部" in said[0]
        assert not [word for word in ("广州", "黄伟", theirs.name) if word in said[0] and word not in said[1]]


def test_in_one_territory_each_has_his_own_day_and_both_see_who_is_in_charge(cast, session, looks):
    """A territory is shared: its lists name who is in charge, and nobody is asked for another's step."""
    a_prospect(name="密0001", by=cast.director.viewer, next_step="密0002", next_on=clock.today())
    session.commit()
    looks("/")
    assert looks.told == []
    shared = looks.browser.get("/prospecting/prospects/rows").text
    assert "密0001" in shared and "韩冰" in shared

"""What one territory does shows on no page of another: no word, no count, no sum, no hit, no row of a file."""

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from tests.doors.conftest import gets
from tests.doors.planting import of_place, plant

pytestmark = pytest.mark.pages  # what a page tells does not depend on the database

NORTH = ("owner", "clerk", "rm_north")
SECRET = "南方机密"
# what differs from one drawing of a page to the next
FLEETING = re.compile(
    r'name="(_key|key|csrf_token|secret)" value="[^"]*"|<svg.*?</svg>|[A-Z2-7]{4}( [A-Z2-7]{4}){7}'
    r'|data-made="\d+"|name="asked" type="hidden" value="[^"]*"'
    r'|\d{2}:\d{2}(:\d{2})?|(value|content)="[A-Za-z0-9_.-]{20,}"',
    re.DOTALL,
)


def texts(answer):
    """Return what an answer tells: a page's source, a workbook's cells."""
    if "spreadsheetml" in answer.headers.get("Content-Type", ""):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
        return str(sheet.to_python())
    return answer.data.decode(errors="replace")


@pytest.mark.promise("P22")
@pytest.mark.parametrize("who", NORTH)
def test_no_word_of_the_south_comes_out_in_the_north(who, app, browse, cast, places, subjects, session):
    paths = [path for _, path in gets(app, subjects, "north")]
    session.commit()
    regions = [places.region(code).id for code in ("440000", "440100")]
    assert plant(session, SECRET, where=of_place(places.store_south, regions)) > 30
    browser, told, files = browse(getattr(cast, who)), [], 0
    for path in paths:
        answer = browser.get(path)
        asked = [(path, answer)] + [(path + more, browser.get(path + more)) for more in further(answer, f"?q={SECRET}")]
        for address, answer in asked:
            files += answer.headers.get("Content-Disposition", "").startswith("attachment")
            # a search repeats what was asked
            if answer.status_code == 200 and SECRET in re.sub(
                rf"q=[^\"&]*|“{SECRET}”|value=\"{SECRET}\"", "", texts(answer)
            ):
                told.append(address)
    assert told == []
    assert files > 3


def further(answer, *more):
    """Return what else can be asked of a page: the list as a file, and `more` where it searches."""
    page = answer.data.decode(errors="replace")
    return [*(["?format=csv"] if "format=csv" in page else []), *(more if 'name="q"' in page else [])]


@pytest.mark.promise("P22")
@pytest.mark.parametrize("who", NORTH)
def test_what_the_south_does_changes_no_count_and_no_chart_of_the_north(who, app, browse, cast, places, subjects):
    subjects.known = {"north": subjects.shared() | subjects.rows(places.store, cast.rm_north, cast.owner)}
    subjects.known["north"] |= {"staff:user_id": cast.clerk.user.id}
    paths = [path for _, path in gets(app, subjects, "north") if path != "/metrics"]
    browser = browse(getattr(cast, who))

    def drawn():
        return {path: FLEETING.sub("", texts(browser.get(path))) for path in paths}

    before = drawn()
    subjects.rows(places.store_south, cast.rm_south, cast.owner_south)
    after = drawn()
    assert [path for path in paths if before[path] != after[path]] == []
    assert len({text for text in before.values() if "<h1" in text}) > 20


@pytest.mark.promise("P47")
@pytest.mark.parametrize("who", ["owner", "rm_north", "office", "admin"])
def test_no_cell_of_any_file_is_a_formula(who, app, browse, cast, subjects, session):
    paths = [path for _, path in gets(app, subjects, "north")]
    session.commit()
    assert plant(session, "=cmd|' /C calc'!A0") > 100
    browser, wrong, held = browse(getattr(cast, who)), [], 0
    for path in paths:
        answer = browser.get(path)
        asked = [answer, *(browser.get(f"{path}?format={kind}") for kind in ("csv", "xlsx") if further(answer))]
        for answer in asked:
            if answer.headers.get("Content-Disposition", "").startswith("attachment"):
                held += texts(answer).count("cmd|")
                if formulas(answer):
                    wrong.append(f"{path}: {formulas(answer)}")
    assert wrong == []
    assert held > 3  # the words did come out, disarmed


def formulas(answer):
    """Return what a spreadsheet would take for a formula."""
    if answer.mimetype == "text/csv":
        return re.findall(r'(?:^|,)"?[=+\-@\t](?!\d)', answer.data.decode(), re.MULTILINE)
    if not answer.data.startswith(b"PK"):
        return []
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    return [found for sheet in sheets for found in re.findall(rb"<f[ >]", sheet)]

"""Whatever is typed, no form of prospecting breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders_prospecting import a_city, a_prospect, a_survey

pytestmark = pytest.mark.pages
# form -> its fields
FIELDS = {
    "cities": ["region_id", "note"],
    "cities/{city}": ["file-note"],
    "cities/{city}/state": ["state", "reason"],
    "cities/{city}/ties": ["kind", "from_year", "to_year", "note"],
    "surveys": [
        "name",
        "region_id",
        "surveyed_on",
        "area_m2",
        "tills_total",
        "tills_open",
        "h07",
        "h18",
        "prospect_id",
    ],
    "surveys/{survey}": ["name", "surveyed_on", "staff", "shelf_gaps", "h22"],
    "surveys/{survey}/judgement": ["trade", "reason"],
    "prospects": ["track", "name", "region_id", "phone", "source", "next_step", "next_on", "sure"],
    "prospects/{prospect}": ["name", "phone", "survey_id", "version", "next_step", "next_on"],
    "prospects/{prospect}/stage": ["stage", "reason"],
    "prospects/{prospect}/loss": ["loss-reason"],
    "prospects/{prospect}/reopening": ["reason"],
    "prospects/{prospect}/assignment": ["heir-owner_id", "heir-reason"],
    "prospects/{prospect}/contacts": [
        "kind",
        "at",
        "result",
        "covered",
        "next_step",
        "next_on",
        "open_end",
        "open_reason",
        "minutes",
        "next_time",
        "appointment_id",
    ],
}
ODD = [
    "", "0", "-1", "1", "99999999999999999999", "٣", "²", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-20T10:00",
    "0001-01-01T00:00", "9999-12-31T23:59", "13900002290", "+86 139 0000 2290", "=1+1", "\x00", "\u202e",
    "\N{GRINNING FACE}",
    "x" * 5000, "person", "supermarket", "visit", "lives", "developing", "dropped", "agreed", "lost", "quiet", "y",
]  # fmt: skip


@pytest.mark.parametrize("path", FIELDS)
def test_no_form_breaks(cast, browse, places, path):
    ids = {"city": a_city().id, "survey": a_survey().id, "prospect": a_prospect().id}
    browser, url = browse(cast.rm_north), f"/prospecting/{path.format(**ids)}"
    values = st.sampled_from([*ODD, str(places.beijing.id), str(ids["prospect"])]) | st.text(max_size=30)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(st.sampled_from(FIELDS[path]), values, min_size=len(FIELDS[path]) - 1))
    def run(data):
        answer = browser.post(url, {name: value.encode("utf-8", "ignore").decode() for name, value in data.items()})
        assert answer.status_code in (200, 303, 404, 409, 422), answer.status_code

    run()


@pytest.mark.parametrize("path", ["cities", "surveys", "prospects", "prospects/rows"])
def test_no_address_breaks_a_list(cast, browse, path):
    a_prospect()
    browser = browse(cast.rm_north)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        st.dictionaries(
            st.sampled_from(
                ["q", "track", "stage", "city", "owner", "only", "sort", "after", "state", "trade", "format"]
            ),
            st.sampled_from(ODD) | st.text(max_size=20),
        )
    )
    def run(args):
        clean = {name: value.encode("utf-8", "ignore").decode() for name, value in args.items()}
        assert browser.get(f"/prospecting/{path}", query_string=clean).status_code in (200, 404)

    run()

"""A substitute is named on the settings' page; head office too has people who are away."""

from portal.kernel import clock
from tests.builders_signing import a_submitted


def named(browse, cast, absent, stand_in):
    today = clock.today().isoformat()
    form = {"absent_id": absent.user.id, "stand_in_id": stand_in.user.id, "first_day": today, "last_day": today}
    return browse(cast.admin).post("/settings/substitutes", form)


def test_a_substitute_of_head_office_reads_whom_he_stands_in_for(browse, cast, places):
    page = f"/signing/applications/{a_submitted(cast, places.taiyuan).id}"
    absent = cast.office_two.user.name
    assert "Today you stand in for" not in browse(cast.office, "en").get(page).text
    assert named(browse, cast, cast.office_two, cast.office).status_code == 303
    text = browse(cast.office, "en").get(page).text
    assert absent in text.split("Today you stand in for:")[1].split("</p>")[0]
    assert "Today you stand in for" not in browse(cast.office_two, "en").get(page).text


def test_head_office_and_a_manager_do_not_stand_in_for_each_other(browse, cast):
    assert named(browse, cast, cast.office, cast.rm_north).status_code == 422

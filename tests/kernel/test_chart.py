"""Charts drawn by the server: the path through what is known."""

import pytest

pytestmark = pytest.mark.pages  # does not depend on the database


@pytest.mark.parametrize(
    "values, path",
    [
        ([0, 5, 5, 10], "M0 100l1-50 1 0 1-50"),
        ([10, None, 0, 5], "M0 0M2 100l1-50"),
        ([None, 10, 0, None], "M1 0l1 100"),
        ([10, 0, None, None, 10, 0], "M0 0l1 100M4 0l1 100"),
        ([None], ""),
    ],
)
def test_a_path_goes_in_steps_and_lifts_the_pen_over_a_gap(values, path, app):
    drawn = app.jinja_env.from_string('{% import "ui/chart.html" as chart %}{{ chart.path(values, 0, 10) }}')
    assert drawn.render(values=values).strip() == path

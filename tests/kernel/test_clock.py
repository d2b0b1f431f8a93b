"""Days and moments as people and their spreadsheets write them."""

from datetime import date

import pytest

from portal.kernel import clock

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    "typed", ["2026-01-05", "2026/1/5", "2026/01/05", "2026.1.5", "2026年1月5日", "2026-01-05 00:00:00", " 2026/1/5 "]
)
def test_a_day_is_read_as_a_chinese_spreadsheet_writes_it_too(typed):
    assert clock.parse_day(typed) == DAY


@pytest.mark.parametrize(
    "typed", ["2026-01-05 09:30:00", "2026/1/5 9:30", "2026-01-05T01:30:00+00:00", "2026/1/5 9:30:00"]
)
def test_so_is_a_moment_which_is_local_without_an_offset(typed):
    assert clock.parse_moment(typed) == clock.at(DAY, 9, 30)


@pytest.mark.parametrize(
    "typed", ["", "5/1/2026", "2026/13/1", "2026/1/5 25:00", "26/1/5", "2026/1", "昨天", "٢٠٢٦/١/٥"]
)
def test_what_is_no_day_or_may_be_another_is_none(typed):
    with pytest.raises(ValueError):
        clock.parse_moment(typed)

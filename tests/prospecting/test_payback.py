"""When the owner's money is back: the arithmetic alone, at its edges (C19)."""

import pytest

from portal.prospecting.payback import MOST_MONTHS, Case, Running, case_of, course, months_until_back, outcome

covers = ("C19",)

CASE = Case(footfall=466, buyers=50_000, basket=20_00, margin=20_000)
RUNNING = Running(days=30, rent=10_000_00, wages=15_000_00)


def test_a_month_is_reckoned_from_people_to_what_is_earned():
    found = outcome(CASE, RUNNING, 30_000_00)
    assert (found.sales, found.gross, found.result, found.gain) == (139_800_00, 27_960_00, 2_960_00, 2_960_00)
    assert found.months == 11


def test_only_what_is_earned_beyond_today_pays_the_money_back():
    found = outcome(CASE, Running(days=30, rent=10_000_00, wages=15_000_00, today=1_960_00), 10_000_00)
    assert (found.result, found.gain, found.months) == (2_960_00, 1_000_00, 10)


def test_a_shop_that_loses_money_today_gains_by_losing_less():
    found = outcome(Case(), Running(rent=1_000_00, today=-3_000_00), 4_000_00)
    assert (found.result, found.gain, found.months) == (-1_000_00, 2_000_00, 2)


def test_without_footfall_nothing_comes_in_and_nothing_comes_back():
    found = outcome(Case(0, 50_000, 20_00, 20_000), RUNNING, 30_000_00)
    assert (found.sales, found.result, found.months) == (0, -25_000_00, None)


@pytest.mark.parametrize(
    ("investment", "gain", "months"),
    [
        (100, 0, None), (100, -1, None), (0, -5, 0), (0, 0, 0), (-1, 5, 0), (100, 100, 1), (101, 100, 2), (100, 101, 1),
        (MOST_MONTHS, 1, MOST_MONTHS), (MOST_MONTHS + 1, 1, None),
    ],
)  # fmt: skip
def test_begun_months_count_whole_and_ten_years_are_the_most(investment, gain, months):
    assert months_until_back(investment, gain) == months


def test_the_course_begins_below_zero_and_crosses_it_in_the_month_of_the_payback():
    found = outcome(CASE, Running(days=30, rent=10_000_00, wages=15_000_00, today=1_960_00), 10_000_00)
    way = course(found, 10_000_00, 24)
    assert way[0] == -10_000_00 and way[9] < 0 and way[10] == 0 and len(way) == 25


def test_a_case_that_says_nothing_is_nought():
    assert case_of(None) == case_of({}) == case_of({"footfall": None}) == Case()

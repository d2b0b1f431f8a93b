"""Money is integer fen, quantities are integer thousandths, rounding is half up."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import money


@given(st.integers(0, 10**9), st.integers(-(10**7), 10**7), st.integers(1, 1000) | st.just(100_000))
def test_a_share_is_rounded_half_up_like_decimal_does(part, of, whole):
    exact = Decimal(part) * Decimal(of) / whole
    assert money.share(part, of, whole) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert money.line_amount(part, of) == money.share(part, of, money.MILLI)


@given(st.integers(-(10**14), 10**14))
def test_what_is_shown_reads_back_as_the_same_fen(fen):
    if abs(fen) < 10**14:
        assert money.parse_yuan(money.money(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "shown"), [(123450, "¥1,234.50"), (0, "¥0.00"), (-5, "−¥0.05"), (None, "–"), (100_000_000, "¥1,000,000.00")]
)
def test_money_is_shown_with_two_decimals_and_a_true_minus(fen, shown):
    assert money.money(fen) == shown


@pytest.mark.parametrize(
    "typed", ["", "12.3456", "1e5", "abc", "--1", "1.2.3", "٣", "69,9", "1,23", "1234,567", ",123", "1,234,"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        money.parse_yuan(typed)
    with pytest.raises(ValueError, match=r".*"):
        money.parse_quantity(typed)


@pytest.mark.parametrize(("typed", "whole"), [("1,234", 1234), ("12,345,678", 12_345_678), ("−1,234", -1234)])
def test_commas_between_groups_of_three_are_read(typed, whole):
    assert money.parse_yuan(f"{typed}.50") == whole * 100 + (50 if whole > 0 else -50)
    assert money.parse_quantity(typed) == whole * 1000


@given(st.integers(-(10**9), 10**9))
def test_quantities_read_back(thousandths):
    assert money.parse_quantity(money.quantity(thousandths)) == thousandths


@pytest.mark.parametrize(
    ("fen", "spelled"),
    [
        (0, "零元整"), (5, "伍分"), (50, "伍角整"), (105, "壹元零伍分"), (1_050, "壹拾元伍角整"),
        (123_450, "壹仟贰佰叁拾肆元伍角整"), (100_500, "壹仟零伍元整"), (10_005_000, "壹拾万零伍拾元整"),
        (12_000_000_00, "壹仟贰佰万元整"), (100_000_000_00, "壹亿元整"), (100_010_000_00, "壹亿零壹万元整"),
        (-6_000_00, "负陆仟元整"),
    ],
)  # fmt: skip
def test_amounts_in_capitals(fen, spelled):
    assert money.in_capitals(fen) == spelled


@given(st.integers(0, 10**13))
def test_amounts_in_capitals_read_back(fen):
    assert read(money.in_capitals(fen)) == fen


def read(spelled):
    """Read an amount in capitals as fen."""
    digits, places = {n: i for i, n in enumerate("零壹贰叁肆伍陆柒捌玖")}, {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = 0
    for sign in spelled.rstrip("整"):
        if sign in digits:
            digit = digits[sign]
        elif sign in places:
            group, digit = group + digit * places[sign], 0
        elif sign in "万亿":
            total, group, digit = total + (group + digit) * (10**4 if sign == "万" else 10**8), 0, 0
        elif sign == "元":
            total, group, digit = (total + group + digit) * 100, 0, 0
        else:
            total, digit = total + digit * (10 if sign == "角" else 1), 0
    return total

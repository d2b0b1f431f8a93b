"""Money is integer fen, quantities are integer thousandths, rounding is half up."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import money


@given(st.integers(0, 10**9), st.integers(-(10**7), 10**7))
def test_a_line_amount_is_rounded_half_up_like_decimal_does(price, quantity):
    exact = Decimal(price) * Decimal(quantity) / 1000
    assert money.line_amount(price, quantity) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(-(10**14), 10**14))
def test_what_is_shown_reads_back_as_the_same_fen(fen):
    if abs(fen) < 10**14:
        assert money.parse_yuan(money.money(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "shown"), [(123450, "¥1,234.50"), (0, "¥0.00"), (-5, "−¥0.05"), (None, "–"), (100_000_000, "¥1,000,000.00")]
)
def test_money_is_shown_with_two_decimals_and_a_true_minus(fen, shown):
    assert money.money(fen) == shown


@pytest.mark.parametrize("typed", ["", "12.345", "1e5", "abc", "--1", "1.2.3", "٣"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r".*"):
        money.parse_yuan(typed)


@given(st.integers(-(10**9), 10**9))
def test_quantities_read_back(thousandths):
    assert money.parse_quantity(money.quantity(thousandths)) == thousandths

"""Fields keep to their limits: what lies on the boundary is taken, what lies beyond it is refused."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.kernel.forms import (
    DateField,
    Form,
    IdField,
    LongTextField,
    MoneyField,
    NumberField,
    QuantityField,
    TextField,
)
from portal.kernel.words import _l

LIMITED = {
    "an amount": (MoneyField(least=100, most=1000), ("1.00", "10.00"), ("0.99", "10.01", "-1", "1e9")),
    "any amount": (MoneyField(), ("0", "10000000000.00"), ("-0.01", "10000000000.01")),
    "a quantity": (QuantityField(least=1, most=2500), ("0.001", "2.5"), ("0", "2.501", "-1")),
    "any quantity": (QuantityField(), ("0", "1000000"), ("-0.001", "1000000.001")),
    "a whole number": (NumberField(least=1, most=40), ("1", "40"), ("0", "41", "-1", "9" * 16, "٣٫")),
    "a line": (TextField(most=3), ("好好好",), ("好好好好",)),
    "a text": (LongTextField(most=3), ("好好好",), ("好好好好",)),
    "a day": (DateField(), ("1990-01-01", "2100-01-01"), ("1989-12-31", "2100-01-02")),
}


@pytest.mark.promise("P27")
@pytest.mark.parametrize("kind", LIMITED)
def test_a_field_takes_what_lies_on_its_limits_and_nothing_beyond(kind, app):
    field, within, beyond = LIMITED[kind]

    class One(Form):
        typed = field

    def takes(text):
        return One(MultiDict({"typed": text}), meta={"csrf": False}).validate()

    with app.test_request_context():
        assert [text for text in (*within, *beyond) if takes(text)] == list(within)


@pytest.mark.promise("P25")
@pytest.mark.parametrize("typed", ["²", "９", "9" * 20, "1.0", "-1", " "])
def test_what_is_no_id_is_answered_in_the_houses_words(typed, app):
    class One(Form):
        chosen = IdField()

    with app.test_request_context():
        form = One(MultiDict({"chosen": typed}), meta={"csrf": False})
        assert not form.validate()
        assert form.chosen.errors == [_l("Choose one of the list.")]


@pytest.mark.parametrize("broken", ["王\r\n建国", "王\n建国", "王\t建国", "王\u2028建国", "王\x85\r\n建国"])
def test_a_line_of_text_stays_one_line_and_a_text_keeps_its_lines(broken, app):
    class One(Form):
        line, text = TextField(), LongTextField()

    with app.test_request_context():
        typed = One(MultiDict({"line": broken, "text": "甲\n乙"}), meta={"csrf": False})
    assert (typed.line.data, typed.text.data) == ("王 建国", "甲\n乙")


@pytest.mark.promise("P25")
@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\ud800", "\u202e", "\u2066"])
def test_signs_that_no_database_holds_or_that_nobody_sees_are_left_out(sign, app):
    class One(Form):
        line, text = TextField(), LongTextField()

    with app.test_request_context():
        typed = One(MultiDict({"line": f"王{sign}建国", "text": f"甲\n{sign}乙"}), meta={"csrf": False})
    assert (typed.line.data, typed.text.data) == ("王建国", "甲\n乙")

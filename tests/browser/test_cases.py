"""The tablet's side of the till's rules does what the cases say, and what the server's side does (C32, C34)."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.selling.rules_of_till import GROUPS
from tests.till_cases import CASES
from tests.till_inputs import INPUTS

pytestmark = pytest.mark.browser
covers = ("C32", "C34")
# as texts, in which −0 shows
ASKED = """async ([till, asked]) => {
    const rules = { ...await import(`${till}/rules.js`), ...await import(`${till}/rules_later.js`) };
    return JSON.parse(asked).map(([name, given]) => {
        const answer = rules[name](given) ?? null;
        return JSON.stringify(answer, (_, value) => (Object.is(value, -0) ? "-0" : value)); }); }"""


@pytest.fixture(scope="module")
def asked(chromium, address, live_app):
    """`asked([(group, given), …])`: what the tablet's rules answer, in a page of the portal."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/login")
    till = f"{live_app.static_url_path}/js/till"

    def ask(questions):
        named = [(re.sub("_(.)", lambda found: found[1].upper(), group), given) for group, given in questions]
        return [json.loads(answer) for answer in page.evaluate(ASKED, [till, json.dumps(named)])]

    yield ask
    context.close()


def test_the_tablet_works_out_every_case(asked):
    answers = asked([(case["group"], case["given"]) for case in CASES])
    wrong = [(case, answer) for case, answer in zip(CASES, answers, strict=True) if answer != case["then"]]
    assert wrong == []


@pytest.mark.parametrize("group", GROUPS)
def test_tablet_and_server_work_out_the_same_whatever_they_are_asked(group, asked):
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(INPUTS[group], min_size=30, max_size=60))
    def compare(inputs):
        answers = asked([(group, given) for given in inputs])
        wrong = [
            (given, here, there)
            for given, there in zip(inputs, answers, strict=True)
            if (here := GROUPS[group](**given)) != there
        ]
        assert wrong == []

    compare()

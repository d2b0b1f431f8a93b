"""A rule of the till stands on both sides under one name, with cases, and in the decision that prints them."""

import re

import pytest

from portal.selling import said
from portal.selling.rules_of_till import GROUPS
from tests.house.test_house import ROOT
from tests.till_cases import BY_GROUP, CASES
from tests.till_inputs import INPUTS

FEWEST = 6
TILL = ROOT / "static" / "js" / "till"
RULES = "".join((TILL / name).read_text() for name in ("rules.js", "rules_later.js"))
DECISION = ROOT / "docs" / "adr" / "0031-one-rule-in-two-languages.md"


def on_the_tablet():
    named = re.findall(r"^export (?:function (\w+)|const (\w+) = \()", RULES, re.MULTILINE)
    return {re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", a or b) for a, b in named}


def test_every_rule_stands_on_both_sides_and_is_asked_by_hypothesis_too():
    assert on_the_tablet() == GROUPS.keys() == INPUTS.keys()


@pytest.mark.promise("P27")
def test_the_till_and_the_posting_have_one_limit():
    sale = (TILL / "sale.js").read_text()
    limits = {name: int(value.replace("_", "")) for name, value in re.findall(r"(MOST_\w+) = ([\d_]+)", sale)}
    assert limits == {"MOST_LINES": said.MOST_LINES, "MOST_QUANTITY": said.MOST_QUANTITY}


def test_every_rule_has_cases_and_every_case_a_rule():
    assert BY_GROUP.keys() == GROUPS.keys()
    assert {group: len(cases) for group, cases in BY_GROUP.items() if len(cases) < FEWEST} == {}


def test_a_case_is_named_once():
    names = [(case["group"], case["name"]) for case in CASES]
    assert len(set(names)) == len(names)


def test_the_tablets_rules_know_no_page_no_clock_and_no_network():
    code = re.sub(r"/\*.*?\*/|//.*", "", RULES, flags=re.DOTALL).replace('from "./rules.js"', "")
    assert re.findall(r"\b(?:document|window|Date\.now|performance|fetch|Math\.random|import\(|from)\b", code) == []


@pytest.mark.parametrize("group", GROUPS)
def test_the_decision_prints_every_rule_with_its_number_of_cases(group):
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (\d+) \|$", DECISION.read_text(), re.MULTILINE)
    assert (group, str(len(BY_GROUP[group]))) in rows

"""Each decision stands once in the list of decisions, under its own title."""

import re

from tests.house.test_house import ROOT

ADR = ROOT / "docs" / "adr"
ROW = re.compile(r"^\| \[(\d{4})\]\((\S+\.md)\) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_the_list_of_decisions_names_each_once_in_order_with_its_title_and_a_line():
    listed = [(number, name, title) for number, name, title, _line in ROW.findall((ADR / "README.md").read_text())]
    written = []
    for page in sorted(ADR.glob("[0-9]*.md")):
        number, title = re.match(r"# (\d{4}) – (.+)", page.read_text()).groups()
        written += [] if number == "0000" else [(number, page.name, title)]
    assert listed == written

"""The sheets as they travel say to a browser what they say as they lie."""

from pathlib import Path

import pytest

from portal.kernel.assets import without_remarks

pytestmark = pytest.mark.browser

# conditions and values of one's own are told as they are written: with a blank after a sign or without
RULES_OF = r"""sheet => {
    const read = new CSSStyleSheet();
    read.replaceSync(sheet);
    return [...read.cssRules].map(rule => rule.cssText.replace(/([:,])\s+/g, "$1"));
}"""


def test_without_its_remarks_every_sheet_has_the_same_rules(app, chromium):
    page = chromium.new_page()
    folder = Path(app.root_path).parent / "static" / "css"
    for path in folder.rglob("*.css"):
        sheet = path.read_text()
        rules = page.evaluate(RULES_OF, sheet)
        assert rules, path
        assert page.evaluate(RULES_OF, without_remarks(sheet)) == rules, path
    page.close()

"""The till's scripts say nothing of themselves: every word is the shell's, in the language of whoever is signed in."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TILL = ROOT / "static" / "js" / "till"
WORDS = (ROOT / "templates" / "selling" / "till" / "_words.html").read_text()
STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')


def code(path: Path) -> str:
    """Return a script without its remarks."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"(?<!:)//[^\n\"`]*$", "", text, flags=re.MULTILINE)


def test_no_script_of_the_till_holds_a_text():
    found = []
    for path in sorted(TILL.rglob("*.js")):
        for text in STRINGS.findall(code(path)):
            plain = re.sub(r"\$\{[^}]*\}", "", text)
            if re.search(r"[\u4e00-\u9fff]", plain) or re.search(r"\b[A-Z][a-z]+ [a-z]+\b", plain):
                found.append(f"{path.name}: {text}")
    assert found == []


def test_every_word_that_is_asked_for_is_there():
    there = set(re.findall(r'\{\{ w\("([^"]+)"', WORDS))
    asked = {
        name
        for path in TILL.rglob("*.js")
        for name in re.findall(r'\bword\("([a-z.]+)"', path.read_text())
    }  # fmt: skip
    assert asked - there == set()

"""The till's scripts say nothing of themselves: every word is the page's, in the language of whoever is signed in.

What the page holds is enough for what sells; the rest comes later, as a part of its own.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TILL = ROOT / "static" / "js" / "till"
TEMPLATES = ROOT / "templates" / "selling" / "till"
FIRST = ("_words.html", "_sheets.html")
LATER = ("_later_words.html", "_later_sheets.html", "_receipt.html")
STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
SELLS = ("main", "sheets/selling")  # main.js: FIRST


def code(path: Path) -> str:
    """Return a script without its remarks."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"(?<!:)//[^\n\"`]*$", "", text, flags=re.MULTILINE)


def there(*names: str) -> set[str]:
    """Return the words and templates that these files hold."""
    text = "".join((TEMPLATES / name).read_text() for name in names)
    return set(re.findall(r'\{\{ w\("([^"]+)"', text)) | set(re.findall(r'<template id="([^"]+)"', text))


def asked(paths) -> set[str]:
    """Return the words and templates that scripts ask for by their whole names."""
    found = "".join(code(path) for path in paths)
    return set(re.findall(r'\bword\("([a-z.]+)"', found)) | set(re.findall(r'\b(?:cut|show)\("([a-z-]+)"', found))


def with_imports(*names: str) -> set[Path]:
    """Return scripts with all that they import before they run."""
    found, waiting = set(), {(TILL / f"{name}.js").resolve() for name in names}
    while waiting:
        path = waiting.pop()
        found.add(path)
        named = re.findall(r'^(?:import|export)[^"\n]* "(\.[^"]+)";', path.read_text(), re.MULTILINE)
        waiting |= {(path.parent / name).resolve() for name in named} - found
    return found


def test_no_script_of_the_till_holds_a_text():
    found = []
    for path in sorted(TILL.rglob("*.js")):
        for text in STRINGS.findall(code(path)):
            plain = re.sub(r"\$\{[^}]*\}", "", text)
            if re.search(r"[\u4e00-\u9fff]", plain) or re.search(r"\b[A-Z][a-z]+ [a-z]+\b", plain):
                found.append(f"{path.name}: {text}")
    assert found == []


def test_every_word_and_template_that_is_asked_for_is_there():
    assert asked(TILL.rglob("*.js")) - there(*FIRST, *LATER) == set()
    assert there(*FIRST) & there(*LATER) == set()
    named = [name for file in (*FIRST, *LATER) for name in re.findall(r'w\("([^"]+)"', (TEMPLATES / file).read_text())]
    assert [name for name in set(named) if named.count(name) > 1] == []


def test_what_sells_asks_for_nothing_that_comes_later():
    scripts = with_imports(*SELLS)
    assert len(scripts) > 10
    assert asked(scripts) - there(*FIRST) == set()

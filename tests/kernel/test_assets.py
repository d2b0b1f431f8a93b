"""Static files as users get them: a compressed copy of the tree, the sheets of every page as one."""

import gzip
import os
from pathlib import Path

import brotli
import pytest

from portal.kernel.assets import (
    ASIDE,
    LATER_SHEETS,
    OWN_SHEETS,
    REMARK,
    SHEETS,
    TOGETHER,
    copied,
    tree_hash,
    without_asides,
    without_remarks,
)

pytestmark = pytest.mark.pages  # does not depend on the database


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "static"
    for name in {*SHEETS, *OWN_SHEETS, *LATER_SHEETS}:
        (folder / "css" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "css" / f"{name}.css").write_text(f"/* {name} */\n.at[title='{name}'] {{ top: 1px }}\n" * 40)
    (folder / "img").mkdir()
    (folder / "img" / "dot.png").write_bytes(b"\x89PNG" * 40)
    return folder


def test_the_copy_holds_every_file_and_its_compressed_sisters(tree, tmp_path):
    copy = copied(tree, tmp_path / "copies", tree_hash(tree))
    plain = (copy / "css" / "tokens.css").read_bytes()
    assert plain.decode() == without_remarks((tree / "css" / "tokens.css").read_text())
    assert gzip.decompress((copy / "css" / "tokens.css.gz").read_bytes()) == plain
    assert brotli.decompress((copy / "css" / "tokens.css.br").read_bytes()) == plain
    assert (copy / "css" / "tokens.css").stat().st_mtime == 0, "an answer says no age"
    assert not (copy / "img" / "dot.png.gz").exists()


def test_the_sheets_of_every_page_come_as_one_in_their_order(tree, tmp_path):
    copy = copied(tree, tmp_path / "copies", "a")
    text = (copy / "css" / f"{TOGETHER}.css").read_text()
    places = [text.index(f"'{name}'") for name in SHEETS]
    assert places == sorted(places)


@pytest.mark.parametrize("sheet,left", [
    ("/* a; } */\n.a  .b ,\n .c { color: red ;\n }\n", ".a .b ,.c{color:red}"),
    ('.a::before { content: "/* { ;  } */  ,"; }', '.a::before{content:"/* { ;  } */  ,"}'),
    ("@media (width < 9em) { a { top: calc(1px + 2px) } }", "@media (width < 9em){a{top:calc(1px + 2px)}}"),
])  # fmt: skip
def test_a_sheet_travels_without_remarks_and_its_texts_stay(sheet, left):
    assert without_remarks(sheet) == left


@pytest.mark.parametrize("script,left", [
    ("// why\nlet a = 1; // here\n\n  /* so */\n  b(); /* c */\n", "let a = 1;\nb();\n"),
    ('  // x\nlet at = "//a.example";\n/a\\/\\//.test(at);\n', 'let at = "//a.example";\n/a\\/\\//.test(at);\n'),
    ("/* one\n two */\nlet a;\n", "let a;\n"),
    ("/* a */ let b; /* c */\n/* d */\n", "/* a */ let b;\n"),
    ('say("a // b");\nsay("c"); // "d"\n', 'say("a // b");\nsay("c"); // "d"\n'),
])  # fmt: skip
def test_a_script_travels_without_its_remarks(script, left):
    assert without_asides(script) == left


def test_nothing_inside_a_text_of_a_script_looks_like_a_remark_or_spans_lines(app):
    scripts = [path.read_text() for path in (Path(app.root_path).parent / "static" / "js").rglob("*.js")]
    inside = [
        found[0]
        for script in scripts
        for found in [*REMARK.finditer(script), *ASIDE.finditer(script)]
        if without_asides(script[: found.start()]).count("`") % 2
    ]
    assert inside == []
    assert [line for script in scripts for line in script.splitlines() if without_asides(line).count("`") % 2] == []
    assert len(scripts) > 20


def test_a_copy_is_made_once_and_old_ones_go_in_time(tree, tmp_path):
    first = copied(tree, tmp_path / "copies", "a")
    (first / "mark").touch()
    assert (copied(tree, tmp_path / "copies", "a") / "mark").exists()
    os.utime(first, (0, 0))
    second = copied(tree, tmp_path / "copies", "b")
    assert second.exists()
    assert not first.exists()
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["b"]


def test_a_copy_s_age_is_its_own_however_long_the_tree_lies_there(tree, tmp_path):
    os.utime(tree, (0, 0))
    first = copied(tree, tmp_path / "copies", "a")
    copied(tree, tmp_path / "copies", "b")
    assert first.exists()


def test_the_portal_s_own_sheets_are_all_named(app):
    folder = Path(app.root_path).parent / "static" / "css"
    lying = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.css")}
    assert {name for name in lying if not name.startswith("rooms/")} == set(SHEETS) - {"rooms/insight"}

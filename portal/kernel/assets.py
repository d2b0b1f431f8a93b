"""Static files under one immutable prefix that names the whole tree's hash, so that modules may import relatively.

As users are served, they come from a copy of the tree in the data folder: every text without its remarks and compressed
beside itself, and the sheets that each page loads one after the other as one. While one works on them they come as they
lie.
"""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from portal.kernel import headers

# In the order in which later ones may rely on earlier ones. What lies over all rooms is on everyone's first pages.
SHEETS = (
    "plain", "plain_pages", "tokens", "reset", "base", "layout", "waits", "pages", "components/buttons",
    "components/forms", "components/fields", "components/filters", "components/cards", "components/lists",
    "components/tables", "components/status", "components/badges", "components/records", "components/charts",
    "components/boards", "components/calendar", "components/overlays", "rooms/insight", "print",
)  # fmt: skip
TOGETHER = "together"
# what a page of its own takes, whose first load is counted: it has no head, no filters, tables, seals or charts; and
# what it fetches when it stands
OWN_SHEETS = (
    "plain", "tokens", "reset", "base", "layout", "components/buttons", "components/forms", "components/lists",
    "components/status", "rooms/till",
)  # fmt: skip
LATER_SHEETS = ("waits", "components/fields", "components/badges", "rooms/till_later", "print")
OWN, LATER = "own", "later"
# a text in quotes, which stays; a comment; what is blank
SPARED = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/|\s+""", re.DOTALL)
# a text; the end of a block, the last of its rules; other signs that need no blank
SIGNS = re.compile(r"""("[^"]*"|'[^']*')| *;? *(\}) *| *([{;]) *|([:,]) """)
# lines of a script that say nothing to a browser
REMARK = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)?\n", re.MULTILINE)
# a remark at a line's end; what holds a quote may be inside a text
ASIDE = re.compile(r"""[ \t]+(?:// [^"'`\n]*|/\* [^"'`\n]* \*/)$""", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
KEPT_FOR = 7 * 24 * 3600  # seconds that copies of earlier releases stay, for servers that still run them


def tree_hash(folder: Path) -> str:
    """Return a short hash of every file's path and content."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def copied(folder: Path, copies: Path, name: str) -> Path:
    """Return the copy of a tree, made when it is not there yet; several processes may come at once."""
    copy = copies / name
    if copy.exists():
        return copy
    copies.mkdir(parents=True, exist_ok=True)
    for old in copies.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_FOR:
            shutil.rmtree(old, ignore_errors=True)
    made = Path(mkdtemp(dir=copies))
    made.chmod(0o755)
    shutil.copytree(folder, made, dirs_exist_ok=True)
    os.utime(made)  # its age is its own, not the tree's, which may lie here for months
    for bundle, sheets in ((TOGETHER, SHEETS), (OWN, OWN_SHEETS), (LATER, LATER_SHEETS)):
        together = "\n".join((folder / "css" / f"{sheet}.css").read_text() for sheet in sheets)
        (made / "css" / f"{bundle}.css").write_text(together)
    for sheet in made.glob("css/**/*.css"):
        sheet.write_text(without_remarks(sheet.read_text()))
    for script in made.glob("js/**/*.js"):
        script.write_text(without_asides(script.read_text()))
    compressor = Compressor(quiet=True)
    for path in [p for p in made.rglob("*") if p.is_file()]:
        if compressor.should_compress(path.name):
            compressor.compress(str(path))
        os.utime(path, (0, 0))  # its address names its content: nobody asks how old it is, and the answer need not say
    try:
        made.rename(copy)
    except OSError:  # another process was quicker
        shutil.rmtree(made, ignore_errors=True)
    return copy


def without_remarks(sheet: str) -> str:
    """Return a style sheet that says the same in a sixth less: no comments, no lines, no blanks but between words."""
    on_one_line = SPARED.sub(lambda found: found[1] or " ", sheet)
    return SIGNS.sub(lambda found: found[found.lastindex or 0], on_one_line).strip()


def without_asides(script: str) -> str:
    """Return one of our scripts a fifth lighter: without its remarks, blank lines and indents."""
    return INDENT.sub("", REMARK.sub("", ASIDE.sub("", script)))


def quickly(app: Flask, prefix: str) -> Callable[..., str]:
    """Return url_for for templates: a page names dozens of static files, whose address is a matter of adding up.

    What needs no arguments has the same address on every page.
    """
    plain = cache(app.url_for)

    def url_for(endpoint: str, **args: Any) -> str:
        if not args:
            return plain(endpoint)
        return f"{prefix}/{args['filename']}" if endpoint == "static" else app.url_for(endpoint, **args)

    return url_for


def init_app(app: Flask) -> None:
    folder = Path(app.root_path).parent / "static"
    name = tree_hash(folder)
    prefix = f"/static/{name}"
    as_it_lies = app.debug or app.testing
    root = folder if as_it_lies else copied(folder, Path(app.config["PORTAL_DATA"]) / "static", name)
    app.static_folder, app.static_url_path = str(root), prefix
    app.add_url_rule(f"{prefix}/<path:filename>", endpoint="static", view_func=app.send_static_file)
    app.jinja_env.globals |= {
        "url_for": quickly(app, prefix),
        "sheets": SHEETS if as_it_lies else (TOGETHER,),
        "own_sheets": OWN_SHEETS if as_it_lies else (OWN,),
        "later_sheets": LATER_SHEETS if as_it_lies else (LATER,),
    }
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(root),
        prefix=prefix,
        max_age=60,
        immutable_file_test=lambda path, url: url.startswith(prefix),
        autorefresh=app.debug,
        allow_all_origins=False,
        add_headers_function=headers.dress_static,
    )

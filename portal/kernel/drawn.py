"""What of a page is made once: its compiled templates, kept from one start to the next, and parts that many requests
share, drawn for the first of them, in each language, then taken from memory."""

import hashlib
from collections.abc import MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

MOST_KEPT = 1_000


class Templates(Environment):
    """Templates share one dict of globals: each page makes a dozen contexts of it, and of a chain of dicts slowly."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Compiled(FileSystemBytecodeCache):
    """Compiled templates in the data folder: a portal that was killed is back without compiling four hundred of them.

    Filters with fixed arguments are worked out while compiling, so what another release compiled does not count.
    """

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + release())

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk must not keep a page from being read
            super().dump_bytecode(bucket)


@cache
def release() -> str:
    """Return a hash of the portal's own code."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def init_app(app: Flask) -> None:
    keep_compiled(app)
    keep_drawn(app)


def keep_compiled(app: Flask) -> None:
    folder = Path(app.config["COMPILED_TEMPLATES"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = Compiled(str(folder))


def keep_drawn(app: Flask) -> None:
    """Give templates `drawn_once(name, *depends_on)`: a template's text, the same wherever these facts are the same.

    Such a template may show nothing else that differs from one request to the next: no token, no name, no message.
    """
    kept: dict[tuple[Any, ...], Markup] = {}

    @pass_context
    def drawn_once(context: Context, name: str, *depends_on: Any) -> Markup:
        key = (name, context["locale"], *depends_on)
        text = kept.get(key)
        if text is None or app.jinja_env.auto_reload:
            text = Markup(app.jinja_env.get_template(name).render(context.get_all()))
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = text
        return text

    app.jinja_env.globals["drawn_once"] = drawn_once

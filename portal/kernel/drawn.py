"""Parts of a page that many requests share: drawn for the first of them, in each language, then taken from memory."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

MOST_KEPT = 1_000


class Templates(Environment):
    """Templates share one dict of globals: each page makes a dozen contexts of it, and of a chain of dicts slowly."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
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

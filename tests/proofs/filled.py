"""A form of a page as a browser would send it back."""

from html.parser import HTMLParser
from typing import Any


class Filled(HTMLParser):
    """The values of every form of a page that writes: {action: {name: values}}."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, list[str]]] = {}
        self._values: dict[str, list[str]] = {}
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts: dict[str, Any] = dict(attrs)
        name, value = facts.get("name") or "", facts.get("value") or ""
        if tag == "form":
            writes = (facts.get("method") or "get").lower() == "post"
            self._values = self.forms.setdefault(facts.get("action") or "", {}) if writes else {}
        elif tag == "textarea":
            self._area = name
            self._values.setdefault(name, [""])
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in facts:
            self._values.setdefault(self._select, []).append(value)
        elif tag == "input" and name and facts.get("type") not in ("submit", "file"):
            if facts.get("type") not in ("checkbox", "radio") or "checked" in facts:
                self._values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self._values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def filled(html: str, action: str) -> dict[str, Any]:
    """Return what the form with this action holds, without its token."""
    values = Filled(html).forms[action]
    return {name: value for name, value in values.items() if name != "csrf_token"}

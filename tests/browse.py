"""A person's browser without a browser: signed in, with tokens, and a check of every page it opens."""

import contextvars
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from portal.kernel.db import db


class Browser:
    """A test client of one person; each request runs in a fresh context, as it would in a server."""

    def __init__(self, app: Flask, token: str = "", locale: str = "") -> None:
        self.app, self.client, self.token = app, app.test_client(), token
        with self.client.session_transaction() as session:
            session["csrf_token"] = "test"
            if token:
                session["_user_id"], session["_fresh"] = token, True
        if locale:
            self.client.set_cookie("portal_locale", locale)
        self.csrf = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps("test")

    def fresh(self) -> "Browser":
        """Another browser window that holds the same sign-in and no other cookie."""
        return Browser(self.app, self.token)

    def open(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        db.session.flush()
        answer = contextvars.Context().run(self.client.open, path, method=method, buffered=True, **options)
        db.session.expire_all()
        return answer

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open(path, **options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, follow: bool = False, **options: Any
    ) -> TestResponse:
        headers = {"X-CSRFToken": self.csrf, **options.pop("headers", {})}
        return self.open(path, "POST", data=data, headers=headers, follow_redirects=follow, **options)

    def htmx(self, path: str, target: str, method: str = "GET", **options: Any) -> TestResponse:
        headers = {
            "HX-Request": "true",
            "HX-Request-Type": "partial",
            "HX-Target": target,
            "X-CSRFToken": self.csrf,
        }
        return self.open(path, method, headers=headers, **options)

    def visit(self, path: str, status: int = 200) -> "Page":
        """Open a page and check what every page must hold."""
        answer = self.get(path)
        assert answer.status_code == status, f"{path} answered {answer.status_code}"
        page = Page(answer.get_data(as_text=True))
        page.check(self.app, path)
        return page


class Page(HTMLParser):
    """A parsed page and what every page must hold: title, one h1, unique ids, labelled inputs, tokens, known links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.title, self.h1, self.ids, self.links = "", 0, [], []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.forms: list[dict[str, Any]] = []
        self.texts: list[str] = []
        self._stack: list[str] = []
        self._labels = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if facts.get("id"):
            self.ids.append(facts["id"])
        if tag == "h1":
            self.h1 += 1
        if tag == "a" and (href := facts.get("href")):
            self.links.append(href)
        if tag == "label":
            self._labels += 1
            if facts.get("for"):
                self.labelled.add(str(facts["for"]))
        if tag in ("input", "select", "textarea") and facts.get("type") not in ("hidden", "submit"):
            self.inputs.append(facts | {"_inside": "1" if self._labels else ""})
        if tag == "form":
            self.forms.append(
                {
                    "method": (facts.get("method") or "get").lower(),
                    "action": facts.get("action", ""),
                    "fields": set(),
                }
            )
        if tag in ("input", "select", "textarea", "button") and self.forms and facts.get("name"):
            self.forms[-1]["fields"].add(facts["name"])
        for name in facts:
            assert not name.startswith("on"), f"inline handler {name}"
            assert name != "style", "inline style"
        if tag not in ("input", "br", "img", "meta", "link", "hr", "path", "use", "circle", "line", "rect"):
            self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labels -= 1
        if tag in self._stack:
            while self._stack and self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._stack and self._stack[-1] in ("script", "style"):
            return
        if self._stack and self._stack[-1] == "title":
            self.title += data
        if text := " ".join(data.split()):
            self.texts.append(text)

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def check(self, app: Flask, path: str) -> None:
        assert self.title.strip(" ·"), f"{path}: no title"
        assert self.h1 == 1, f"{path}: {self.h1} h1"
        doubled = {i for i in self.ids if self.ids.count(i) > 1}
        assert not doubled, f"{path}: ids twice {doubled}"
        for facts in self.inputs:
            named = (
                facts.get("aria-label")
                or facts.get("aria-labelledby")
                or facts["_inside"]
                or facts.get("id") in self.labelled
            )
            assert named, f"{path}: input without a label {facts}"
        for form in self.forms:
            if form["method"] == "post":
                assert "csrf_token" in form["fields"], f"{path}: form {form['action']} without a token"
        raw = {text for text in self.texts if RAW_NAME.fullmatch(text)}
        assert not raw, f"{path}: names of columns {raw}"
        for link in self.links:
            self.check_link(app, path, link)
        untranslated = set(self.texts) & untranslated_words(app)
        if re.search(r'<html lang="zh', self.html):
            assert not untranslated, f"{path}: not translated: {untranslated}"

    def check_link(self, app: Flask, path: str, link: str) -> None:
        parts = urlsplit(link)
        if parts.scheme in ("tel", "mailto", "webcal") or not parts.path:
            return
        assert not parts.netloc, f"{path}: link to another host {link}"
        target = parts.path if parts.path.startswith("/") else f"{path.split('?')[0].rpartition('/')[0]}/{parts.path}"
        try:
            app.url_map.bind("localhost").match(target)
        except RequestRedirect:
            pass
        except (NotFound, MethodNotAllowed):
            raise AssertionError(f"{path}: unknown link {link}") from None


RAW_NAME = re.compile(r"[a-z]+(_[a-z0-9]+)+\s*[:：]?")
_words: dict[int, set[str]] = {}


def untranslated_words(app: Flask) -> set[str]:
    """Return English messages whose Chinese differs: seeing one on a Chinese page means it was not translated."""
    if id(app) not in _words:
        from babel.messages.pofile import read_po

        found = set()
        for folder in app.config["BABEL_TRANSLATION_DIRECTORIES"].split(";"):
            try:
                with open(f"{folder}/zh_Hans_CN/LC_MESSAGES/messages.po", "rb") as file:
                    catalogue = read_po(file)
            except FileNotFoundError:
                continue
            found |= {
                m.id
                for m in catalogue
                if isinstance(m.id, str) and m.id and m.id != m.string and "%" not in m.id and len(m.id) > 3
            }
        _words[id(app)] = found
    return _words[id(app)]

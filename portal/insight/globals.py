"""What every page knows of insight: where the search is."""

from flask import Flask, url_for
from flask_login import current_user


def search_place() -> dict[str, str]:
    return {"search_url": url_for("insight.show_search")} if current_user.is_authenticated else {}


def init_app(app: Flask) -> None:
    app.context_processor(search_place)

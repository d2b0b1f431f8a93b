"""What every page knows of insight: where the search is."""

from flask import Flask
from flask_login import current_user

from portal.kernel.page import addresses

SEARCH = addresses("insight.show_search")


def search_place() -> dict[str, str]:
    return {"search_url": SEARCH()} if current_user.is_authenticated else {}


def init_app(app: Flask) -> None:
    app.context_processor(search_place)

"""The till on a tablet's home screen: what it is called there, how it looks, what a long press offers."""

import json

from flask import Response, url_for

from portal.kernel.door import PUBLIC
from portal.kernel.words import N_, say
from portal.selling import room

GROUND, INK = "#f8f9f6", "#1f5a45"  # the canvas by day, and the mark's own green
ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable", 512, "maskable"))
SHORTCUTS = (
    (N_("Till"), "selling.show_till"),
    (N_("Orders"), "selling.list_orders"),
    (N_("Day reports"), "selling.list_day_reports"),
    (N_("Stock"), "goods.list_stock"),
)


@room.get("/manifest.webmanifest", needs=PUBLIC)
def show_manifest() -> Response:
    """Browsers ask for it without saying who they are: it tells nothing of anybody."""
    answer = Response(json.dumps(manifest(), ensure_ascii=False), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def manifest() -> dict[str, object]:
    """Return what a browser wants to know before it puts the till on a home screen."""
    icons = [
        {"src": url_for("static", filename=f"img/{n}.png"), "sizes": f"{p}x{p}", "type": "image/png", "purpose": use}
        for n, p, use in ICONS
    ]
    return {
        "id": "/till",
        "name": say(N_("Shared Channel Till")),
        "short_name": say(N_("Till")),
        "lang": "zh-Hans",
        "dir": "ltr",
        "start_url": url_for("selling.show_till"),
        "scope": "/",
        "display": "standalone",
        "orientation": "any",
        "background_color": GROUND,
        "theme_color": INK,
        "icons": icons,
        "shortcuts": [{"name": say(name), "url": url_for(endpoint)} for name, endpoint in SHORTCUTS],
    }

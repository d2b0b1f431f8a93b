"""Without network: the pages a person's device keeps for him, the worker that keeps them, and what waits there.

A form that is sent later is sent by its own address, under the key it was opened with (`kernel.door`): the server
takes a key once, however often the device, which never saw the answer, sends it. Which pages are kept is said by the
rooms (`keep`) and by what carries `data-keep`; the worker knows of no room, so that one worker serves all of them.
"""

from typing import Any, NamedTuple

from flask import Flask, Response, current_app, send_from_directory, url_for
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.door import ANYONE, PUBLIC, Needs, Room
from portal.kernel.page import page
from portal.kernel.words import say

room = Room("offline", __name__, title="Offline", prefix="")


class Kept(NamedTuple):
    """A page that devices keep; with a title it is offered where another page cannot be reached."""

    endpoint: str
    needs: Needs
    title: str = ""


_kept = {Kept("offline.show_offline", ANYONE), Kept("offline.list_waiting", ANYONE)}


def keep(endpoint: str, *, needs: Needs, title: str = "") -> None:
    """Have the devices of whoever has the right keep a page without arguments, to be opened without network."""
    _kept.add(Kept(endpoint, needs, title))


@room.get("/worker.js", needs=PUBLIC)
def show_worker() -> Response:
    """The worker lies at the root, since it serves the pages below the place it comes from."""
    folder, build = str(current_app.static_folder), str(current_app.static_url_path).rpartition("/")[2]
    answer = send_from_directory(folder, "js/worker.js", etag=build)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return answer


@room.get("/offline", needs=ANYONE)
def show_offline() -> Any:
    """What a device shows in place of a page that it cannot reach."""
    forms = [(address(current_app, k.endpoint), say(k.title)) for k in mine() if k.title]
    return page("errors/offline.html", forms=forms)


@room.get("/waiting", needs=ANYONE)
def list_waiting() -> Any:
    """What waits on this device; the server knows nothing of it, script fills it in."""
    return page("ui/waiting/index.html")


def mine() -> list[Kept]:
    """Return what this person's device keeps."""
    if not current_user.is_authenticated:
        return []
    known = sorted(_kept, key=lambda kept: kept.endpoint)
    return [kept for kept in known if kept.needs is ANYONE or current_user.may(kept.needs)]


def kept_pages() -> dict[str, str]:
    """Give templates the addresses this person's device keeps, one after the other."""
    return {"kept_pages": " ".join(address(current_app, kept.endpoint) for kept in mine())}


def address(app: Flask, endpoint: str) -> str:
    """Return the address of a door without arguments, made once."""
    if endpoint not in (known := app.extensions.setdefault("kept_pages", {})):
        known[endpoint] = url_for(endpoint)
    return str(known[endpoint])


def works_offline(name: str, title: str) -> dict[str, str]:
    """Return what a form says that works without network: its name on the device, what a person calls it, its age."""
    made = str(int(clock.now().timestamp()))
    return {"data_offline": name, "data_title": title, "data_made": made, "data_zone": str(clock.zone())}


def init_app(app: Flask) -> None:
    app.register_blueprint(room)
    app.context_processor(kept_pages)
    app.jinja_env.globals["works_offline"] = works_offline

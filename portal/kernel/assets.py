"""Static files under one immutable prefix that names the whole tree's hash, so that modules may import relatively."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from portal.kernel import headers


def tree_hash(folder: Path) -> str:
    """Return a short hash of every file's path and content."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def quickly(app: Flask, prefix: str) -> Callable[..., str]:
    """Return url_for for templates: a page names dozens of static files, whose address is a matter of adding up."""

    def url_for(endpoint: str, **args: Any) -> str:
        return f"{prefix}/{args['filename']}" if endpoint == "static" else app.url_for(endpoint, **args)

    return url_for


def init_app(app: Flask) -> None:
    folder = Path(app.root_path).parent / "static"
    prefix = f"/static/{tree_hash(folder)}"
    app.static_folder, app.static_url_path = str(folder), prefix
    app.add_url_rule(f"{prefix}/<path:filename>", endpoint="static", view_func=app.send_static_file)
    app.jinja_env.globals["url_for"] = quickly(app, prefix)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=prefix,
        max_age=60,
        immutable_file_test=lambda path, url: url.startswith(prefix),
        autorefresh=app.debug,
        allow_all_origins=False,
        add_headers_function=headers.dress_static,
    )

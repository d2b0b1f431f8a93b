"""Static files under one immutable prefix that names the whole tree's hash, so that modules may import relatively."""

import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise


def tree_hash(folder: Path) -> str:
    """Return a short hash of every file's path and content."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def init_app(app: Flask) -> None:
    folder = Path(app.root_path).parent / "static"
    prefix = f"/static/{tree_hash(folder)}"
    app.static_folder, app.static_url_path = str(folder), prefix
    app.add_url_rule(f"{prefix}/<path:filename>", endpoint="static", view_func=app.send_static_file)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=prefix,
        max_age=60,
        immutable_file_test=lambda path, url: url.startswith(prefix),
        autorefresh=app.debug,
    )

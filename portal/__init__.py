"""The portal of a shared-channel store network."""

import portal.kernel.spared  # noqa: F401, I001 – before anything brings them along

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

import config
from portal import cli, rooms
from portal.kernel import assets, db, drawn, errors, files, headers, jobs, languages, logs, offline, page


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application; `overrides` win over the environment (used by tests)."""
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.jinja_environment = drawn.Templates
    app.config.from_mapping(config.load() if overrides is None else {**config.load(), **overrides})
    app.config.setdefault("COMPILED_TEMPLATES", Path(app.config["PORTAL_DATA"]) / "templates")
    for part in (logs, assets, db, languages, page, drawn, jobs, files, headers, errors, offline):
        part.init_app(app)
    rooms.init_app(app)
    cli.init_app(app)
    return app

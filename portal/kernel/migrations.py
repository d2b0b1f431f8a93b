"""Migrations: Alembic over the application's own models, brought along by commands and tests only."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app

from portal.kernel.db import db

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory


def prepare(app: Flask) -> None:
    """Hang `flask db`. A server never does: Alembic would be a tenth of its memory."""
    if "migrate" not in app.extensions:
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(Path(app.root_path).parent / "migrations"), compare_type=True)


def upgrade(revision: str = "head") -> None:
    """Bring the schema to a revision; inside an app context, as the others here."""
    import flask_migrate

    prepare(current_app._get_current_object())  # type: ignore[attr-defined]
    flask_migrate.upgrade(revision=revision)


def downgrade(revision: str, *, drop: bool = False) -> None:
    """Go back to an older schema; what it has no place for is dropped only if `drop` says so."""
    import flask_migrate

    prepare(current_app._get_current_object())  # type: ignore[attr-defined]
    flask_migrate.downgrade(revision=revision, x_arg="drop=yes" if drop else None)


def scripts() -> "ScriptDirectory":
    """Return the revisions there are."""
    from alembic.script import ScriptDirectory

    prepare(current_app._get_current_object())  # type: ignore[attr-defined]
    return ScriptDirectory(current_app.extensions["migrate"].directory)

"""Bring an empty test database to the newest schema, triggers included, through the migrations."""

from pathlib import Path

from flask_migrate import upgrade

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def make_schema() -> None:
    """Inside an app context."""
    upgrade(directory=str(MIGRATIONS))

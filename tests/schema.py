"""Bring an empty test database to the newest schema, triggers included, through the migrations."""

from portal.kernel import migrations


def make_schema() -> None:
    """Inside an app context."""
    migrations.upgrade()

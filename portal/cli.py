"""The commands: `flask --app wsgi …`; what each does is its room's, here is only the calling of it."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hang every command."""
    from portal import commands

    for command in commands.ALL:
        app.cli.add_command(command)

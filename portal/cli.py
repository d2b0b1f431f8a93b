"""The commands: `flask --app wsgi …`; what each does is its room's, here is only the calling of it."""

import os

import click
from flask import Flask
from flask.cli import AppGroup

from portal.kernel import migrations


class Commands(AppGroup):
    """The portal's commands, imported when one is asked for: a server needs nothing of what they bring along."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self.app = app
        self.hung = False

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self.hang()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self.hang()
        return super().list_commands(ctx)

    def hang(self) -> None:
        if self.hung:
            return
        self.hung = True
        from portal import commands

        migrations.prepare(self.app)
        for command in commands.ALL:
            self.add_command(command)


def init_app(app: Flask) -> None:
    """Hang the commands; `flask db`, which Flask finds without asking us, needs Alembic prepared."""
    app.cli = Commands(app)
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        migrations.prepare(app)

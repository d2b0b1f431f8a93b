"""Upkeep: what the machine's keeper runs – backup and restore, the nightly tidying, exports that can be imported."""

from typing import NoReturn

import click


def stop(sentence: str, status: int = 3) -> NoReturn:
    """End a command: 3 where it refuses to begin, 1 where something went wrong."""
    click.echo(sentence, err=True)
    raise SystemExit(status)

"""What a proof is, and what it is given to work with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from portal import create_app
from portal.accounts import actions as accounts
from portal.kernel.db import db
from tests.cast import PASSWORD, populate
from tests.postgres import Cluster
from tests.schema import make_schema, template

ENGINES = ("sqlite", "postgresql")

Figures = dict[str, float]


@dataclass
class Context:
    """What a proof works with: a folder of its own, databases on demand, dice, and whether the short form is asked for.

    `cluster` is started by whoever made the context, and is None where PostgreSQL is not among the engines.
    """

    folder: Path
    engines: tuple[str, ...] = ENGINES
    cluster: Cluster | None = None
    short: bool = False
    seed: int = 1
    made: int = field(default=0, init=False)

    def rng(self, name: str) -> Random:
        """Return dice of this name, the same in every run."""
        return Random(f"{self.seed} {name}")

    def database(self, engine: str) -> str:
        """Return the address of a new database without rows."""
        self.made += 1
        if engine == "sqlite":
            return f"sqlite:///{self.place(engine)}/portal.db"
        if self.cluster is None:
            raise RuntimeError("this context has no PostgreSQL")
        name = f"proof_{self.folder.name}_{self.made}".lower().replace("-", "_")
        return self.cluster.create(name, template(str(self.cluster.folder)))

    def place(self, engine: str) -> Path:
        """Return the data folder of the database made last."""
        place = self.folder / f"{engine}-{self.made}"
        place.mkdir(exist_ok=True)
        return place

    @contextmanager
    def portal(self, engine: str, *, with_cast: bool = True, url: str = "") -> Iterator[Any]:
        """A portal in this process over a new database with the cast in it, committed."""
        url = url or self.database(engine)
        app = create_app(settings(url, self.place(engine)))
        app.extensions["wake_worker"] = lambda job_id: None
        with app.app_context():
            make_schema()
            if with_cast:
                populate(accounts.hash_password(PASSWORD))
            db.session.commit()
            db.session.remove()
        try:
            yield app
        finally:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def settings(url: str, folder: Path) -> dict[str, Any]:
    """Return the configuration of a portal over this database."""
    return {
        "PORTAL_DATA": folder,
        "SECRET_KEY": "a key for proofs only",
        "SQLALCHEMY_DATABASE_URI": url,
        "JOBS_URL": f"sqlite:///{folder / 'jobs.db'}",
    }


@dataclass(frozen=True)
class Proof:
    """A promise put to the test.

    `run` returns flat figures (`sqlite.missing`), which are written under the proof's name. A figure whose last word
    is in `zero` must be 0, otherwise the proof has failed.
    """

    name: str
    run: Callable[[Context], Figures]
    zero: tuple[str, ...] = ()

    def figures(self, context: Context) -> Figures:
        """Run it; return the figures under their full names."""
        return {f"{self.name}.{name}": value for name, value in self.run(context).items()}

    def failures(self, figures: Figures) -> list[str]:
        """Name the figures that break the promise."""
        return [f"{name} is {value}" for name, value in figures.items() if self.is_broken_by(name, value)]

    def is_broken_by(self, name: str, value: float) -> bool:
        return name.rpartition(".")[2] in self.zero and value != 0

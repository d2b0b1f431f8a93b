"""The region dashboard over one month and 457 stores, as a regional manager opens it (S8)."""

from bench.client import Visitor, quiet, repeated
from bench.inside import asked_by, database_ms, settled, signed_in
from bench.people import PASSWORD
from bench.results import of_rounds
from bench.stage import Network, Stage, serving
from portal.accounts.roles import Role

TIMES, WARM = 40, 10


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return dashboard.<engine>.db_ms: its statements by the driver alone, and .page_ms: the page over HTTP."""
    network = stage.year(engine)
    database, page = [], []
    with network.app() as app, serving(network) as server:
        seen = asked_by(signed_in(app, network.cast.phones[Role.RM]), address(network))
        visitor = Visitor(server.port).sign_in(network.cast.phones[Role.RM], PASSWORD)
        request = visitor.written("GET", address(network))
        for _ in range(stage.rounds(engine)):
            with quiet():
                database.append(settled(database_ms(seen, TIMES)))
            visitor.anew()
            repeated(visitor.line, request, WARM)
            page.append(repeated(visitor.line, request, TIMES).insist("the dashboard").ms(0.5))
    return of_rounds(f"dashboard.{engine}.db_ms", database) | of_rounds(f"dashboard.{engine}.page_ms", page)


def address(network: Network) -> str:
    return f"/insight/regions/{network.cast.area}?month={network.cast.month:%Y-%m}"

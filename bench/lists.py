"""A list of 50 orders out of a million, beside the Django admin's, one client, in alternated rounds (S5, S6)."""

from bench.client import Taken, Visitor, repeated
from bench.order import sign_in_to_admin
from bench.people import PASSWORD
from bench.results import of_rounds
from bench.stage import Stage, peer, serving
from portal.accounts.roles import Role

TIMES, ADMIN_TIMES, SECONDS = 300, 30, 3.0
PATH, ADMIN_PATH = "/selling/orders", "/admin/shop/order/"


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return the figures named list.<engine>.…; head office sees every order, as the admin does."""
    network = stage.large(engine)
    rounds: dict[str, list[float]] = {}
    with serving(network) as ours, peer(network) as theirs:
        people = {
            role: Visitor(ours.port).sign_in(network.cast.phones[role], PASSWORD) for role in (Role.OFFICE, Role.RM)
        }
        admin = sign_in_to_admin(theirs)

        def listed(visitor: Visitor, path: str, times: int) -> Taken:
            visitor.anew()
            request = visitor.written("GET", path)
            repeated(visitor.line, request, max(5, times // 10), seconds=SECONDS / 5)
            return repeated(visitor.line, request, times, seconds=SECONDS).insist(path)

        for _ in range(stage.rounds(engine)):
            used = ours.cpu_seconds()
            office = listed(people[Role.OFFICE], PATH, TIMES)
            used = (ours.cpu_seconds() - used) / (len(office.seconds) * 1.1)  # its warming included
            manager = listed(people[Role.RM], PATH, TIMES // 4)
            django = listed(admin, ADMIN_PATH, ADMIN_TIMES)
            for name, value in (
                ("p50_ms", office.ms(0.5)),
                ("cpu_ms", used * 1000),
                ("p99_ms", office.ms(0.99)),
                ("manager_p50_ms", manager.ms(0.5)),
                ("django_admin_p50_ms", django.ms(0.5)),
                ("vs_django_admin", django.ms(0.5) / office.ms(0.5)),
            ):
                rounds.setdefault(f"list.{engine}.{name}", []).append(value)
    figures: dict[str, float] = {}
    for name, values in rounds.items():
        figures |= of_rounds(name, values)
    return figures

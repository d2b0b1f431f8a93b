"""What the server takes of the machine's memory: gunicorn with two workers after some hundred requests (S11)."""

from pathlib import Path

from bench.client import Visitor, repeated
from bench.dashboard import address
from bench.order import Counter, baskets_of, post
from bench.people import PASSWORD
from bench.stage import Stage, serving
from portal.accounts.roles import Role


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return memory.pss_mb: the proportional share of the first process and its workers, added up."""
    network = stage.year(engine)
    with serving(network) as server:
        paths = ("/", "/selling/orders", f"/stores/{network.cast.store}", "/stores", address(network))
        for role in (Role.OFFICE, Role.RM):
            visitor = Visitor(server.port).sign_in(network.cast.phones[role], PASSWORD)
            for path in paths:
                for _ in range(4):  # either worker gets some
                    visitor.anew()
                    repeated(visitor.line, visitor.written("GET", path), 5).insist(path)
        tills = [Counter(server, till, baskets_of(network.cast.products)) for till in network.cast.tills]
        post(tills, 2.0)
        processes = server.processes
        if len(processes) != 3:
            raise SystemExit(f"not two workers: {processes}")
        shares = [pss_kb(pid) for pid in processes]
    return {"memory.pss_mb": round(sum(shares) / 1024, 1), "memory.largest_worker_mb": round(max(shares) / 1024, 1)}


def pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

"""The server's processes share its connections evenly: whoever holds fewer takes the next one.

Left to themselves the one that wakes first takes all that come in a row, and keeps them: a browser, a tablet and a
proxy hold their connections. Then one process works on one processor while the others wait.
"""

import mmap
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

MOST_WORKERS = 256  # twice as many as may be asked for: at a reload old and new ones live side by side
LEAVE = 0.002  # seconds that a new connection is left to the others
GONE = 2**32 - 1

# how many connections each process holds; memory that is shared, since it is mapped before the fork
_held = memoryview(mmap.mmap(-1, MOST_WORKERS * 4)).cast("I")
for _slot in range(MOST_WORKERS):
    _held[_slot] = GONE


class FairWorker(ThreadWorker):
    """A process that leaves a new connection for a moment to the others while it holds more than one of them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # in the first process, before the fork
        self.slot = next(slot for slot, held in enumerate(_held) if held == GONE)
        super().__init__(*args, **options)

    @property
    def nr_conns(self) -> int:
        return _held[self.slot]

    @nr_conns.setter
    def nr_conns(self, count: int) -> None:
        _held[self.slot] = count

    def accept(self, listener: Any) -> None:
        if self.nr_conns > min(_held):
            time.sleep(LEAVE)  # who is busy or hangs does not take it, then we do
        super().accept(listener)


def gone(worker: FairWorker) -> None:
    """Count a process that ended no longer."""
    _held[worker.slot] = GONE

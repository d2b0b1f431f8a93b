"""Long work in the background: a row tells how far it is; the queue only wakes the worker."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, current_app
from huey import SqliteHuey
from huey.api import Huey
from sqlalchemy import String, event, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import BigId, Id, Made, Model, aside, db
from portal.kernel.refusals import Refused
from portal.kernel.scope import Everywhere
from portal.kernel.words import N_, Word

log = structlog.get_logger()
kinds: dict[str, Callable[["Work"], dict[str, Any] | None]] = {}


class JobState(Word):
    QUEUED = "queued", N_("Waiting"), "zero"
    RUNNING = "running", N_("Running"), "now"
    DONE = "done", N_("Done")
    FAILED = "failed", N_("Failed"), "bad"
    CANCELLED = "cancelled", N_("Cancelled"), "off"


class Job(Everywhere, Made, Model, why="a person's own background work; every read asks for its owner"):
    """One piece of background work and how far it is."""

    __tablename__ = "job"
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]]
    owner_id: Mapped[int | None] = mapped_column(BigId, index=True)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(500), default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result_url: Mapped[str] = mapped_column(String(300), default="")
    wants_cancel: Mapped[bool] = mapped_column(default=False)
    touched_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    @property
    def running(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def share(self) -> float:
        return min(1.0, self.done / self.total) if self.total else 0.0


class Outgoing(Everywhere, Made, Model, why="what leaves the house; read by the worker only"):
    """The outbox: a message that leaves the house after the transaction that caused it."""

    __tablename__ = "outgoing"
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(300), default="")


class Cancelled(Exception):
    """The owner asked the work to stop."""


class Work:
    """What a running job may ask and say; each of its steps is a short write of its own."""

    def __init__(self, job: Job) -> None:
        self.id, self.args, self.owner_id = job.id, job.args, job.owner_id

    def progress(self, done: int, total: int, said: str = "") -> None:
        """Say how far the work is. Raises Cancelled when the owner asked for it. Outside a transaction."""
        with aside() as session:
            facts = {"done": done, "total": total, "touched_at": now()} | ({"said": said} if said else {})
            session.execute(update(Job).where(Job.id == self.id).values(**facts))
            if session.scalar(select(Job.wants_cancel).where(Job.id == self.id)):
                raise Cancelled


def job(
    kind: str,
) -> Callable[[Callable[[Work], dict[str, Any] | None]], Callable[[Work], dict[str, Any] | None]]:
    """Register the function that does a kind of work; it must be safe to run again from the start."""

    def register(
        function: Callable[[Work], dict[str, Any] | None],
    ) -> Callable[[Work], dict[str, Any] | None]:
        kinds[kind] = function
        return function

    return register


def enqueue(kind: str, *, by: Any, result_url: str = "", **args: Any) -> Job:
    """Ask for work in the current transaction; the worker is woken when it commits."""
    if kind not in kinds:
        raise LookupError(kind)
    asked = Job(kind=kind, args=args, owner_id=by.id, result_url=result_url)
    db.session.add(asked)
    db.session.flush()
    db.session().info.setdefault("after_commit", []).append(asked.id)
    return asked


def cancel(work: Job) -> None:
    """Stop work that waits at once; work under way stops at its next step."""
    waiting = update(Job).where(Job.id == work.id, Job.state == JobState.QUEUED)
    stopped = {"state": JobState.CANCELLED, "ended_at": now()}
    db.session.execute(waiting.values(**stopped), execution_options={"synchronize_session": "fetch"})
    asked = update(Job).where(Job.id == work.id, Job.state == JobState.RUNNING).values(wants_cancel=True)
    db.session.execute(asked, execution_options={"synchronize_session": "fetch"})


def send(kind: str, **payload: Any) -> None:
    """Put a message into the outbox of the current transaction."""
    db.session.add(Outgoing(kind=kind, payload=payload))


@event.listens_for(Session, "after_commit")
def wake(session: Session) -> None:
    for job_id in session.info.pop("after_commit", ()):
        try:
            current_app.extensions["wake_worker"](job_id)
        except Exception as trouble:  # the periodic sweep finds the row anyway
            log.warning("worker not woken", job=job_id, trouble=type(trouble).__name__)


def run(job_id: int) -> None:
    """Do one job, once: whoever turns it from queued to running does it."""
    with aside() as session:
        taken = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.QUEUED)
            .values(state=JobState.RUNNING, touched_at=now())
        )
        if not taken.rowcount:  # type: ignore[attr-defined]
            return
        found = session.get_one(Job, job_id)
        session.expunge(found)
    state, said, result = JobState.DONE, "", {}
    try:
        result = kinds[found.kind](Work(found)) or {}
    except Cancelled:
        state = JobState.CANCELLED
    except Refused as refusal:
        state, said = JobState.FAILED, str(refusal)
    except Exception as trouble:
        log.exception("job failed", job=job_id)
        state, said = JobState.FAILED, type(trouble).__name__
    db.session.rollback()
    with aside() as session:
        facts: dict[str, Any] = {"state": state, "result": result, "ended_at": now(), "touched_at": now()}
        session.execute(update(Job).where(Job.id == job_id).values(**facts, **({"said": said} if said else {})))


def sweep(stale: timedelta = timedelta(minutes=10)) -> int:
    """Do what waits: queued jobs, jobs whose worker died, and the outbox. Returns how many."""
    with aside() as session:
        session.execute(
            update(Job)
            .where(Job.state == JobState.RUNNING, Job.touched_at < now() - stale)
            .values(state=JobState.QUEUED)
        )
        waiting = list(session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)))
    for job_id in waiting:
        run(job_id)
    from portal.kernel import outbox

    return len(waiting) + outbox.deliver_all()


def make_queue(app: Flask) -> Huey:
    url = app.config["JOBS_URL"]
    if url.startswith("sqlite:///"):
        return SqliteHuey("portal", filename=url.removeprefix("sqlite:///"))
    if url.startswith("redis"):
        from huey import RedisHuey

        return RedisHuey("portal", url=url)
    raise SystemExit("JOBS_URL must start with sqlite:/// or redis://.")


def init_app(app: Flask) -> None:
    queue = make_queue(app)

    @queue.task(name="run")  # type: ignore[untyped-decorator]
    def run_task(job_id: int) -> None:
        with app.app_context():
            run(job_id)

    app.extensions["queue"] = queue
    app.extensions["wake_worker"] = run_task

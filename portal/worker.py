"""The job worker: `huey_consumer portal.worker.huey`."""

from huey import crontab

from portal import create_app, rooms
from portal.kernel import jobs

app = create_app()
huey = app.extensions["queue"]


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Do what the minute brings, find what a lost wake-up or a dead worker left behind, and deliver the outbox."""
    with app.app_context():
        for _done in rooms.minutes():
            pass
        jobs.sweep()

"""Doors of background work: one's own, how far it is, and stopping it."""

from typing import Any

from flask import abort
from flask_login import current_user

from portal.accounts import lists, room
from portal.kernel.db import db
from portal.kernel.door import ANYONE
from portal.kernel.jobs import Job, cancel
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_

room.place(N_("Background work"), "list_jobs", "clock", needs=ANYONE, order=970)


@room.get("/jobs", needs=ANYONE)
def list_jobs() -> Any:
    return list_page("jobs/index.html", lists.jobs())


def own_job(job_id: int) -> Job:
    """Return a job of the viewer's own, or of anyone for administrators; else 404."""
    found = db.session.get(Job, job_id)
    if found is None or (found.owner_id != current_user.id and not current_user.may(Can.MANAGE_POLICY)):
        abort(404)
    return found


@room.get("/jobs/<int:job_id>", needs=ANYONE)
def show_job(job_id: int) -> Any:
    job = own_job(job_id)
    return page("jobs/show.html", job=job, title=lists.job_title(job.kind))


@room.post("/jobs/<int:job_id>/cancellation", needs=ANYONE)
def create_job_cancellation(job_id: int) -> Any:
    job = own_job(job_id)
    cancel(job)
    return see_other("accounts.show_job", job_id=job.id)

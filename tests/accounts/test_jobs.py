"""Background work is its owner's: seen, polled and stopped by him, and by administrators."""

import pytest

from portal.kernel.jobs import Job, JobState
from tests.builders_accounts import make_job


@pytest.mark.promise("P21")
@pytest.mark.parametrize("person, status", [("owner", 200), ("admin", 200), ("clerk", 404), ("office", 404)])
def test_a_job_is_seen_by_its_owner_and_by_administrators(browse, cast, person, status):
    job = make_job(cast.owner.user)
    browser = browse(getattr(cast, person))
    assert browser.get(f"/jobs/{job.id}").status_code == status
    assert browser.post(f"/jobs/{job.id}/cancellation").status_code == (303 if status == 200 else 404)


@pytest.mark.promise("P22")
def test_the_list_holds_the_own_jobs_only(browse, cast):
    mine, theirs = make_job(cast.owner.user), make_job(cast.owner_south.user)
    page = browse(cast.owner).get("/jobs").text
    assert f"/jobs/{mine.id}" in page and f"/jobs/{theirs.id}" not in page


def test_a_running_job_is_polled_as_a_part_and_a_finished_one_no_more(browse, cast, session):
    job = make_job(cast.owner.user, state=JobState.RUNNING, done=3, total=10)
    part = browse(cast.owner).htmx(f"/jobs/{job.id}", f"section#job-{job.id}").text
    assert f'id="job-{job.id}"' in part and "every 2s" in part and "<h1" not in part
    job.state = JobState.DONE
    session.commit()
    assert "every 2s" not in browse(cast.owner).htmx(f"/jobs/{job.id}", f"section#job-{job.id}").text


@pytest.mark.parametrize("state, wants, after", [
    (JobState.QUEUED, False, JobState.CANCELLED), (JobState.RUNNING, True, JobState.RUNNING),
    (JobState.DONE, False, JobState.DONE),
])  # fmt: skip
def test_work_that_waits_stops_at_once_and_work_under_way_at_its_next_step(browse, cast, session, state, wants, after):
    job_id = make_job(cast.owner.user, state=state).id
    browse(cast.owner).post(f"/jobs/{job_id}/cancellation")
    job = session.get(Job, job_id)
    assert (job.wants_cancel, job.state) == (wants, after)

"""Background work: done once, tells how far it is, can be cancelled, survives a dead worker."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.kernel import clock, jobs
from portal.kernel.jobs import Job, JobState
from portal.kernel.refusals import Refused


@pytest.fixture
def kind():
    """Register a kind of work for one test."""
    made = []

    def register(function):
        name = f"test-{len(made)}"
        made.append(name)
        jobs.kinds[name] = function
        return name

    yield register
    for name in made:
        del jobs.kinds[name]


def ask(session, cast, kind, **args):
    job = jobs.enqueue(kind, by=cast.office.viewer, **args)
    session.commit()
    return job


def again(session, job):
    session.expire_all()
    return session.get(Job, job.id)


def test_work_is_done_and_its_result_kept(session, cast, kind, work_off):
    job = ask(session, cast, kind(lambda work: {"twice": work.args["n"] * 2}), n=21)
    work_off()
    done = again(session, job)
    assert (done.state, done.result) == (JobState.DONE, {"twice": 42})


@pytest.mark.promise("P08")
def test_work_runs_once_however_often_the_worker_is_woken(session, cast, kind):
    ran = []
    job = ask(session, cast, kind(lambda work: ran.append(1)))
    for _ in range(3):
        jobs.run(job.id)
    assert ran == [1]


def test_progress_is_seen_while_it_runs(session, cast, kind):
    seen = []

    def count(work):
        for n in (1, 2):
            work.progress(n, 2)
            seen.append(again(session, job).done)

    job = ask(session, cast, kind(count))
    jobs.run(job.id)
    assert seen == [1, 2]


def test_work_that_was_cancelled_stops_at_its_next_step(session, cast, kind):
    job = ask(session, cast, kind(lambda work: work.progress(1, 2)))
    again(session, job).wants_cancel = True
    session.commit()
    jobs.run(job.id)
    assert again(session, job).state == JobState.CANCELLED


def test_a_refusal_tells_its_sentence(session, cast, kind):
    def refuse(work):
        raise Refused("The file is empty.")

    job = ask(session, cast, kind(refuse))
    jobs.run(job.id)
    assert again(session, job).state == JobState.FAILED
    assert again(session, job).said


@pytest.mark.promise("P08")
def test_work_of_a_dead_worker_is_taken_up_again(session, cast, kind, work_off):
    job = ask(session, cast, kind(lambda work: {}))
    old = clock.now() - timedelta(hours=1)
    session.execute(update(Job).where(Job.id == job.id).values(state=JobState.RUNNING, touched_at=old))
    session.commit()
    work_off()
    assert again(session, job).state == JobState.DONE


@pytest.mark.promise("P08")
def test_work_of_a_worker_that_lives_is_left_to_him(session, cast, kind, work_off):
    ran = []

    def long(work):
        ran.append(1)
        old = clock.now() - timedelta(hours=1)
        session.execute(update(Job).where(Job.id == work.id).values(touched_at=old))
        session.commit()
        work.progress(len(ran), 2)
        if len(ran) == 1:
            work_off()  # another worker looks for what was left

    job = ask(session, cast, kind(long))
    jobs.run(job.id)
    assert ran == [1] and again(session, job).state == JobState.DONE


def test_work_asked_for_in_a_transaction_that_fails_was_never_asked_for(session, cast, kind, work_off):
    ran = []
    jobs.enqueue(kind(lambda work: ran.append(1)), by=cast.office.viewer)
    session.rollback()
    work_off()
    assert ran == []

"""Every night what served its purpose goes, what is still needed stays, and a second run finds nothing to do."""

import os
import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Attempt, OneTimeLink, Purpose, SignIn
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.door import Answered
from portal.kernel.files import File
from portal.kernel.files import folder as uploads
from portal.kernel.importing import Import, ImportState
from portal.kernel.jobs import Job, JobState, Outgoing
from portal.upkeep import nightly
from tests.cast import Cast, Places

MODELS = (Answered, OneTimeLink, Attempt, SignIn, Outgoing)


def ago(**span):
    return clock.now() - timedelta(**span)


def rows(user_id):
    """Of each kind one that stays, and one that goes for each reason."""
    link = {"user_id": user_id, "purpose": Purpose.RESET}
    yield Answered(key="stays", location="/", made_at=ago(days=29))
    yield Answered(key="goes", location="/", made_at=ago(days=31))
    yield OneTimeLink(token_hash="stays", ends_at=ago(days=29), **link)
    yield OneTimeLink(token_hash="stays too", ends_at=ago(days=-1), used_at=ago(days=29), **link)
    yield OneTimeLink(token_hash="goes", ends_at=ago(days=31), **link)
    yield OneTimeLink(token_hash="goes too", ends_at=ago(days=-1), used_at=ago(days=31), **link)
    yield Attempt(key="stays", at=ago(hours=47))
    yield Attempt(key="goes", at=ago(hours=49))
    yield SignIn(token_hash="stays", user_id=user_id, made_at=ago(days=200))
    yield SignIn(token_hash="stays too", user_id=user_id, made_at=ago(days=200), ended_at=ago(days=179))
    yield SignIn(token_hash="goes", user_id=user_id, made_at=ago(days=200), ended_at=ago(days=181))
    yield SignIn(token_hash="ran out", user_id=user_id, made_at=ago(days=271))
    yield Outgoing(kind="mail", payload={}, sent_at=ago(days=89))
    yield Outgoing(kind="mail", payload={}, sent_at=None, tries=8, made_at=ago(days=400))
    yield Outgoing(kind="mail", payload={}, sent_at=ago(days=91))


@pytest.fixture
def filled(own_app):
    with own_app.app_context(), transaction() as session:
        session.add_all(rows(Cast().owner.user.id))
    return own_app


def counts():
    found = [db.session.scalar(select(func.count()).select_from(model)) for model in MODELS]
    db.session.rollback()
    return found


def upload(name, *, days):
    path = uploads() / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - days * 86400,) * 2)
    return path


def removals(said):
    return [int(n) for n in re.findall(r": (\d+) removed", said)]


def test_what_is_old_goes_and_the_rest_stays(filled, run, monkeypatch):
    monkeypatch.setattr(nightly, "BATCH", 1)  # several rounds each
    assert removals(run(filled, "nightly"))[:5] == [1, 2, 1, 2, 1]
    with filled.app_context():
        assert counts() == [1, 2, 1, 2, 2]
        assert set(db.session.scalars(select(SignIn.token_hash))) == {"stays", "stays too"}


def test_a_second_run_changes_nothing(filled, run):
    run(filled, "nightly")
    with filled.app_context():
        before = counts()
    assert set(removals(run(filled, "nightly"))) == {0}
    with filled.app_context():
        assert counts() == before


def test_only_old_files_without_a_row_go(own_app, run):
    with own_app.app_context():
        token = "ab" + "k" * 30
        with transaction() as session:
            facts = {"name": "a.webp", "mime": "image/webp", "size": 1, "sha256": "0" * 64}
            session.add(File(token=token, store_id=Places().store.id, **facts))
        kept = [upload(token, days=9), upload(f"{token}-thumb", days=9), upload("cd" + "y" * 30, days=0.9)]
        strays = [upload("ab" + "s" * 30, days=1.1), upload("ab" + "s" * 30 + "-thumb", days=1.1)]
    assert "uploads without a row, older than a day: 2 removed" in run(own_app, "nightly")
    assert all(path.exists() for path in kept) and not any(path.exists() for path in strays)


@pytest.mark.parametrize(
    "state, days, stays",
    [("done", 29, True), ("done", 31, False), ("refused", 31, False), ("cancelled", 31, False), ("draft", None, True)],
)
def test_refused_rows_go_thirty_days_after_their_import_ended(own_app, run, state, days, stays):
    with own_app.app_context():
        facts = {"kind": "members", "name": "m.csv", "format": "csv", "size": 1, "sha256": "0" * 64, "reach_then": {}}
        ended = ago(days=days) if days else None
        with transaction() as session:
            session.add(Import(token="ab" + "t" * 30, state=ImportState(state), ended_at=ended, **facts))
        folder = uploads().parent / "imports" / "ab"
        folder.mkdir(parents=True, exist_ok=True)
        kept = [folder / ("ab" + "t" * 30), folder / ("ab" + "t" * 30 + ".refused")]
        for path in kept:
            path.write_text("[]")
    said = run(own_app, "nightly")
    assert f"files of imports that ended 30 days ago: {0 if stays else 2} removed" in said
    assert [path.exists() for path in kept] == [stays, stays]


def test_work_whose_worker_died_is_looked_at(own_app, run):
    with own_app.app_context(), transaction() as session:
        args = {"import_id": 0}
        session.add(Job(kind="import.check", args=args, state=JobState.RUNNING, touched_at=ago(hours=1)))
    assert "waiting jobs and mail: 1 done" in run(own_app, "nightly")
    assert "waiting jobs and mail: 0 done" in run(own_app, "nightly")

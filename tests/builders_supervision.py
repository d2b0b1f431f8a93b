"""Builders of audits."""

import io
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.kernel import clock
from portal.kernel.db import db
from portal.supervision import actions
from portal.supervision.actions import Given
from portal.supervision.models import Audit, Mark


def picture(name: str = "photo.png") -> FileStorage:
    """Return an upload of a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "gray").save(buffer, "PNG")
    buffer.seek(0)
    return FileStorage(buffer, filename=name)


def answers(
    audit: Audit,
    *,
    fail: Collection[str] = (),
    na: Collection[str] = (),
    photos: bool = True,
    notes: Mapping[str, str] | None = None,
) -> dict[int, Given]:
    """Return an answer to every item: a pass where nothing else is said; fails have their photo."""
    said = {}
    for item in audit.items:
        mark = Mark.FAIL if item.code in fail else Mark.NOT_APPLICABLE if item.code in na else Mark.PASS
        shots = [picture()] if photos and mark == Mark.FAIL and item.needs_photo else []
        said[item.id] = Given(mark, (notes or {}).get(item.code, ""), shots)
    return said


def signed(store: Any, by: Any, *, days_ago: int = 0, **said: Any) -> Audit:
    """Return a signed audit, as of some days ago."""
    audit = actions.start(store, by=by)
    audit.started_at = clock.now() - timedelta(days=days_ago, minutes=30)
    for item in audit.template.items:
        item.added_at = min(item.added_at, audit.started_at)
    actions.answer(audit, answers(audit, **said), by=by)
    actions.sign(audit, by=by)
    audit.submitted_at = clock.now() - timedelta(days=days_ago)
    db.session.flush()
    return audit

"""Reads of quotations and payment plans (C22)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import Instalment, Prospect, Quotation
from portal.prospecting.queries.cities import found_or_404


def quotation(quotation_id: int, viewer: Sees) -> Quotation:
    """Return a quotation with its prospect and its plan, or answer 404."""
    whole = (joinedload(Quotation.prospect).joinedload(Prospect.city), selectinload(Quotation.parts))
    found: Quotation = found_or_404(Quotation.seen_by(viewer).options(*whole).where(Quotation.id == quotation_id))
    return found


def quotations_of(prospect: Prospect, viewer: Sees, most: int | None = 20) -> Sequence[Quotation]:
    """Return a prospect's versions with their plans, the newest first."""
    found = Quotation.seen_by(viewer).where(Quotation.prospect_id == prospect.id)
    return db.session.scalars(
        found.options(selectinload(Quotation.parts)).order_by(Quotation.id.desc()).limit(most)
    ).all()


def accepted_quotation(prospect: Prospect, viewer: Sees) -> Quotation | None:
    """Return the version that was accepted and not replaced since, however many were begun after it."""
    holds = Quotation.seen_by(viewer).where(Quotation.prospect_id == prospect.id)
    holds = holds.where(Quotation.accepted_on.is_not(None), Quotation.replaced_at.is_(None))
    found: Quotation | None = db.session.scalar(
        holds.options(selectinload(Quotation.parts)).order_by(Quotation.id.desc()).limit(1)
    )
    return found


def instalment(instalment_id: int, viewer: Sees) -> Instalment:
    """Return a part of a payment plan with its quotation and prospect, or answer 404."""
    whole = Instalment.seen_by(viewer).options(joinedload(Instalment.quotation).joinedload(Quotation.prospect))
    found: Instalment = found_or_404(whole.where(Instalment.id == instalment_id))
    return found


def quotations(viewer: Sees) -> Any:
    """Return a select of the quotations with their prospects and cities."""
    rows = within(Quotation.seen_by(viewer), Prospect, because="a quotation lies in its prospect's city")
    return rows.join(Quotation.prospect).options(contains_eager(Quotation.prospect).joinedload(Prospect.city))


def instalments(viewer: Sees) -> Any:
    """Return a select of what is paid by plan, with the quotations and prospects; replaced ones are out."""
    rows = within(Instalment.seen_by(viewer), Quotation, because="a part lies where its plan does")
    rows = within(rows, Prospect, because="a quotation lies in its prospect's city")
    rows = rows.join(Instalment.quotation).join(Quotation.prospect).where(Quotation.replaced_at.is_(None))
    whole = contains_eager(Instalment.quotation).contains_eager(Quotation.prospect)
    return rows.options(whole.joinedload(Prospect.city))


def count_overdue_instalments(viewer: Sees) -> int:
    """Return how many parts should have been paid by now: for a day's list."""
    late = instalments(viewer).where(Instalment.paid_on.is_(None), Instalment.due_on < clock.today())
    return db.session.scalar(late.with_only_columns(func.count())) or 0

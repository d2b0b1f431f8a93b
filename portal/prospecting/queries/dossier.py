"""Reads of what is known of a prospect: needs and doubts, influencers, what he was told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.prospecting.models import Concern, Contact, Influencer, PitchNote, PitchPoint, Prospect
from portal.prospecting.queries.cities import found_or_404
from portal.prospecting.queries.prospects import contacts_of


@dataclass(frozen=True)
class Dossier:
    """What a manager knows of a prospect: what stages ask of it is read from here."""

    prospect: Prospect
    viewer: Any = None
    contacts: Sequence[Contact] = ()
    concerns: Sequence[Concern] = ()
    notes: Sequence[PitchNote] = field(default=())

    @cached_property
    def told(self) -> dict[PitchPoint, Contact | PitchNote]:
        """Return where each point of the pitch was told last."""
        heard = {point: contact for contact in reversed(self.contacts) for point in contact.points}
        return heard | {note.point: note for note in reversed(self.notes) if self.is_newer(note, heard)}

    @staticmethod
    def is_newer(note: PitchNote, heard: dict[PitchPoint, Contact]) -> bool:
        return note.point not in heard or note.at >= heard[note.point].at

    @cached_property
    def said(self) -> dict[PitchPoint, PitchNote]:
        """Return the newest words on each point."""
        return {note.point: note for note in reversed(self.notes)}


def dossier_of(prospect: Prospect, viewer: Sees) -> Dossier:
    """Return what is known of a prospect, one statement a noun."""
    concerns = Concern.seen_by(viewer).where(Concern.prospect_id == prospect.id)
    notes = PitchNote.seen_by(viewer).where(PitchNote.prospect_id == prospect.id)
    return Dossier(
        prospect,
        viewer,
        contacts_of(prospect, viewer),
        db.session.scalars(concerns.order_by(Concern.id).limit(200)).all(),
        db.session.scalars(notes.order_by(PitchNote.at.desc(), PitchNote.id.desc()).limit(200)).all(),
    )


def influencers_of(prospect: Prospect, viewer: Sees) -> Sequence[Influencer]:
    """Return who influences a prospect."""
    found = Influencer.seen_by(viewer).where(Influencer.prospect_id == prospect.id)
    return db.session.scalars(found.order_by(Influencer.id).limit(100)).all()


def concern(concern_id: int, prospect: Prospect, viewer: Sees) -> Concern:
    """Return a need, pain point or doubt of a prospect, or answer 404."""
    mine = Concern.seen_by(viewer).where(Concern.prospect_id == prospect.id)
    return found_or_404(mine.where(Concern.id == concern_id))


def influencer(influencer_id: int, prospect: Prospect, viewer: Sees) -> Influencer:
    """Return somebody who influences a prospect, or answer 404."""
    mine = Influencer.seen_by(viewer).where(Influencer.prospect_id == prospect.id)
    return found_or_404(mine.where(Influencer.id == influencer_id))

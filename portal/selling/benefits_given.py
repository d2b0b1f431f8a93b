"""What members are given on the lines of posted sales, worked out again on the server (C34)."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling.benefits import as_known, as_said, levels
from portal.selling.models import Member
from portal.selling.queries.benefits import rules_on, spent_of
from portal.selling.rules_of_till import members as rules_of_till

BECAUSE = "who buys, as the orders name them; nothing of them is shown"


class BatchBenefits:
    """What is given on sales to these members, which are posted together: who they are and the rules are read once."""

    def __init__(self, ids: Collection[int]) -> None:
        self.ids = ids
        self.rules: dict[date, list[dict[str, Any]]] = {}

    def on(
        self, member_id: int | None, lines: Sequence[dict[str, Any]], day: date, points_fen: int = 0
    ) -> list[dict[str, Any]]:
        """Return what goes off the lines: position (from 1), kind, rule, fen; `points_fen` is paid by points.

        A line has price, member_price, quantity, category, and `off` where something goes off by hand.
        """
        if member_id is None:
            return []
        if day not in self.rules:
            self.rules[day] = [as_said(rule) for rule in rules_on(day)]
        return rules_of_till.benefits(self.known.get(member_id), lines, day.isoformat(), self.rules[day], points_fen)

    @cached_property
    def known(self) -> dict[int, dict[str, Any]]:
        """What the rules ask of each who consents; a tablet may name the file that was merged into another one."""
        files = members(self.ids)
        kept = members({one.merged_into_id for one in files.values() if one.merged_into_id} - files.keys()) | files
        persons = {member_id: kept[one.merged_into_id or one.id] for member_id, one in files.items()}
        spent, steps = spent_of({one.id for one in persons.values()}), levels()
        return {
            member_id: as_known(person, steps.of(spent[person.id]))
            for member_id, person in persons.items()
            if person.consents
        }


def members(ids: Collection[int]) -> dict[int, Member]:
    if not ids:
        return {}
    found = house_read(select(Member).where(Member.id.in_(ids)), Member, because=BECAUSE)
    return {member.id: member for member in db.session.scalars(found)}

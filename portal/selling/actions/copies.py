"""A member's copy of all that is known of him: taken by somebody for him, and on the trail (C34)."""

from typing import Any

from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.selling.copies import Sheet, copy_of
from portal.selling.models import Member
from portal.selling.watch import watch


def copy_member(member: Member, *, reason: str, by: Any) -> list[Sheet]:
    """Return all that is known of a member who asked for it; also of one who took his consent back."""
    if member.is_erased:
        raise Refused("This member has been erased.")
    record("member.copied", member, by=by, reason=reason)
    watch(by=by)
    return copy_of(member)

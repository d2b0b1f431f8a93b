"""How a member is shown to those who may not see him whole, and what stands in the place of one who is gone."""

from datetime import datetime

from portal.kernel.page import mask
from portal.kernel.words import N_, say
from portal.selling.models import Member


def masked_name(name: str) -> str:
    """Return 王* for 王秀兰: enough to ask back, too little to know."""
    return f"{name[:1]}*" if name else ""


def masked_member(member: Member | None) -> str | None:
    """Return a member masked, none where there is none."""
    return masked(member.name, member.phone, member.erased_at, member.withdrawn_at) if member is not None else None


def masked(name: str, phone: str | None, erased_at: datetime | None, withdrawn_at: datetime | None) -> str:
    """Return a member masked; of one who was erased or took his consent back only that."""
    if erased_at is not None:
        return say(N_("Erased"))
    return say(N_("Consent withdrawn")) if withdrawn_at is not None else f"{masked_name(name)} {mask(phone)}"

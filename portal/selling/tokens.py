"""Who looked a member up may put him on a sale: a signed word, bound to member and person, good for a shift (C34)."""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

GOOD_FOR = 12 * 60 * 60


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="selling.member")


def token_for(member_id: int, viewer: Any) -> str:
    """Return what proves that someone was shown a member."""
    return str(_signer().dumps([member_id, viewer.id]))


def proves(token: str, member_id: int, viewer: Any) -> bool:
    """Whether this person was shown this member within the last hours."""
    try:
        return bool(_signer().loads(token, max_age=GOOD_FOR) == [member_id, viewer.id])
    except BadData:
        return False

"""The least by which a till finds a member and sells to him: never his number, never his whole name (C34)."""

from collections.abc import Sequence
from typing import Any

from portal.selling import benefits
from portal.selling.models import Member
from portal.selling.queries import Account, accounts_of, points_of
from portal.selling.queries.benefits import spent_of

AT_ONCE = 1000  # members a statement
# family names of two signs; all others have one
TWO_SIGNS = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 轩辕 端木 百里 南宫 独孤 申屠 "
    "太史 闻人 淳于 单于 赫连 呼延 西门 东郭 第五 澹台".split()
)


def surname(name: str) -> str:
    """Return a person's family name: one or two signs, of names in letters the first word."""
    if name[:1].isascii():
        return name.split(" ")[0]
    return name[:2] if name[:2] in TWO_SIGNS else name[:1]


def least_of(store_id: int, members: Sequence[Member]) -> list[dict[str, Any]]:
    """Return what a till of the store keeps of members who consent."""
    found, levels = [], benefits.levels()
    for first in range(0, len(members), AT_ONCE):
        some = members[first : first + AT_ONCE]
        ids = [member.id for member in some]
        accounts, points, spent = accounts_of(store_id, ids), points_of(ids), spent_of(ids)
        found += [
            {
                "id": member.id, "last_four": member.last_four, "surname": surname(member.name),
                "points": points[member.id], **benefits.as_known(member, levels.of(spent[member.id])),
                **accounts.get(member.id, Account())._asdict(),
            }
            for member in some
        ]  # fmt: skip
    return found

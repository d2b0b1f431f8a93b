"""Demo: a manager's agreed times – three today, one let pass, two ahead, and what became of the last days' ones."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.models import Appointment, ContactKind, Prospect, Stage
from portal.story import Story

# days from today, hour, minute, how, how long, what for
AHEAD = (
    (0, 10, 30, ContactKind.VISIT, 60, "带一店一方案第 2 稿，谈改造投入"),
    (0, 14, 0, ContactKind.VISIT, 90, "看样板店，讲开店的要求及利益"),
    (0, 16, 30, ContactKind.CALL, 20, "第三次联系，问开店意向"),
    (-2, 15, 0, ContactKind.VISIT, 60, "见他爱人，谈停业装修怎么补"),
    (1, 9, 30, ContactKind.VISIT, 60, "量店面，拍照片"),
    (2, 11, 0, ContactKind.CALL, 30, "回访，问房东答复"),
)
# what was kept: days ago, hour, how, how long, what for, what came of it, what comes next
KEPT = (
    (1, 10, ContactKind.VISIT, 75, "讲事业说明", "讲了事业说明，他问货从哪里来", "送样板店的损耗数据"),
    (1, 15, ContactKind.CALL, 15, "问房东答复", "房东同意续租三年", "请他带租约来"),
    (2, 9, ContactKind.VISIT, 50, "看店里生意", "店里客流比上次少，他愿意看方案", "做方案"),
    (3, 14, ContactKind.VISIT, 90, "和夫妻俩谈疑虑", "夫妻都在，疑虑说通了一半", "再约一次，带账"),
    (4, 11, ContactKind.CALL, 20, "问什么时候定", "说月底前定", "月底再问"),
)
SENTENCES = (
    "上午谈得透，下午电话太急；明天先发数据再打。",
    "两家都问停业，回去把分段装修的照片整理好。",
    "等人等了四十分钟，以后先确认再出门。",
    "夫妻一起谈效果好，下次都约两个人在。",
)


def tell(made: list[Prospect], n: int, viewer: Any, story: Story) -> None:
    """Fill the calendar of one manager with some of his live prospects."""
    mine = [p for p in made if p.is_live and p.owner_id == viewer.id and p.stage != Stage.FOUND]
    dice = story.rng(f"agenda {n}")
    dice.shuffle(mine)
    for i, kept in enumerate(KEPT):
        keep(mine[i % len(mine)], viewer, story, *kept)
    for i, (days, hour, minute, kind, minutes, note) in enumerate(AHEAD):
        prospect = mine[(len(KEPT) + i) % len(mine)]
        agreed = agree(prospect, viewer, i, kind, minutes, note)
        agreed.at = clock.at(story.today + timedelta(days=days), hour, minute)
    moved = agree(mine[0], viewer, 40, ContactKind.VISIT, 60, "签意向前再见一面")
    actions.move_appointment(moved, at=moved.at + timedelta(days=2), by=viewer, reason="他临时出差")
    moved.at = clock.at(story.today + timedelta(days=5), 10)
    moved.moves[0].was, moved.moves[0].now = clock.at(story.today - timedelta(days=1), 17), moved.at
    off = agree(mine[1 % len(mine)], viewer, 50, ContactKind.VISIT, 60, "看店")
    off.at = clock.at(story.today - timedelta(days=3), 16)
    actions.cancel_appointment(off, by=viewer, reason="下大雨，他没开门")
    tell_days(n, viewer, story)


def agree(prospect: Prospect, viewer: Any, nth: int, kind: ContactKind, minutes: int, note: str) -> Appointment:
    """Make an appointment far ahead: its day is set afterwards, since the model agrees nothing for a time gone by."""
    far = clock.now() + timedelta(days=30 + nth)
    return actions.arrange(prospect, kind, at=far, by=viewer, minutes=minutes, note=note)


def keep(
    prospect: Prospect, viewer: Any, story: Story, ago: int, hour: int, kind: ContactKind, minutes: int, note: str,
    result: str, step: str,
) -> None:  # fmt: skip
    """Let an appointment of the last days take place; the next step that was planned already stays."""
    at, planned = clock.at(story.today - timedelta(days=ago), hour), (prospect.next_step, prospect.next_on)
    agreed = agree(prospect, viewer, 60 + ago * 24 + hour, kind, minutes, note)
    agreed.at = at
    actions.log_contact(
        prospect, kind, by=viewer, at=at, minutes=minutes, result=result, appointment=agreed, next_step=step,
        next_on=clock.day_of(at) + timedelta(days=7),
    )  # fmt: skip
    if planned[0]:
        prospect.next_step, prospect.next_on = planned


def tell_days(n: int, viewer: Any, story: Story) -> None:
    """Let a manager write a sentence of most of the last days."""
    for ago, sentence in enumerate(SENTENCES, 1):
        if (ago + n) % 4:
            actions.write_day(story.today - timedelta(days=ago), sentence, by=viewer)

"""How the owner's money comes back in each case, as lines of a drawing for paper (C19)."""

from dataclasses import dataclass
from itertools import pairwise

from portal.kernel.words import say
from portal.prospecting.models import Outlook, Proposal

MONTHS = 24
LEFT, RIGHT, TOP, BOTTOM = 15.0, 164.0, 6.0, 48.0  # millimetres of a drawing 178 wide and 56 high
NOUGHT = (TOP + BOTTOM) / 2  # all the money is back; twice as much is at the top
APART = 5.0


@dataclass
class Course:
    """One case: where its line ends, where it crosses nought, and where its name stands."""

    level: Outlook
    end: tuple[float, float]
    back: float | None  # x where all the money is back, none where it is later than the drawing
    label: tuple[float, float]

    @property
    def name(self) -> str:
        return say(self.level.label)

    @property
    def rank(self) -> int:
        """Slow is nought, fast is two."""
        return list(Outlook).index(self.level)

    @property
    def leaves_above(self) -> bool:
        return self.end[0] < RIGHT


def drawn_course(proposal: Proposal) -> list[Course]:
    """Return the cases from slow to fast."""
    courses = [course_of(level, found.gain, max(proposal.store_pays, 1)) for level, _case, found in proposal.outcomes]
    keep_apart(courses)
    return courses


def course_of(level: Outlook, gain: int, invested: int) -> Course:
    end = (RIGHT, min(BOTTOM, BOTTOM - gain * MONTHS / invested * (BOTTOM - NOUGHT)))
    if end[1] < TOP:
        end = (x_of(2 * invested / gain), TOP)
    back = x_of(invested / gain) if gain > 0 and invested <= gain * MONTHS else None
    label = (end[0], TOP - 2) if end[0] < RIGHT else (RIGHT + 2, end[1] + 1)
    return Course(level, rounded(end), back and round(back, 1), rounded(label))


def keep_apart(courses: list[Course]) -> None:
    """Move names that would stand on one another: at the right edge upwards, above the drawing to the right."""
    beside = sorted((one for one in courses if not one.leaves_above), key=lambda one: (-one.label[1], one.rank))
    for lower, upper in pairwise(beside):
        upper.label = (upper.label[0], min(upper.label[1], round(lower.label[1] - APART, 1)))
    above = sorted((one for one in courses if one.leaves_above), key=lambda one: (one.label[0], -one.rank))
    for left, right in pairwise(above):
        right.label = (max(right.label[0], round(left.label[0] + 2 * APART, 1)), right.label[1])


def x_of(month: float) -> float:
    return LEFT + month / MONTHS * (RIGHT - LEFT)


def rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)

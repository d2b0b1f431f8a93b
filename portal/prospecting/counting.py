"""What a form's answers say together: how often each choice, the middle of numbers, the newest words (C06)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.kernel.scope import Sees
from portal.prospecting import queries
from portal.prospecting.models import SCALE, AnswerKind, StudyForm, StudyQuestion

BARS = 6  # into how many stretches numbers are sorted


@dataclass
class Count:
    """The answers to one question in one wording."""

    question: StudyQuestion
    picks: dict[str, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)  # thousandths: how often
    texts: dict[str, list[int]] = field(default_factory=dict)  # words: the studies they are in

    @property
    def n(self) -> int:
        """How many answers; of several picks each counts."""
        return sum(self.picks.values()) + sum(self.numbers.values()) + sum(map(len, self.texts.values()))

    @property
    def bars(self) -> list[tuple[str, int]]:
        """Return (choice, how often) in the form's order."""
        order = list(SCALE) if self.question.kind == AnswerKind.SCALE else list(self.question.options)
        return [(option, self.picks.get(option, 0)) for option in order]

    @property
    def most(self) -> int:
        return max(self.picks.values(), default=0)

    @property
    def mean(self) -> float | None:
        """The mean of a scale."""
        given = [(int(option), n) for option, n in self.picks.items() if option in SCALE]
        total = sum(n for _option, n in given)
        return sum(option * n for option, n in given) / total if total else None

    @property
    def sorted_numbers(self) -> list[int]:
        return [number for number in sorted(self.numbers) for _ in range(self.numbers[number])]

    @property
    def middle(self) -> int | None:
        """The median of numbers, in thousandths; the lower one of two."""
        numbers = self.sorted_numbers
        return numbers[(len(numbers) - 1) // 2] if numbers else None

    @property
    def stretches(self) -> list[tuple[str, int]]:
        """Return (from–to, how often) of numbers, in stretches of one width."""
        numbers = self.sorted_numbers
        if not numbers:
            return []
        low, high = numbers[0], numbers[-1]
        if low == high:
            return [(plain(low), len(numbers))]
        width = -(-(high - low + 1) // BARS // 1000) * 1000 or 1000
        found: dict[int, int] = {}
        for number in numbers:
            found[(number - low) // width] = found.get((number - low) // width, 0) + 1
        starts = [low + i * width for i in range((high - low) // width + 1)]
        return [(f"{plain(at)}–{plain(at + width - 1000)}", found.get(i, 0)) for i, at in enumerate(starts)]


def counts_of(form: StudyForm, viewer: Sees, region_id: int | None = None) -> list[Count]:
    """Return the counts of a form's questions in order, for a city or all in reach; older wordings follow their heir.

    Answers that say who somebody is are counted nowhere. Two statements, whatever the number of answers.
    """
    told = {question.id: Count(question) for question in form.questions if not question.names_someone}
    for question_id, option, number, n in queries.counted_answers(viewer, told, region_id):
        if number is not None:
            told[question_id].numbers[number] = n
        elif option:
            told[question_id].picks[option] = n
    for question_id, study_id, text in queries.newest_texts(viewer, told, region_id):
        told[question_id].texts.setdefault(text.strip(), []).append(study_id)
    places = heirs(form)
    kept = [count for count in told.values() if count.question.retired_at is None or count.n]
    return sorted(kept, key=lambda count: _place(count.question, places))


def heirs(form: StudyForm) -> dict[str, int]:
    """Return {code: position of the question that is asked now}."""
    return {question.code: question.position for question in form.live_questions}


def _place(question: StudyQuestion, places: Mapping[str, int]) -> tuple[Any, ...]:
    return (places.get(question.code, question.position), question.retired_at is not None, -question.id)


def plain(milli: int) -> str:
    return f"{milli / 1000:,.3f}".rstrip("0").rstrip(".")

"""The demo network's questionnaires, interviews and observations, most of them in the cities being surveyed."""

from datetime import timedelta
from random import Random
from typing import Any

from portal.prospecting import actions, queries
from portal.prospecting.demo_words import FAMILY, STREETS
from portal.prospecting.models import SCALE, AnswerKind, StudyForm, StudyKind, StudyQuestion
from portal.story import Story

# how many of each kind a city has: questionnaires, interviews, observations
PLAN = {"jinzhong": (24, 5, 3), "suzhou": (16, 3, 2), "foshan": (12, 3, 2), "taiyuan": (6, 2, 1), "nanjing": (5, 1, 1),
        "shenzhen": (5, 1, 1)}  # fmt: skip
# how the choices of a question weigh, by the first letters of the question; the rest is even
WEIGHTS = {
    "您多久": (5, 6, 3, 1), "平时主要": (6, 2, 5, 3, 4), "挑一家店": (6, 6, 5, 2, 1, 3), "有会员价": (6, 5, 2),
    "生意和": (1, 3, 6, 4), "最头疼": (5, 6, 3, 4, 3, 4), "进货": (5, 4, 2, 1), "想过": (4, 5, 2),
    "主要是": (6, 3, 2, 4, 2), "周围": (4, 5, 2, 2, 2, 6),
}  # fmt: skip
NUMBERS = {"每次大约": (15, 160, 5), "这家店": (2, 16, 1), "半小时": (90, 420, 10), "其中": (6, 48, 1)}
MARKS = {"对常去": (2, 4, 8, 5, 2), "停车": (2, 4, 5, 4, 2), "街面": (1, 3, 6, 5, 2)}
WORDS = {
    "最想买": ["新鲜的小包装肉", "无糖的点心", "现磨豆腐", "能送上楼的大米",
             "儿童牛奶，日期新的", "本地的老陈醋", "热的早饭", "不打蜡的水果"],
    "要是合作": ["怕牌子换了老顾客不认", "投进去的钱几年能回来", "进货要听公司的，本地菜怎么办", "装修停业那半个月",
             "合同年数太长"],
    "附近哪家": ["街口那家连锁，周三特价人全过去了", "团购点，米油比我进价还低", "菜市场，早上的客人都在那边"],
    "还看到": ["对面在修地铁，围挡要到明年", "学校放学那二十分钟人最多", "隔壁药店关了，门面在招租"],
}  # fmt: skip
SPOTS = ("门口", "东侧路口", "菜市场口", "公交站旁")


def tell_studies(story: Story, viewers: dict[str, Any], homes: list[tuple[str, str]]) -> None:
    """Set the usual forms up and fill them in."""
    dice = story.rng("studies")
    forms = {form.kind: form for form in actions.seed_study_forms(by=story.house)}
    for name, manager in homes:
        city, by = story.facts["target_cities"][name], viewers[manager]
        groups = queries.segments_in(city.id, by)
        for kind, times in zip(StudyKind, PLAN.get(name, ()), strict=False):
            for _ in range(times):
                person = dice.choice(FAMILY) + dice.choice(("先生", "女士", "大姐", "师傅"))
                actions.add_study(
                    city, forms[kind], answers(forms[kind], person, dice), by=by, place=spot(name, dice),
                    studied_on=story.today - timedelta(days=dice.randint(2, 40)),
                    respondent=person if kind == StudyKind.INTERVIEW else "",
                    segment=dice.choice(groups) if groups and kind == StudyKind.QUESTIONNAIRE else None,
                )  # fmt: skip


def spot(name: str, dice: Random) -> str:
    district, street = dice.choice(STREETS[name])
    return f"{district}{street}{dice.choice(SPOTS)}"


def answers(form: StudyForm, person: str, dice: Random) -> dict[int, Any]:
    """Return what somebody answers; not everybody answers everything."""
    told = {question.id: said(question, person, dice) for question in form.live_questions}
    return {question_id: answer for question_id, answer in told.items() if answer is not None}


def said(question: StudyQuestion, person: str, dice: Random) -> Any:
    def of(table: dict[str, Any], otherwise: Any = None) -> Any:
        return next((value for start, value in table.items() if question.text.startswith(start)), otherwise)

    if question.names_someone:
        return person if dice.random() < 0.3 else None
    if not question.needed and dice.random() < 0.1:
        return None
    match question.kind:
        case AnswerKind.NUMBER:
            low, high, step = of(NUMBERS, (1, 10, 1))
            return dice.randrange(low, high, step) * 1000
        case AnswerKind.SCALE:
            return dice.choices(SCALE, of(MARKS, (1, 1, 1, 1, 1)))[0]
        case AnswerKind.TEXT:
            return dice.choice(of(WORDS, [""])) if dice.random() < 0.6 else None
    weights = of(WEIGHTS, [1] * len(question.options))
    if question.kind == AnswerKind.CHOICE:
        return dice.choices(question.options, weights)[0]
    picks = dice.choices(question.options, weights, k=dice.randint(1, 3))
    return [option for option in question.options if option in picks]

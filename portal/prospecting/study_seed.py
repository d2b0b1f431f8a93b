"""The forms every network begins with (C06, 问卷调查、访谈、观察); an administrator changes them afterwards."""

from typing import Any

from portal.prospecting.models import AnswerKind, StudyKind

CHOICE, SEVERAL, SCALE, NUMBER, TEXT = AnswerKind


def ask(kind: AnswerKind, text: str, *options: str, **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "text": text, "options": list(options), **facts}


FORMS: tuple[tuple[StudyKind, str, str, tuple[dict[str, Any], ...]], ...] = (
    (
        StudyKind.QUESTIONNAIRE, "顾客问卷（门口三分钟）", "问清楚顾客的需求和购买行为：在哪里买、看重什么、缺什么。",
        (
            ask(CHOICE, "您多久去一次超市？", "每天", "一周两三次", "一周一次", "更少", needed=True),
            ask(SEVERAL, "平时主要在哪里买？", "小区门口的小超市", "大卖场", "菜市场", "社区团购", "网上"),
            ask(SEVERAL, "挑一家店，最看重什么？", "价格", "新鲜", "离家近", "品种全", "服务", "会员优惠",
                guidance="最多选三样"),
            ask(NUMBER, "每次大约花多少钱？", unit="元"),
            ask(SCALE, "对常去的那家超市满意吗？", guidance="1 很不满意，5 很满意"),
            ask(CHOICE, "有会员价的店，您愿意办会员吗？", "愿意", "看优惠多少", "不愿意"),
            ask(TEXT, "最想买却买不到的是什么？"),
            ask(TEXT, "愿意留个称呼和电话，开业时通知您吗？", names_someone=True, guidance="不愿意就空着"),
        ),
    ),
    (
        StudyKind.INTERVIEW, "店主访谈", "坐下来听店主说：生意怎么样、难在哪里、愿不愿意换个做法。",
        (
            ask(NUMBER, "这家店开了几年？", unit="年"),
            ask(CHOICE, "生意和三年前比怎么样？", "好了", "差不多", "差了", "差很多", needed=True),
            ask(SEVERAL, "最头疼的是什么？", "房租", "客人少", "进货贵", "压货", "没人手", "留不住会员"),
            ask(CHOICE, "进货主要靠谁？", "批发市场自己跑", "二批送货", "平台下单", "厂家直送"),
            ask(CHOICE, "想过和连锁合作吗？", "想过", "没想过", "谈过没成"),
            ask(TEXT, "要是合作，最担心什么？"),
            ask(TEXT, "附近哪家影响最大，为什么？"),
            ask(TEXT, "怎么称呼、怎么联系？", names_someone=True),
        ),
    ),
    (
        StudyKind.OBSERVATION, "路口观察（半小时）", "不问人，只看：谁路过、谁进店、街面热不热闹。",
        (
            ask(NUMBER, "半小时路过多少人？", unit="人", needed=True),
            ask(NUMBER, "其中进店多少人？", unit="人"),
            ask(SEVERAL, "主要是哪些人？", "老人", "上班族", "学生", "带孩子的", "外来务工"),
            ask(SEVERAL, "周围两百米有什么？", "学校", "菜市场", "医院", "地铁口", "写字楼", "老小区"),
            ask(SCALE, "停车方便吗？", guidance="1 没处停，5 门口就能停"),
            ask(SCALE, "街面热闹吗？", guidance="1 冷清，5 热闹"),
            ask(TEXT, "还看到了什么？"),
        ),
    ),
)  # fmt: skip

"""The criteria every network begins with (C14, 甄选有能力、有意向的人); an administrator changes them afterwards."""

from portal.prospecting.models import Track

Options = tuple[tuple[str, int], ...]

# track, criterion, what to look at, weight, options with points
CRITERIA: tuple[tuple[Track, str, str, int, Options], ...] = (
    (Track.PERSON, "做过零售或批发吗？", "开过店、管过店、跑过供货都算", 3,
     (("五年以上", 5), ("两到五年", 4), ("两年以内", 2), ("没做过", 0))),
    (Track.PERSON, "以前合作得怎么样？", "问一起做过事的人，不只听他自己说", 2,
     (("账清、说到做到", 5), ("有小事没说清", 3), ("没合作过", 2), ("有过纠纷", 0))),
    (Track.PERSON, "自有资金够不够？", "看投入测算里店主出的那部分", 3,
     (("够，不用借", 5), ("够，要借一点", 4), ("差一半以内", 2), ("差得多", 0))),
    (Track.PERSON, "本人能不能到店？", "店主到场是开店的要求", 3,
     (("全天在店", 5), ("夫妻轮着在", 4), ("每周几天", 2), ("请人看店", 0))),
    (Track.PERSON, "家里怎么看？", "配偶或合伙人当面说的算", 2,
     (("支持", 5), ("不反对", 3), ("没说过", 2), ("反对", 0))),
    (Track.SUPERMARKET, "店还能租多久？", "看租约，不听口头", 3,
     (("自己的房", 5), ("三年以上", 5), ("一到三年", 3), ("不到一年", 0))),
    (Track.SUPERMARKET, "做主的人愿意谈吗？", "和真正做主的人见过面才答", 3,
     (("主动问", 5), ("愿意谈", 4), ("推着谈", 2), ("见不到", 0))),
    (Track.SUPERMARKET, "改造得了吗？", "面积、门头、电、冷链", 2,
     (("不用大改", 5), ("能改", 4), ("限制多", 2), ("改不了", 0))),
    (Track.SUPERMARKET, "周围客流靠什么？", "看市场调研的客流", 2,
     (("老小区、学校", 5), ("路边过客", 3), ("靠停车", 2), ("越来越少", 0))),
    (Track.SUPERMARKET, "有没有欠账、纠纷？", "问供货商和房东", 2,
     (("没有", 5), ("小额、在还", 3), ("不清楚", 2), ("有官司", 0))),
)  # fmt: skip

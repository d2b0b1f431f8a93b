"""Demo: what a contact on the way to each stage was, what came of it, and what comes next."""

from portal.prospecting.models import ContactKind, PitchPoint

CALL, VISIT, MESSAGE = ContactKind.CALL, ContactKind.VISIT, ContactKind.MESSAGE
# by track and stage: what led there. One who decides alone is not said to come with others
RESULTS: dict[str, dict[str, tuple[tuple[ContactKind, str], ...]]] = {
    "person": {
        "pitched": (
            (VISIT, "约在样板店见的，讲了公司的来历和三家店的数据，听得很认真。"),
            (CALL, "电话里讲了四十分钟，先问加盟费，听说没有人头费才放心。"),
            (VISIT, "到他上班的地方坐了一会儿，讲完说要和家里商量。"),
            (CALL, "先讲公司，再讲共享渠道，问货从哪来。"),
        ),
        "interested": (
            (VISIT, "主动问开店要多少钱，说愿意再谈。"),
            (VISIT, "看完样板店，问收银能不能自己学会。"),
            (CALL, "打电话来说想开，问什么地段合适。"),
        ),
        "terms_explained": (
            (VISIT, "把开店的要求、投入和利益逐条讲完，没有大的疑问。"),
            (VISIT, "要求能接受，利益算了两遍，问公司支持几周。"),
        ),
        "agreed": ((VISIT, "谈定了，当面签了谈判结果，下周备材料。"), (VISIT, "愿意按公司的标准开，两边都签了字。")),
        "lost": ((CALL, "打电话说不做了，祝我们顺利。"), (CALL, "通了电话，说今年不考虑了。")),
    },
    "supermarket": {
        "decision_maker": (
            (VISIT, "问清楚了，进货和房租都是老板自己定。"),
            (VISIT, "店长说了不算，老板每周三、周六来店里。"),
            (CALL, "打电话问到老板本人，约了下周去店里。"),
        ),
        "pitched": (
            (VISIT, "在店里讲了共享渠道的理念，问货从哪来。"),
            (VISIT, "给他看了会员价的例子，说要和家里商量。"),
            (VISIT, "讲了样板店改造前后的账，听得很认真。"),
        ),
        "shortlisted": (
            (VISIT, "现场量了面积，愿意给三年的经营数据。"),
            (VISIT, "又数了一个晚高峰，客流、面积都够，列入首批。"),
        ),
        "planned": (
            (VISIT, "一店一方案第 1 稿当面过了一遍，装修分两期。"),
            (VISIT, "带着方案量完货架尺寸，留用两台冷柜。"),
        ),
        "negotiating": (
            (VISIT, "看了第 2 稿和报价，说投入太多，问冷柜能不能留用。"),
            (VISIT, "报价逐项对了一遍，停业几天问得最细。"),
        ),
        "agreed": (
            (VISIT, "谈定了，当面签了谈判结果，下周备材料。"),
            (VISIT, "价格谈拢，两边都签了字，愿意按公司的标准改。"),
        ),
        "lost": ((VISIT, "到店里坐了一会儿，说这件事先放下了。"), (CALL, "打电话来说不谈了。")),
    },
}
POINTS = {
    "pitched": [PitchPoint.STORY, PitchPoint.CONCEPT],
    "interested": [PitchPoint.STORY, PitchPoint.DEMO],
    "terms_explained": [PitchPoint.REQUIREMENTS, PitchPoint.BENEFITS],
    "shortlisted": [PitchPoint.CONCEPT],
    "negotiating": [PitchPoint.REQUIREMENTS, PitchPoint.BENEFITS],
}
# the first of a stage is what its contact ends with, so that the next contact can be that
STEPS = {
    "person": {
        "found": ["打第一个电话，约见面", "托介绍人约个时间"],
        "pitched": ["带他看一次样板店", "送样板店的数据过去"],
        "interested": ["讲清开店的要求和利益", "问他手上有多少本钱"],
        "terms_explained": ["面谈：能出多少，什么时候开", "等家里商量后回话"],
        "agreed": ["备齐开店申请的材料", "补身份证和租约复印件"],
    },
    "supermarket": {
        "found": ["去店里坐一坐，问谁说了算", "托隔壁店主引见"],
        "decision_maker": ["约老板本人，带样板店照片", "问清采购归谁管"],
        "pitched": ["再数一次晚高峰，量面积", "带他看一次样板店"],
        "shortlisted": ["做一店一方案第 1 稿", "量货架，拍平面图"],
        "planned": ["按他的意见改出第 2 稿", "核对冷柜留用几台"],
        "negotiating": ["面谈：改造谁投，谁先投", "答复冷柜留用几台", "把停业天数写进报价"],
        "agreed": ["备齐开店申请的材料", "补营业执照和租约复印件"],
    },
}

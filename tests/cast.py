"""The cast: people and places every test knows."""

from dataclasses import dataclass, field
from datetime import date

from portal.accounts.models import User, UserRegion, UserState, UserStore
from portal.accounts.roles import Role
from portal.accounts.viewer import Viewer, viewer_of
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.network import actions as network
from portal.network.models import Level, Region, Store

PASSWORD = "demo-2026"
HOUSE = House("tests")

REGIONS = (
    ("A1", "华北大区", Level.AREA, None), ("A2", "华南大区", Level.AREA, None),
    ("110000", "北京市", Level.PROVINCE, "A1"), ("110100", "北京市", Level.CITY, "110000"),
    ("140000", "山西省", Level.PROVINCE, "A1"), ("140100", "太原市", Level.CITY, "140000"),
    ("440000", "广东省", Level.PROVINCE, "A2"), ("440100", "广州市", Level.CITY, "440000"),
)  # fmt: skip
STORES = (
    ("BJ-0001", "朝阳北路店", "110100"),
    ("TY-0001", "并州北路店", "140100"),
    ("GZ-0001", "天河东路店", "440100"),
)
PEOPLE = {
    "admin": ("周敏", "13800000001", Role.ADMIN, (), ()),
    "office": ("李娜", "13800000002", Role.OFFICE, (), ()),
    "office_two": ("陈立", "13800000003", Role.OFFICE, (), ()),
    "director": ("韩冰", "13800000010", Role.RM, ("A1", "A2"), ()),
    "rm_north": ("王建国", "13800000011", Role.RM, ("A1",), ()),
    "rm_south": ("黄伟", "13800000013", Role.RM, ("A2",), ()),
    "owner": ("赵慧", "13800000021", Role.OWNER, (), ("BJ-0001",)),
    "clerk": ("孙丽", "13800000022", Role.CLERK, (), ("BJ-0001",)),
    "owner_south": ("何强", "13800000031", Role.OWNER, (), ("GZ-0001",)),
}


@dataclass
class Person:
    """One of the cast; rows are read in the session at hand."""

    key: str

    @property
    def user(self) -> User:
        found = db.session.query(User).execution_options(scoped=User.reach()).filter_by(phone=PEOPLE[self.key][1]).one()
        return found

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.user)


@dataclass
class Cast:
    """`cast.rm_north.viewer`, `cast.owner.user` …"""

    people: dict[str, Person] = field(default_factory=lambda: {key: Person(key) for key in PEOPLE})

    def __getattr__(self, key: str) -> Person:
        try:
            return self.__dict__["people"][key]
        except KeyError:
            raise AttributeError(key) from None


class Places:
    """`places.beijing`, `places.store` (BJ-0001), `places.store_south`, `places.region("A1")` …"""

    def region(self, code: str) -> Region:
        return db.session.query(Region).filter_by(code=code).one()

    def store_of(self, code: str) -> Store:
        return db.session.query(Store).execution_options(scoped=Store.reach()).filter_by(code=code).one()

    beijing = property(lambda self: self.region("110100"))
    taiyuan = property(lambda self: self.region("140100"))
    guangzhou = property(lambda self: self.region("440100"))
    north = property(lambda self: self.region("A1"))
    south = property(lambda self: self.region("A2"))
    store = property(lambda self: self.store_of("BJ-0001"))
    store_taiyuan = property(lambda self: self.store_of("TY-0001"))
    store_south = property(lambda self: self.store_of("GZ-0001"))


def populate(password_hash: str) -> None:
    """Write the cast into an empty database; the caller commits."""
    regions: dict[str, Region] = {}
    for code, name, level, parent in REGIONS:
        regions[code] = network.add_region(
            code=code, name=name, level=level, parent=regions.get(parent or ""), by=HOUSE
        )
    stores: dict[str, Store] = {}
    for code, name, city in STORES:
        stores[code] = network.create_store(regions[city], name=name, by=HOUSE, address=f"{name[:-1]} 1 号")
        assert stores[code].code == code
        network.open_store(stores[code], by=HOUSE, on=date(2026, 1, 5))
    for name, phone, role, reach_regions, reach_stores in PEOPLE.values():
        user = User(name=name, phone=phone, role=role, state=UserState.ACTIVE, password=password_hash)
        user.regions = [UserRegion(region_id=regions[code].id) for code in reach_regions]
        user.stores = [UserStore(store_id=stores[code].id) for code in reach_stores]
        db.session.add(user)

"""The accounts' chapter: the people of the network, all with the demo password."""

from typing import Any

from portal.accounts import actions, pins
from portal.accounts.models import User, UserRegion, UserState, UserStore
from portal.accounts.roles import Role
from portal.accounts.viewer import viewer_of
from portal.kernel.db import db
from portal.kernel.trail import record
from portal.network.models import StoreState
from portal.story import Story

PASSWORD = "demo-2026"
PIN = "258036"  # of everybody who sells

STAFF = (
    ("admin", "周敏", "13800000001", Role.ADMIN, ()),
    ("office", "李娜", "13800000002", Role.OFFICE, ()),
    ("office_two", "陈立", "13800000003", Role.OFFICE, ()),
    ("director", "韩冰", "13800000010", Role.RM, ("A1", "A2", "A3")),
    ("rm_north", "王建国", "13800000011", Role.RM, ("A1",)),
    ("rm_east", "沈雨桐", "13800000012", Role.RM, ("A2",)),
    ("rm_south", "黄伟", "13800000013", Role.RM, ("A3",)),
)
OWNERS = (
    "赵慧", "郭建梅", "刘志强", "马春燕", "钱永福", "孟祥云", "何家俊", "杜文静", "许卫东", "梁小红", "冯国栋",
    "谢丽娟", "宋佳宁", "唐德明", "韩雪梅", "邓志华", "曹玉兰", "彭立新", "曾凡荣", "何强", "陆海波", "苏秀英",
    "蒋思远", "魏红霞",
)  # fmt: skip
CLERKS = ("孙丽", "吴小燕", "郑佳怡", "王芳", "李静", "张倩", "刘洋", "陈晨", "杨柳", "黄莺")


def tell(story: Story) -> None:
    story.viewer_of = viewer_of
    password, pin = actions.hash_password(PASSWORD), pins.hash_pin(PIN)
    regions = story.facts["regions"]
    for key, name, phone, role, areas in STAFF:
        story.people[key] = enter(story, name, phone, role, password, regions=[regions[code] for code in areas])
    for n, (code, store) in enumerate(story.stores.items()):
        if store.state == StoreState.CLOSED:
            continue
        phone = {"BJ-0001": "13800000021", "GZ-0001": "13800000031"}.get(code, f"138000001{n:02d}")
        name = OWNERS[n % len(OWNERS)]
        story.people[f"owner:{code}"] = enter(story, name, phone, Role.OWNER, password, stores=[store])
        if store.state == StoreState.OPEN:
            clerk = "13800000022" if code == "BJ-0001" else f"138000002{n:02d}"
            story.people[f"clerk:{code}"] = enter(
                story, CLERKS[n % len(CLERKS)], clerk, Role.CLERK, password, stores=[store]
            )
    for person in story.people.values():
        person.pin = pin if person.role.reaches == "stores" else ""
    story.people["owner"] = story.people["owner:BJ-0001"]
    story.people["clerk"] = story.people["clerk:BJ-0001"]
    story.people["owner_south"] = story.people["owner:GZ-0001"]


def enter(
    story: Story, name: str, phone: str, role: Role, password: str, *, regions: Any = (), stores: Any = ()
) -> User:
    """Add a person who can sign in at once."""
    user = User(name=name, phone=phone, role=role, state=UserState.ACTIVE, password=password)
    user.regions = [UserRegion(region_id=region.id, region=region) for region in regions]
    user.stores = [UserStore(store_id=store.id) for store in stores]
    db.session.add(user)
    record("user.invited", user, by=story.house, role=role.value)
    return user

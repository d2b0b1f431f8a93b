"""Which numbers of a tablet are missing is exact; of one out of use it is said since when nobody knows what it sold."""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.selling import actions
from portal.selling.heard import Said, hear
from portal.selling.queries import missing_of
from portal.selling.stored import shop
from tests.builders_selling import post, product, said

covers = ("C32",)


@pytest.fixture
def tablet(session, cast, places):
    """The store's tablet no. 1, and `sells(*numbers)`, `says(last, waiting)`."""
    device, _ = actions.enrol_device(places.store, by=cast.owner.viewer)
    milk = product()
    session.commit()

    class Tablet:
        def sells(self, *numbers):
            for number in numbers:
                post(places.store, cast.owner.viewer, said(milk, sequence=number), device="1")

        def says(self, last, waiting=0):
            hear(shop(places.store.id, "1"), Said(last, waiting), made=0, here=0)
            session.commit()
            session.expire_all()

        @property
        def missing(self):
            return missing_of(device)

    Tablet.device = device
    return Tablet()


@pytest.mark.parametrize(
    ("sold", "last", "holes"),
    [
        ((), 0, []),
        ((1, 2, 3), 3, []),
        ((1, 2, 3), 2, []),
        ((3,), 3, [(1, 2)]),
        ((1, 4, 5, 8), 8, [(6, 7), (2, 3)]),
        ((2, 3), 6, [(4, 6), (1, 1)]),
        ((), 4, [(1, 4)]),
    ],
)
def test_the_numbers_that_never_came_are_told_exactly(tablet, sold, last, holes):
    tablet.sells(*sold)
    tablet.says(last)
    assert tablet.missing.holes == holes
    assert tablet.missing.last == max((*sold, last))
    assert tablet.missing.number == sum(until - first + 1 for first, until in holes)


def test_what_comes_late_closes_its_hole(tablet):
    tablet.sells(1, 4)
    assert tablet.missing.holes == [(2, 3)]
    tablet.sells(2, 3)
    assert tablet.missing[:3] == (0, [], None)


def test_another_devices_numbers_fill_no_hole(tablet, cast, places):
    tablet.sells(2)
    post(places.store, cast.owner.viewer, said(product(), sequence=1), device="T9")
    post(places.store_south, cast.owner_south.viewer, said(product(), sequence=1), device="1")
    assert tablet.missing.holes == [(1, 1)]


def test_of_very_many_holes_the_latest_are_shown_and_all_are_counted(tablet):
    tablet.sells(*range(2, 62, 2))
    missing = tablet.missing
    assert (missing.number, len(missing.holes), missing.holes[0]) == (30, 20, (59, 59))


@pytest.mark.parametrize("end", [actions.replace_device, actions.withdraw_device])
def test_a_tablet_out_of_use_is_unknown_since_it_was_heard_until_it_came_back(tablet, cast, session, end):
    tablet.sells(1)
    tablet.says(2, waiting=1)
    heard = tablet.device.seen_at
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        end(tablet.device, reason="丢了", by=cast.owner.viewer)
        session.commit()
        assert (tablet.missing.unknown_since, tablet.missing.holes) == (heard, [(2, 2)])
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        tablet.says(2, waiting=1)
        assert tablet.missing.unknown_since == tablet.device.seen_at > heard
        tablet.sells(2)
        tablet.says(2, waiting=0)
        assert tablet.missing[:3] == (0, [], None)


def test_one_that_was_never_heard_is_unknown_from_its_first_moment(tablet, cast):
    actions.withdraw_device(tablet.device, reason="丢了", by=cast.owner.viewer)
    assert tablet.missing.unknown_since == tablet.device.made_at


def test_its_page_names_them(tablet, cast, browse):
    tablet.sells(1, 4, 6)
    path = f"/selling/devices/{tablet.device.id}"
    page = browse(cast.owner).visit(path).text
    assert "5, 2–3" in page and "不知道" not in page
    browse(cast.owner).post(f"{path}/withdrawal", {"why": "丢了"})
    assert "不知道" in browse(cast.owner).visit(path).text

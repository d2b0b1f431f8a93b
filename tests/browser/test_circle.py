"""The whole circle: five people take one store from an idea to its first audited day, in Chinese; in English where
`make proof` says so (bench/proofs/walks.py).

The manager walks both tracks on his phone, and the network goes in the middle of a survey and of a contact.
"""

import os

import pytest

from tests.browser import test_circle_in_the_store as selling
from tests.browser import test_circle_to_the_store as opening
from tests.browser import test_circle_with_a_person as winning
from tests.browser.conftest import DESK, PHONE, TABLET, serving
from tests.browser.test_circle_tools import CHINESE, ENGLISH, Circle
from tests.conftest import leave, make_app

pytestmark = pytest.mark.browser
TALE = ENGLISH if os.environ.get("CIRCLE_IN") == "en" else CHINESE


@pytest.fixture
def town(tmp_path_factory, worker_name):
    """A network of its own for each walk, so that every figure on screen is known."""
    app = make_app(tmp_path_factory.mktemp("circle"), f"circle_{worker_name}")
    yield app
    leave(app)


@pytest.fixture
def address(town):
    with serving(town) as at:
        yield at


def test_a_store_goes_the_whole_circle(town, seat, tmp_path):
    circle = Circle(TALE, town, seat, tmp_path)
    manager = circle.sit("rm_north", PHONE)
    opening.the_manager_puts_a_city_on_the_register(circle, manager)
    opening.he_counts_customers_at_a_quiet_supermarket(circle, manager)
    opening.he_makes_it_a_prospect_with_one_tap(circle, manager)
    opening.he_finds_out_who_decides(circle, manager)
    opening.he_visits_and_tells_the_story(circle, manager)
    opening.he_goes_on_stage_by_stage_until_they_agree(circle, manager)
    opening.he_applies_for_the_store(circle, manager)

    office, second = circle.sit("office", DESK), circle.sit("office_two", DESK)
    opening.head_office_returns_the_application(circle, office)
    opening.the_manager_puts_it_right_and_hands_it_in_again(circle, manager)
    opening.head_office_agrees_first(circle, office)
    invitation = opening.a_second_person_approves_and_the_store_exists(circle, second)
    opening.the_manager_finds_the_support_planned(circle, manager)

    owner = circle.arrive(invitation, TABLET)
    opening.the_owner_does_every_task(circle, owner)
    opening.the_manager_accepts_all_but_one(circle, manager)
    opening.the_owner_puts_the_last_one_right(circle, owner)
    opening.the_manager_opens_the_store(circle, manager)

    selling.head_office_lists_two_products(circle, office)
    selling.the_owner_receives_goods(circle, owner)
    selling.he_registers_a_member_with_consent(circle, owner)
    selling.he_sells_to_the_member(circle, owner)
    selling.he_gives_the_receipt(circle, owner)
    clerk = circle.arrive(selling.he_invites_a_clerk(circle, owner), TABLET)
    selling.the_clerk_sells_too(circle, clerk)
    selling.the_owner_closes_the_day(circle, owner)

    selling.the_manager_audits_the_store(circle, manager)
    selling.he_sees_what_came_of_it_on_his_home_page(circle, manager)
    selling.head_office_sees_the_store_s_sales(circle, office)


def test_a_person_is_won_from_a_city_to_his_word(town, seat, tmp_path):
    circle = Circle(CHINESE, town, seat, tmp_path)
    manager = circle.sit("rm_north", PHONE)
    opening.the_manager_puts_a_city_on_the_register(circle, manager)
    opening.he_counts_customers_at_a_quiet_supermarket(circle, manager)
    winning.he_writes_down_a_capable_person(circle, manager)
    winning.he_tells_the_story_where_there_is_no_network(circle, manager)
    winning.he_goes_on_until_the_person_agrees(circle, manager)

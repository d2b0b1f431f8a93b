"""Forms without network: kept with every stroke, through a dead battery, and sent later, once (C10, C15)."""

import os
import re
import signal
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import func

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting.models import Survey, Track
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, Seat, turn_to
from tests.builders_prospecting import a_prospect
from tests.cast import HOUSE

pytestmark = pytest.mark.browser
covers = ("C10", "C15")
promises = ("P17",)
FORM = "form[data-offline]"
NEW = "/prospecting/surveys/new"
SEND = f"{FORM} .thumb [type=submit]"
KEPT = """() => new Promise(done => { const ask = indexedDB.open('portal'); ask.onsuccess = () => {
    const all = ask.result.transaction('forms').objectStore('forms').getAll();
    all.onsuccess = () => done(all.result.map(f => ({state: f.state, key: f.key, viewer: f.viewer, reason: f.reason,
        fields: Object.fromEntries(f.fields.map(([n, v]) => [n, v instanceof File ? v.size : v]))}))); }; })"""
WORKER_KEEPS = """address => new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`${address} is not kept`)), 9000);
    const look = async () =>
    (await (await caches.open('pages')).match(address)) ? done(true) : setTimeout(look, 50); look(); })"""


@pytest.fixture
def phone(chromium, address, tmp_path):
    """`phone()`: a phone whose browser keeps what a battery's end leaves; opened again it is the same phone."""
    playwright, opened = chromium.browser_type, []

    def take(key=""):
        context = playwright.launch_persistent_context(
            tmp_path / "phone",
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport=PHONE,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        context.set_default_timeout(8000)
        opened.append(context)
        seat = Seat(context, address)
        return seat.sign_in(key) if key else seat

    yield take
    for context in opened:
        context.close()


def die(folder: Path) -> None:
    """The battery is empty: every process of the browser that uses this folder is killed, as it stands."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"--user-data-dir={folder}" in words:
            os.kill(int(entry.name), signal.SIGKILL)
    time.sleep(0.5)


@pytest.fixture
def stored(live_app):
    """`stored(name)`: how many surveys of that name the server holds."""

    def count(name):
        with live_app.app_context():
            found = Survey.seen_by(HOUSE).where(Survey.name == name).with_only_columns(func.count())
            return db.session.scalar(found)

    return count


def kept(page):
    return page.evaluate(KEPT)


def fill(page, name):
    page.fill("[name=name]", name)
    page.select_option("[name=region_id]", index=1)
    turn_to(page, "count")
    page.locator(".hours :checked + .chip + .counter .tall").click()
    turn_to(page, "photos")


def until_kept(page, name):
    for _ in range(100):
        if any(form["fields"].get("name") == name for form in kept(page)):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{name} is not kept")


def until(wanted, seconds=8):
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def a_photo(folder):
    path = folder / "front.jpg"
    Image.effect_noise((2400, 1800), 80).convert("RGB").save(path, quality=90)
    return str(path), path.stat().st_size


def test_a_survey_cut_off_in_the_middle_outlives_the_battery_and_is_sent_once(phone, stored, tmp_path):
    person = phone("rm_north")
    page = person.open(NEW)
    page.evaluate(WORKER_KEEPS, NEW)
    page.context.set_offline(True)
    fill(page, "断网超市")
    photo, size = a_photo(tmp_path)
    page.set_input_files("[name=photos]", photo)
    until(lambda: 0 < kept(page)[0]["fields"].get("photos", 0) < size)  # made smaller before it is kept
    until_kept(page, "断网超市")
    die(tmp_path / "phone")

    person = phone()
    person.context.set_offline(True)
    page = person.open(NEW)
    expect(page.locator("[name=name]")).to_have_value("断网超市")
    expect(page.locator("[data-previews] img")).to_have_count(1)
    expect(page.locator(".hours :checked + .chip b")).to_have_text("1")
    turn_to(page, "photos")
    page.click(SEND)
    expect(page.locator("[data-parked]")).to_be_visible()
    expect(page.locator("[data-waits]")).to_have_text("没网、1 份等着上传")
    assert stored("断网超市") == 0
    page.reload()
    expect(page.locator("[name=name]")).to_have_value("")  # the next one begins empty

    person.context.set_offline(False)
    if person.open("/").locator("[name=password]").count():  # a cookie set moments before the end may be gone with it
        person.sign_in("rm_north")
    until(lambda: stored("断网超市") == 1)
    expect(page.locator("[data-waits]")).to_be_hidden()
    assert kept(page) == []


def test_an_answer_lost_after_the_server_stored_is_stored_once(phone, stored):
    page = phone("rm_north").open(NEW)
    lost = []

    def lose(route):
        if "x-outbox" not in route.request.headers or lost:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort("connectionreset")

    page.route("**/prospecting/surveys", lose)
    fill(page, "回话丢了超市")
    page.click(SEND)
    expect(page.locator("[data-parked]")).to_be_visible()
    assert lost == [204] and stored("回话丢了超市") == 1
    assert [form["state"] for form in kept(page)] == ["waiting"]
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-waits]")).to_be_hidden()
    expect(page.locator("[data-parked] h2:visible")).to_have_text("传上去了。")
    assert stored("回话丢了超市") == 1 and kept(page) == []


def test_with_network_a_survey_is_stored_and_shown_as_ever(phone, stored):
    person = phone("rm_north")
    page = person.open(NEW)
    fill(page, "有网超市")
    until_kept(page, "有网超市")
    page.click(SEND)
    page.wait_for_url(re.compile(r"/surveys/\d+$"))
    expect(page.locator("h1")).to_have_text("有网超市")
    expect(page.locator(".toast")).to_be_visible()
    assert stored("有网超市") == 1 and kept(page) == []
    assert person.troubles == []


def test_what_the_server_refuses_comes_back_into_the_form_with_its_photos(phone, stored, tmp_path):
    page = phone("rm_north").open(NEW)
    fill(page, "收银台不对超市")
    turn_to(page, "shelves")
    page.fill("[name=tills_total]", "2")
    page.fill("[name=tills_open]", "3")
    turn_to(page, "photos")
    page.set_input_files("[name=photos]", a_photo(tmp_path)[0])
    until_kept(page, "收银台不对超市")
    page.click(SEND)
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[data-previews] img")).to_have_count(1)
    page.fill("[name=tills_open]", "2")  # its step came forward by itself
    turn_to(page, "photos")
    page.click(SEND)
    page.wait_for_url(re.compile(r"/surveys/\d+$"))
    expect(page.locator("h1")).to_have_text("收银台不对超市")
    expect(page.locator("main img")).to_have_count(1)
    assert stored("收银台不对超市") == 1 and kept(page) == []


def test_what_is_refused_later_lies_in_the_tray_with_its_reason_and_is_mended(phone, stored):
    person = phone("rm_north")
    page = person.open(NEW)
    page.evaluate(WORKER_KEEPS, "/waiting")
    page.context.set_offline(True)
    fill(page, "晚点才知道超市")
    turn_to(page, "shelves")
    page.fill("[name=tills_total]", "2")
    page.fill("[name=tills_open]", "3")
    turn_to(page, "photos")
    page.click(SEND)
    expect(page.locator("[data-parked]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-waits]")).to_have_text("1 份被拒收，要改")
    page.click("[data-waits] a")
    row = page.locator("[data-tray] li")
    expect(row).to_contain_text("晚点才知道超市")
    expect(row).to_contain_text("开着的收银台比总数还多")
    person.troubles.clear()  # the browser calls a request without network an error
    person.check()
    row.locator("[data-open]").click()
    expect(page.locator("[name=tills_open]")).to_have_value("3")
    turn_to(page, "shelves")
    page.fill("[name=tills_open]", "1")
    turn_to(page, "photos")
    page.click(SEND)
    page.wait_for_url(re.compile(r"/surveys/\d+$"))
    expect(page.locator("h1")).to_have_text("晚点才知道超市")
    assert stored("晚点才知道超市") == 1 and kept(page) == []


def test_an_unfinished_survey_is_put_aside_for_another_and_thrown_away_with_a_way_back(phone):
    page = phone("rm_north").open(NEW)
    fill(page, "放一放超市")
    until_kept(page, "放一放超市")
    page.reload()
    expect(page.locator("[name=name]")).to_have_value("放一放超市")
    page.click("[data-restored] button")
    expect(page.locator("[name=name]")).to_have_value("")
    fill(page, "另一家超市")
    until_kept(page, "另一家超市")
    assert len(kept(page)) == 2
    page.goto(page.url.partition("/prospecting")[0] + "/waiting")
    expect(page.locator("[data-tray] li")).to_have_count(2)
    page.locator("[data-drop]").first.click()
    until(lambda: len(kept(page)) == 1)
    page.click("[data-tray] li button:visible >> nth=0")
    until(lambda: len(kept(page)) == 2)


def test_whoever_signs_in_next_sees_nothing_of_the_one_before(phone, stored):
    person = phone("rm_north")
    page = person.open(NEW)
    page.evaluate(WORKER_KEEPS, NEW)
    fill(page, "北区的超市")
    until_kept(page, "北区的超市")
    page.goto(f"{person.address}/account")
    page.evaluate("document.querySelector('form[action$=\"/logout\"]').requestSubmit()")
    page.wait_for_url("**/login")
    gone = "async () => (await (await caches.open('pages')).keys()).length"
    until(lambda: page.evaluate(gone) == 0)
    person.sign_in("rm_south")
    expect(page.locator("[data-waits]")).to_be_hidden()
    page = person.open(NEW)
    expect(page.locator("[name=name]")).to_have_value("")
    assert [form["fields"]["name"] for form in kept(page)] == ["北区的超市"]  # it waits for its own person
    person.open("/waiting")
    expect(page.locator("[data-tray] li")).to_have_count(0)


def test_what_waits_is_sent_by_its_own_person_only(phone, stored):
    person = phone("rm_north")
    page = person.open(NEW)
    page.context.set_offline(True)
    fill(page, "只归北区超市")
    page.click(SEND)
    expect(page.locator("[data-parked]")).to_be_visible()
    page.context.clear_cookies(name="portal")
    page.context.set_offline(False)
    page.wait_for_timeout(1500)
    assert stored("只归北区超市") == 0
    person.sign_in("rm_south")
    page.wait_for_timeout(1000)
    assert stored("只归北区超市") == 0
    page.context.clear_cookies(name="portal")
    person.sign_in("rm_north")
    until(lambda: stored("只归北区超市") == 1)


def test_without_network_what_must_be_filled_is_asked_for_before_it_waits(phone):
    page = phone("rm_north").open(NEW)
    expect(page.locator(f"{FORM}[data-key]")).to_be_visible()
    page.context.set_offline(True)
    turn_to(page, "photos")
    page.click(SEND)
    expect(page.locator("[name=name]")).to_be_focused()
    expect(page.locator("[data-parked]")).to_have_count(0)
    assert [form for form in kept(page) if form["state"] == "waiting"] == []


def test_the_day_s_contact_forms_are_kept_by_opening_today(phone, live_app):
    with live_app.app_context():
        prospect_id = a_prospect(Track.PERSON, name="齐春梅", next_step="见面", next_on=clock.today()).id
        db.session.commit()
    page = phone("rm_north").page
    assert page.evaluate(WORKER_KEEPS, f"/prospecting/prospects/{prospect_id}/contacts/new?back=today")


def test_what_is_put_aside_says_how_it_is_with_it(phone, stored):
    page = phone("rm_north").open(NEW)
    page.context.set_offline(True)
    fill(page, "有网就走超市")
    page.click(SEND)
    said = page.locator("[data-parked] h2:visible")
    expect(said).to_have_text("没有网。都存在手机里。")
    page.context.set_offline(False)
    expect(said).to_have_text("传上去了。")
    expect(page.locator("[data-parked]")).not_to_contain_text("没有网", use_inner_text=True)
    assert stored("有网就走超市") == 1


def test_one_goes_on_in_the_step_where_one_stopped(phone):
    person = phone("rm_north")
    page = person.open(NEW)
    page.fill("[name=name]", "第三步超市")
    turn_to(page, "shelves")
    page.fill("[name=tills_total]", "2")
    until(lambda: any(form["fields"].get("tills_total") == "2" for form in kept(page)))
    page.goto(f"{person.address}/waiting")
    page.click("[data-open]")
    expect(page.locator("#step-shelves")).to_be_visible()
    expect(page.locator("[name=tills_total]")).to_have_value("2")
    expect(page.locator("#step-place")).to_be_hidden()
    expect(page.locator("[data-waits]")).to_be_hidden()  # it is in plain view


def test_an_empty_form_sent_back_waits_nowhere(phone):
    person = phone("rm_north")
    page = person.open(NEW)
    expect(page.locator(f"{FORM}[data-key]")).to_be_visible()
    turn_to(page, "photos")
    page.click(SEND)
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("[data-waits]")).to_be_hidden()
    assert kept(page) == []
    page.fill("[name=name]", "补上名字超市")
    until_kept(page, "补上名字超市")
    turn_to(page, "photos")
    page.click(SEND)  # its city is missing still
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("补上名字超市")
    expect(page.locator("[data-waits]")).to_be_hidden()
    assert len(kept(page)) == 1

"""The circle's first half: from a city on the register to a store that opens."""

from datetime import timedelta

from playwright.sync_api import expect

from portal.kernel import clock
from tests.browser.test_circle_tools import fill, press, send

# --- prospecting


def the_manager_puts_a_city_on_the_register(circle, manager):
    page = circle.look(manager, "/")
    circle.look(manager, "/prospecting/cities")
    press(page, "a[href$='/cities/new']")
    page.select_option("[name=region_id]", label="太原市")
    fill(page, note=circle.tale.note)
    circle.check(manager)
    press(page, "form[data-draft=city] button[type=submit]")
    expect(page.locator("h1")).to_have_text("太原市")
    expect(page.locator("main")).to_contain_text(circle.tale.note)
    press(page, "form:has([name=state][value=surveying]) button")
    expect(page.locator("#state .steps li[aria-current=step]")).to_have_text(circle.said("Surveying"))
    press(page, "#ties summary")
    press(page, "#ties label:has([value=lived])")
    send(page, "/ties")
    expect(page.locator("#ties li").first).to_contain_text("王建国")
    circle.check(manager)


def he_counts_customers_at_a_quiet_supermarket(circle, manager):
    page, tale = manager.page, circle.tale
    press(page, "a[href*='/surveys/new?city=']")
    fill(page, name=tale.market, district=tale.district, address=tale.street)
    press(page, "[data-next]")
    expect(page.locator("form[data-offline][data-key]")).to_be_visible()
    manager.cut_off()  # behind the shelves the network is gone
    press(page, "label[for=hour-10]")
    for _ in range(7):
        press(page, "[data-tap=h10]:not([data-by])")
    expect(page.locator("[data-count=h10]").first).to_have_text("7")
    press(page, "[data-next]")
    fill(page, tills_open=2, tills_total=6, area_m2=820)
    press(page, "[data-next]")
    page.set_input_files("[name=photos]", circle.photo)
    circle.check(manager)
    press(page, "form[data-draft=survey] button[type=submit]")
    expect(page.locator("[data-parked]")).to_be_visible()
    manager.cut_off(False)
    expect(page.locator("[data-waits]")).to_be_hidden()
    circle.look(manager, "/prospecting/surveys")
    expect(page.locator("#listing tbody tr")).to_have_count(1)  # once
    press(page, f"#listing a:has-text('{tale.market}')")
    expect(page.locator("h1")).to_have_text(tale.market)
    expect(page.locator("#judgement header .badge.now")).to_have_text(circle.said("Quiet", context="trade"))
    expect(page.locator("main")).to_contain_text("820")
    expect(page.locator("[data-photos] img")).to_have_count(1)
    circle.check(manager)


def he_makes_it_a_prospect_with_one_tap(circle, manager):
    send(manager.page, "/prospect")
    expect(manager.page.locator(".stages li")).to_have_count(8)
    expect(manager.page.locator("h1")).to_have_text(circle.tale.market)
    circle.check(manager)


def he_finds_out_who_decides(circle, manager):
    page, tale = manager.page, circle.tale
    go_on(page, "decision_maker")
    expect(page.locator("#errors")).to_contain_text(circle.said("The name of whoever really decides is missing."))
    press(page, "a[href$='/edit']")
    fill(page, decision_maker=tale.owner, contact_name=tale.owner, phone=tale.owner_phone)
    circle.check(manager)
    press(page, "form[data-draft^=prospect-] button[type=submit]")
    expect(page.locator("main")).to_contain_text(f"{tale.owner_phone[:3]}****{tale.owner_phone[-4:]}")
    go_on(page, "decision_maker")
    expect(page.locator(".stages li.done")).to_have_count(1)


def he_visits_and_tells_the_story(circle, manager):
    page, tale = manager.page, circle.tale
    press(page, "a[href$='/contacts/new']")
    expect(page.locator("[name=covered]")).to_have_count(5)
    for tick in page.locator("[name=covered]").all():
        tick.check()
    fill(page, result=tale.result, next_step=tale.next_step, next_on=clock.today())
    circle.check(manager)
    press(page, "form[data-draft^=contact-] button[type=submit]")
    expect(page.locator("#contacts")).to_contain_text(tale.result)
    expect(page.locator("#pitch h2")).to_contain_text("5 / 5")
    expect(circle.look(manager, "/").locator(".upnext")).to_contain_text(tale.next_step)
    press(page, ".upnext a")


def he_goes_on_stage_by_stage_until_they_agree(circle, manager):
    page = manager.page
    for done, stage in enumerate(("pitched", "shortlisted", "planned", "negotiating", "agreed"), 2):
        if stage == "planned":
            he_writes_down_what_hurts(page, circle.tale)
            he_writes_the_proposal(circle, manager)
        if stage == "agreed":
            he_negotiates_until_both_sign(circle, manager)
        go_on(page, stage)
        expect(page.locator(".stages li.done")).to_have_count(done)
    circle.check(manager)
    board = circle.look(manager, "/prospecting/prospects?stage=agreed")
    expect(board.locator("section[data-open] .ticket h3")).to_have_text(circle.tale.market)


def he_writes_down_what_hurts(page, tale):
    press(page, "#concerns > .ask > summary")
    press(page, "#concerns label:has([value=pain])")
    page.fill("[name=concern-text]", tale.result)
    send(page, "/concerns")
    expect(page.locator("#concerns .doubt")).to_contain_text(tale.result)


def he_writes_the_proposal(circle, manager):
    page, prospect = manager.page, manager.page.url
    press(page, "#progress a[href$='/proposals/new']")
    fill(page, title1="牌匾设计与制作", price1="24000", company1="18000", middle_footfall="466", middle_basket="20")
    circle.check(manager)
    press(page, "form:has([name=title1]) button[type=submit]")
    expect(page.locator("#lines tfoot")).to_contain_text("¥6,000.00")
    page.goto(prospect)


def he_negotiates_until_both_sign(circle, manager):
    page, tale, prospect = manager.page, circle.tale, manager.page.url
    go_on(page, "agreed")
    expect(page.locator("#errors")).to_be_visible()
    press(page, "a[href$='/deal']")
    press(page, "#aims a[href$='/aims/edit']")
    fill(page, goal=tale.next_step, limits=tale.condition)
    circle.check(manager)
    press(page, "form[data-draft^=aims-] button[type=submit]")
    expect(page.locator("#aims")).to_contain_text(tale.condition)
    press(page, "a[href$='/rounds/new']")
    fill(page, our_price="96000", their_price="88000", talk=tale.result)
    circle.check(manager)
    press(page, "form[data-draft^=round-] button[type=submit]")
    expect(page.locator("#rounds")).to_contain_text("¥8,000.00")
    press(page, "#result a[href$='/results/new']")
    fill(page, price="88000", delivery=tale.done, after_sales=tale.advice)
    fill(page, manager_name="王建国", decider_name=tale.owner)
    circle.check(manager)
    press(page, "form[data-draft^=result-] button[type=submit]")
    expect(page.locator("#result")).to_contain_text("¥88,000.00")
    circle.check(manager)
    press(page, "#result a[href$='/paper']")
    expect(page.locator("article")).to_contain_text("捌万捌仟元整")
    expect(page.locator("article")).not_to_contain_text(tale.condition)
    page.goto(prospect)


def go_on(page, stage):
    press(page, f"form:has(input[name=stage][value={stage}]) button")


# --- signing


def he_applies_for_the_store(circle, manager):
    page, tale = circle.look(manager, "/signing/applications"), circle.tale
    press(page, "a[href$='/applications/new']")
    circle.check(manager)
    press(page, f"main a:has-text('{tale.market}')")
    expect(page.locator("[name=owner_phone]")).to_have_value(tale.owner_phone)
    expect(page.locator("[name=area_m2]")).to_have_value("820")
    fill(page, planned_opening=clock.today() + timedelta(days=21), reasons=tale.reasons)
    for n, (title, payer, amount) in enumerate(tale.investment):
        page.locator("[name=line_title]").nth(n).fill(title)
        page.locator("[name=line_payer]").nth(n).select_option(payer)
        page.locator("[name=line_amount]").nth(n).fill(amount)
    page.set_input_files("[name=papers]", circle.photo)
    circle.check(manager)
    press(page, "form[data-draft^=application-of-] button[type=submit]")
    expect(page.locator("#checklist header b")).to_have_text("9 / 9")
    expect(page.locator("#money .foot strong")).to_have_text("¥236,000.00")
    circle.check(manager)
    send(page, "/submission")
    expect(page.locator("#applicant h2")).to_have_text(circle.said("With head office"))


def head_office_returns_the_application(circle, office):
    page, tale = circle.look(office, "/"), circle.tale
    press(page, f"main a:has-text('{tale.market}')")
    expect(page.locator("h1")).to_have_text(tale.market)
    expect(page.locator("#money tfoot")).to_contain_text("¥148,000.00")
    circle.check(office)
    press(page, "[name=verdict][value=returned]")
    expect(page.locator("#errors")).to_contain_text(circle.said("To return or reject, say why."))
    fill(page, reason=tale.objection)
    press(page, "[name=verdict][value=returned]")
    expect(page.locator(".dossier, article").first).to_contain_text(tale.objection)
    expect(page.locator("#decision")).to_have_count(0)


def the_manager_puts_it_right_and_hands_it_in_again(circle, manager):
    page, tale = circle.look(manager, "/"), circle.tale
    press(page, f"main a:has-text('{tale.market}')")
    expect(page.locator("article .notice.late")).to_contain_text(tale.objection)
    press(page, "a[href$='/edit']")
    page.locator("[name=line_amount]").nth(2).fill("80000")
    circle.check(manager)
    press(page, "main form[action*='/applications/'] .thumb button[type=submit]")
    expect(page.locator("#money .foot strong")).to_have_text("¥228,000.00")
    send(page, "/submission")
    expect(page.locator("#applicant h2")).to_have_text(circle.said("With head office"))


def head_office_agrees_first(circle, office):
    page = circle.look(office, "/signing/applications")
    press(page, f"main a:has-text('{circle.tale.market}')")
    for fact in ("148,000", "140,000", "88,000", "80,000"):
        expect(page.locator(".diff")).to_contain_text(fact)
    fill(page, reason=circle.tale.condition)
    press(page, "[name=verdict][value=approved]")
    expect(page.locator("#decision")).to_contain_text(
        circle.said("You have agreed already; a second person must agree too.")
    )
    circle.check(office)


def a_second_person_approves_and_the_store_exists(circle, second):
    page, tale = circle.look(second, "/signing/applications"), circle.tale
    press(page, f"main a:has-text('{tale.market}')")
    expect(page.locator("#decision")).to_contain_text(tale.condition)
    expect(page.locator("[name=verdict][value=approved]")).to_contain_text("TY-0002")
    press(page, "[name=verdict][value=approved]")
    expect(page.locator("aside")).to_contain_text(f"TY-0002 {tale.market}")
    circle.check(second)
    return page.locator("#invitation").input_value()


# --- onboarding


def the_manager_finds_the_support_planned(circle, manager):
    page = circle.look(manager, "/onboarding")
    press(page, "main a[href$='/TY-0002']")
    expect(page.locator("h1")).to_have_text(circle.tale.market)
    expect(page.locator("#opening")).to_contain_text(circle.said("%(done)s of %(all)s settled", done=0, all=13))
    circle.check(manager)


def the_owner_does_every_task(circle, owner):
    page = circle.look(owner, "/onboarding/TY-0002")
    tasks = page.eval_on_selector_all("#gantt a[href*='/tasks/']", "found => found.map(a => a.getAttribute('href'))")
    assert len(tasks) == 13
    for n, task in enumerate(tasks):
        press(page, f"#gantt a[href='{task}']")
        send(page, "/start")
        photos = page.locator("[name=photos]")
        expect(photos).to_be_attached()
        if n == 0:
            circle.check(owner)
            send(page, "/completion")
            expect(page.locator("#errors")).to_contain_text(
                circle.said("This task is shown by a photo: add at least one.")
            )
        photos.set_input_files(circle.photo)
        fill(page, note=circle.tale.done)
        send(page, "/completion")
        page.wait_for_url("**/onboarding/TY-0002")
        expect(page.locator("section[aria-labelledby=accept-title] li")).to_have_count(n + 1)
    circle.check(owner)


def the_manager_accepts_all_but_one(circle, manager):
    page, last = circle.look(manager, "/onboarding/TY-0002"), "section[aria-labelledby=accept-title] li"
    for left in range(12, 0, -1):
        press(page, ".thumb a.primary")
        expect(page.locator("#step")).to_contain_text(circle.tale.owner)
        if left == 12:
            circle.check(manager)
        send(page, "/acceptance")
        expect(page.locator(last)).to_have_count(left)
    press(page, ".thumb a.primary")
    press(page, "#step details summary")
    fill(page, return_reason=circle.tale.redo)
    send(page, "/return")
    expect(page.locator(last)).to_have_count(0)
    expect(page.locator("#opening")).to_contain_text(circle.said("%(done)s of %(all)s settled", done=12, all=13))


def the_owner_puts_the_last_one_right(circle, owner):
    page = circle.look(owner, "/")
    expect(page.locator("main .duty")).to_contain_text(circle.tale.redo)
    press(page, "main .duty a[href*='/onboarding']")
    expect(page.locator("main .notice.late")).to_contain_text(circle.tale.redo)
    page.set_input_files("[name=photos]", circle.photo)
    send(page, "/completion")
    expect(page.locator("section[aria-labelledby=accept-title] li")).to_have_count(1)


def the_manager_opens_the_store(circle, manager):
    page = circle.look(manager, "/")
    press(page, "main a[href*='/onboarding/TY-0002']")
    press(page, ".thumb a.primary")
    expect(page.locator("section[aria-labelledby=proof-title] img")).to_have_count(2)
    send(page, "/acceptance")
    expect(page.locator("#opening")).to_contain_text(circle.said("Every required task is settled."))
    circle.check(manager)
    send(page, "/opening")
    expect(page.locator("#opening-title")).to_have_text(circle.said("Opened"))
    expect(page.locator("#opening .fig")).to_have_text(f"{clock.today():%m-%d}")

"""The circle's second half: from the first delivery to the audit of a store that sells."""

from playwright.sync_api import expect

from portal.kernel import clock
from tests.browser.test_circle_tools import fill, press, send
from tests.browser.tills import counter, scan, total, typed

# --- goods and selling


def head_office_lists_two_products(circle, office):
    page, tale = circle.look(office, "/goods/products"), circle.tale
    for name, unit, barcode, price, member_price in (
        (tale.drink, tale.units[0], "6901234567892", "12.60", "11.90"),
        (tale.fruit, tale.units[1], "8800", "8.80", "7.90"),
    ):
        office.open("/goods/products/new")
        fill(page, barcode=barcode, name=name, category=tale.kind, unit=unit, price=price, member_price=member_price)
        page.set_checked("[name=weighed]", name == tale.fruit)
        circle.check(office, but="袋, 瓶, 千克")
        press(page, "main form[action$='/goods/products'] button[type=submit]")
        expect(page.locator("h1")).to_have_text(name)
        expect(page.locator("main")).to_contain_text(barcode)
    circle.check(office, but="pinyin letters")


def the_owner_receives_goods(circle, owner):
    page, tale = circle.look(owner, "/goods/stock"), circle.tale
    press(page, "a[href$='/stock/TY-0002/receipts/new']")
    for n, (product, quantity) in enumerate((("6901234567892", "24"), ("8800", "10.5"))):
        page.locator("[name=product]").nth(n).fill(product)
        page.locator("[name=quantity]").nth(n).fill(quantity)
    press(page, ".foot [name=look]")
    expect(page.locator("#line-1-says")).to_contain_text(tale.drink)
    expect(page.locator("#line-2-says")).to_contain_text(tale.fruit)
    circle.check(owner)
    press(page, "main form[action$='/receipts'] button.primary")
    expect(page.locator(f"#listing tr:has-text('{tale.drink}')")).to_contain_text("24")
    expect(page.locator(f"#listing tr:has-text('{tale.fruit}')")).to_contain_text("10.5")
    circle.check(owner)


def he_registers_a_member_with_consent(circle, owner):
    page, tale = circle.look(owner, "/selling/members"), circle.tale
    press(page, "a[href$='/members/new']")
    fill(page, phone=tale.member_phone, name=tale.member)
    press(page, "main form[action$='/selling/members'] button.primary")
    expect(page.locator("#errors")).to_be_visible()
    circle.check(owner)
    page.check("[name=consents]")
    press(page, "main form[action$='/selling/members'] button.primary")
    expect(page.locator("h1")).to_have_text(tale.member)
    expect(page.locator(".page-head")).to_contain_text("137****5678")
    expect(page.locator("#consent")).to_contain_text(tale.owner)
    circle.check(owner)


def he_sells_to_the_member(circle, owner):
    page = counter(owner)
    kept_before_the_opening = circle.said("This store is not open yet: nothing can be sold.")
    expect(page.locator("#notices")).not_to_contain_text(kept_before_the_opening)
    circle.check(owner)
    for code in ("6901234567892", "6901234567892"):
        scan(page, code)
    page.fill("#q", "8800")
    page.press("#q", "Enter")
    expect(page.locator("#sheet")).to_have_attribute("data-sheet", "sheet-weigh")
    circle.check(owner)
    typed(page, "1.35")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_attribute("value", "3708")
    press(page, "[data-does=member]")
    page.fill("#member-q", "5678")
    with page.expect_response("**/till/members/search"):
        page.press("#member-q", "Enter")
    press(page, "#sheet [data-hit]")
    expect(page.locator("#member")).to_contain_text("5678")
    expect(total(page)).to_have_attribute("value", "3447")
    circle.check(owner)
    press(page, "[data-pay]")
    typed(page, "50")
    expect(page.locator("#sheet [data-s=say] data")).to_have_attribute("value", "1553")
    circle.check(owner)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [data-s=call] data")).to_have_attribute("value", "1553")
    expect(page.locator("#sheet")).to_contain_text("5678")
    circle.check(owner)
    expect(page.locator("#sync")).to_contain_text(circle.said("all is sent"))


def he_gives_the_receipt(circle, owner):
    page = circle.look(owner, "/selling/orders")
    press(page, "#listing tbody a")
    press(page, "main a[href$='/receipt']")
    circle.check(owner)
    press(page, "main form[action$='/receipt'] button.primary")
    page.wait_for_url("**/receipt/paper?**")
    for fact in (circle.tale.drink, "1.35", "¥34.47", "137****5678", "TY-0002-"):
        expect(page.locator("#receipt")).to_contain_text(fact)
    circle.check(owner)


def he_invites_a_clerk(circle, owner):
    page, tale = circle.look(owner, "/settings/staff"), circle.tale
    press(page, "a[href$='/staff/new']")
    fill(page, name=tale.clerk, phone=tale.clerk_phone)
    page.select_option("[name=store_id]", label=f"TY-0002 {tale.market}")
    circle.check(owner)
    press(page, "main form[action$='/settings/staff'] button[type=submit]")
    expect(page.locator("h1")).to_contain_text(tale.clerk)
    circle.check(owner)
    return page.locator("#once").input_value()


def the_clerk_sells_too(circle, clerk):
    page = clerk.page
    expect(page.locator("nav a[href*='day-reports']")).to_have_count(0)
    press(page, "main a[href='/till']")
    page.locator(f"#goods button:has-text('{circle.tale.drink}')").click()
    press(page, "[data-pay]")
    page.locator("#sheet [value=wechat]").check()
    expect(page.locator("#sheet [data-s=say] data")).to_have_attribute("value", "1260")
    page.locator("#sheet .pay").click()
    expect(page.locator("#sheet [data-s=call] data")).to_have_attribute("value", "1260")
    expect(page.locator("#sync")).to_contain_text(circle.said("all is sent"))
    circle.look(clerk, "/selling/orders")
    expect(page.locator("#listing tbody tr")).to_have_count(1)  # what he sold himself


def the_owner_closes_the_day(circle, owner):
    page = circle.look(owner, "/")
    expect(page.locator("main")).to_contain_text("47.07")
    press(page, "main .duty a[href*='day-reports']")
    expect(page.locator("#count header")).to_contain_text("¥47.07")
    fill(page, counted_cash="34.47", counted_wechat="12.60")
    for n in (1, 2):
        expect(page.locator(f"#difference-{n} data")).to_have_attribute("value", "0")
    circle.check(owner)
    press(page, "form.seal-day button[type=submit]")
    expect(page.locator("#count .seal")).to_have_text(circle.said("Sealed"))
    expect(page.locator("#count")).to_contain_text(circle.tale.owner)
    circle.check(owner)
    owner.open("/goods/stock")
    expect(page.locator(f"#listing tr:has-text('{circle.tale.drink}')")).to_contain_text("21")
    expect(page.locator(f"#listing tr:has-text('{circle.tale.fruit}')")).to_contain_text("9.15")


# --- supervision and figures


def the_manager_audits_the_store(circle, manager):
    page, tale = circle.look(manager, "/"), circle.tale
    press(page, ".thumb a.primary")
    page.select_option("[name=store]", label=f"TY-0002 {tale.market}")
    circle.check(manager)
    press(page, "main form[action$='/audits'] button[type=submit]")
    expect(page.locator("#audit [name=group]")).to_have_value("1")  # else there is nothing to count yet
    groups = page.locator("nav.chips a").count()
    for number in range(1, groups + 1):
        expect(page.locator("#audit [name=group]")).to_have_value(str(number))
        answer_the_items(circle, manager, number)
    expect(page.locator("ul.failures > li")).to_contain_text(tale.finding)
    circle.check(manager, but="the form's questions are the network's own")
    fill(page, note=tale.advice)
    send(page, "/signature")
    expect(page.locator(".verdict .fig")).to_contain_text("97.0")
    expect(page.locator(".verdict")).to_contain_text(tale.advice)
    circle.check(manager, but="the form's questions are the network's own")


def answer_the_items(circle, manager, number):
    """Pass every item of a group but the second of all."""
    page = manager.page
    items = page.locator("fieldset.item")
    for n in range(items.count()):
        failed = (number, n) == (1, 1)
        items.nth(n).locator(f"label:has([value={'fail' if failed else 'pass'}])").click()
        if failed:
            items.nth(n).locator("textarea").fill(circle.tale.finding)
            items.nth(n).locator("input[type=file]").set_input_files(circle.photo)
            expect(items.nth(n).locator("[data-photo]")).to_have_count(1)
            circle.check(manager, but="the form's questions are the network's own")
    press(page, ".thumb button.primary")


def he_sees_what_came_of_it_on_his_home_page(circle, manager):
    page = circle.look(manager, "/")
    expect(page.locator("section[aria-labelledby=sales]")).to_contain_text("47.07")
    expect(page.locator(".tile a[href*='state=open']")).to_contain_text("3")
    expect(page.locator("section[aria-labelledby=old]")).not_to_contain_text(circle.tale.market)


def head_office_sees_the_store_s_sales(circle, office):
    page, tale = circle.look(office, "/stores"), circle.tale
    press(page, f"#listing a:has-text('{tale.market}')")
    expect(page.locator("h1")).to_have_text(tale.market)
    for fact in ("47.07", tale.owner, tale.clerk, "97.0", tale.finding, clock.today().isoformat()):
        expect(page.locator("main")).to_contain_text(fact)
    circle.check(office, but="the form's questions are the network's own")
    press(page, "main a.fig[href*='/selling/orders']")
    expect(page.locator("#listing tbody tr")).to_have_count(2)
    circle.check(office)

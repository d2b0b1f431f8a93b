"""Quotations by version and the plan by which an accepted one is paid (C22)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, plans, queries
from portal.prospecting.invariants_deals import troubles_of_quotations
from portal.prospecting.models import Instalment, Part, PartKind, Quotation, QuotationState, Stage, Track
from portal.prospecting.queries.proposals import Priced
from tests.builders_prospecting import a_plan, a_prospect, a_quotation, refused

covers = ("C22",)


def by(cast):
    return cast.rm_north.viewer


def part(fen, days=7):
    return Part(PartKind.PROGRESS, clock.today() + timedelta(days=days), fen)


def test_a_quotation_begins_with_the_lines_of_the_proposal_and_the_next_with_the_last(cast):
    first = a_quotation(state="draft")
    assert (first.number, first.total, first.gross) == (1, 29_600_00, 64_000_00)
    second = actions.add_quotation(first.prospect, source="last", by=by(cast))
    assert (second.number, second.lines) == (2, first.lines)
    actions.edit_quotation(second, by=by(cast), lines=[], valid_until=clock.today(), note="")
    assert first.total == 29_600_00


def test_a_quotation_begins_with_the_price_list(cast):
    prospect = a_prospect(Track.PERSON)
    with refused("price list is empty"):
        actions.add_quotation(prospect, source="prices", by=by(cast))
    actions.set_price_list([Priced("牌匾", 24_000_00, share=75)], by=cast.admin.viewer)
    made = actions.add_quotation(prospect, source="prices", by=by(cast))
    assert made.total == 6_000_00 and made.items[0].unit == "项"
    with refused("no proposal"):
        actions.add_quotation(prospect, source="proposal", by=by(cast))


def test_amounts_are_rounded_half_up(cast):
    made = a_quotation(state="draft")
    lines = [{"title": "冷链", "quantity": 1500, "price": 10_01, "company": 0}]
    actions.edit_quotation(made, by=by(cast), lines=lines, valid_until=clock.today(), note="")
    assert made.total == 15_02
    with refused("cannot pay more"):
        lines = [{"title": "冷链", "quantity": 1000, "price": 1, "company": 2}]
        actions.edit_quotation(made, by=by(cast), lines=lines, valid_until=clock.today(), note="")


def test_what_was_sent_stays_and_what_is_empty_or_over_is_not_sent(cast):
    sent = a_quotation(state="sent")
    with refused("stays as it was"):
        actions.edit_quotation(sent, by=by(cast), lines=[], valid_until=clock.today(), note="")
    with refused("sent already"):
        actions.send_quotation(sent, by=by(cast))
    empty = actions.add_quotation(sent.prospect, source="last", by=by(cast))
    facts = {"valid_until": clock.today(), "note": ""}
    actions.edit_quotation(empty, by=by(cast), lines=[], **facts)
    with refused("nothing to pay"):
        actions.send_quotation(empty, by=by(cast))
    yesterday = clock.today() - timedelta(days=1)
    with refused("This day is over"):
        actions.edit_quotation(empty, by=by(cast), lines=sent.lines, **facts | {"valid_until": yesterday})
    actions.edit_quotation(empty, by=by(cast), lines=sent.lines, **facts)
    empty.valid_until = yesterday
    with refused("last valid day"):
        actions.send_quotation(empty, by=by(cast))


def test_only_what_was_sent_and_still_holds_is_accepted(cast):
    draft = a_quotation(state="draft")
    with refused("Send it first"):
        actions.accept_quotation(draft, name="任建军", on=clock.today(), by=by(cast))
    sent = a_quotation(state="sent")
    sent.valid_until = clock.today() - timedelta(days=1)
    assert sent.state == QuotationState.EXPIRED
    with refused("no longer valid"):
        actions.accept_quotation(sent, name="任建军", on=clock.today(), by=by(cast))
    with refused("a day to come"):
        actions.accept_quotation(sent, name="任建军", on=clock.today() + timedelta(days=1), by=by(cast))


def test_a_later_version_replaces_the_accepted_one_unless_that_is_being_paid(cast, session):
    prospect = a_prospect()
    first, second = a_quotation(prospect), a_quotation(prospect)
    assert (first.state, second.state) == (QuotationState.REPLACED, QuotationState.ACCEPTED)
    assert queries.accepted_quotation(prospect, by(cast)) is second and troubles_of_quotations() == []
    actions.mark_paid(a_plan(second).parts[0], on=clock.today(), by=by(cast))
    with refused("being paid already"):
        a_quotation(prospect)


def test_what_is_being_paid_stays_however_many_versions_were_begun_since(cast):
    prospect = a_prospect()
    paid = a_plan(a_quotation(prospect))
    actions.mark_paid(paid.parts[0], on=clock.today(), by=by(cast))
    for _version in range(21):
        latest = actions.add_quotation(prospect, source="last", by=by(cast))
    actions.send_quotation(latest, by=by(cast))
    with refused("being paid already"):
        actions.accept_quotation(latest, name="任建军", on=clock.today(), by=by(cast))
    assert queries.accepted_quotation(prospect, by(cast)) is paid and troubles_of_quotations() == []


@pytest.mark.parametrize(("fens", "words"), [((29_599_99,), "is missing"), ((14_800_00, 14_800_01), "too much")])
def test_the_parts_of_a_plan_are_together_what_was_accepted(cast, fens, words):
    made = a_quotation()
    with refused(words):
        actions.set_plan(made, [part(fen) for fen in fens], version=made.version, by=by(cast))
    assert made.parts == []


def test_a_plan_needs_an_accepted_version_and_is_not_overwritten_unseen(cast):
    with refused("version that was accepted"):
        sent = a_quotation(state="sent")
        actions.set_plan(sent, [part(29_600_00)], version=sent.version, by=by(cast))
    made = a_plan(a_quotation(a_prospect(name="别家")))
    with refused("meanwhile"):
        actions.set_plan(made, [part(29_600_00)], version=made.version - 1, by=by(cast))


def test_what_is_paid_stays_when_the_plan_changes(cast, session):
    made = a_plan()
    paid = actions.mark_paid(made.parts[0], on=clock.today(), by=by(cast), note="转账")
    with refused("paid already"):
        actions.mark_paid(paid, on=clock.today(), by=by(cast))
    session.flush()
    assert sum(one.amount for one in plans.open_parts(made)) == 14_800_00
    actions.set_plan(made, [part(10_000_00), part(4_800_00, 9)], version=made.version, by=by(cast))
    session.flush()
    assert [one.amount for one in made.parts] == [14_800_00, 10_000_00, 4_800_00] and made.paid == 14_800_00
    with refused("why it is not paid"):
        actions.unmark_paid(paid, by=by(cast), reason="")
    actions.unmark_paid(paid, by=by(cast), reason="记错了")
    assert made.paid == 0 and troubles_of_quotations() == []


def test_a_part_falls_due_on_a_day_to_come_or_on_the_day_it_had(cast, session):
    made = a_quotation(a_prospect())
    with refused("is over"):
        actions.set_plan(made, [part(29_600_00, -1)], version=made.version, by=by(cast))
    made = a_plan(made)
    late = made.parts[0]
    late.due_on = clock.today() - timedelta(days=3)
    session.flush()
    kept = [Part(one.kind, one.due_on, one.amount) for one in made.parts]
    assert actions.set_plan(made, kept, version=made.version, by=by(cast)).parts[0].is_overdue


def test_a_plan_begins_with_three_parts_of_the_whole(cast):
    parts = plans.open_parts(a_quotation())
    assert [one.kind for one in parts] == [PartKind.DEPOSIT, PartKind.PROGRESS, PartKind.BALANCE]
    assert sum(one.amount for one in parts) == 29_600_00


def test_verify_tells_of_a_plan_that_is_not_what_was_accepted(cast, session):
    made = a_plan()
    made.parts[0].amount += 1
    session.flush()
    assert troubles_of_quotations() == [f"quotation {made.id}: its payment plan is not what was accepted"]


@pytest.mark.pages
def test_overdue_parts_stand_on_the_day_of_their_territory_until_paid(cast, session, browse, visit):
    made = a_plan(days=(-3, 10))
    session.commit()
    north, path = browse(cast.rm_north), "/prospecting/payments?due=overdue"
    assert path in visit(north, "/").links and path not in visit(browse(cast.rm_south), "/").links
    actions.mark_paid(made.parts[0], on=clock.today(), by=by(cast))
    session.commit()
    assert path not in visit(north, "/").links


def test_the_trail_and_the_south_know_nothing_personal(cast, session):
    actions.mark_paid(a_plan().parts[0], on=clock.today(), by=by(cast), note="任太太转账")
    session.commit()
    links = session.scalars(Trail.seen_by(House("tests")).where(Trail.subject_kind.in_(("quotation", "instalment"))))
    events = [link for link in links if "任" not in str(link.facts)]
    assert {link.event for link in events} >= {"quotation.accepted", "quotation.planned", "instalment.paid"}
    for model in (Quotation, Instalment):
        assert session.scalars(model.seen_by(cast.rm_south.viewer)).all() == []


def test_merged_files_keep_both_and_one_accepted_version(cast, places, session):
    kept, gone = (
        a_prospect(Track.PERSON, name="高志远"),
        a_prospect(Track.PERSON, name="高志远团队", city=places.taiyuan),
    )
    older, newer = a_plan(a_quotation(kept)), a_quotation(gone)
    a_plan(newer)
    session.commit()
    actions.merge(kept, gone, by=by(cast), versions=(kept.version, gone.version))
    session.commit()
    assert [one.number for one in queries.quotations_of(kept, by(cast))] == [2, 1]
    assert (older.is_accepted, newer.is_accepted) == (False, True)
    assert {one.region_id for one in newer.parts} == {kept.region_id} and troubles_of_quotations() == []


def two_paid(cast, places):
    """Return two files of the same with their accepted plans, the first part of each paid."""
    kept = a_prospect(Track.PERSON, name="高志远")
    gone = a_prospect(Track.PERSON, name="高志远团队", city=places.taiyuan)
    plans = [a_plan(a_quotation(one)) for one in (kept, gone)]
    for plan in plans:
        actions.mark_paid(plan.parts[0], on=clock.today(), by=by(cast))
    return kept, gone, plans


@pytest.mark.promise("P18")
def test_files_that_are_both_being_paid_are_not_merged_until_one_is_not(cast, places, session):
    kept, gone, (ours, theirs) = two_paid(cast, places)
    session.commit()
    with refused("Both are paying by an accepted plan"):
        actions.merge(kept, gone, by=by(cast), versions=(kept.version, gone.version))
    session.rollback()
    assert ours.is_accepted and theirs.is_accepted and (ours.prospect_id, theirs.prospect_id) == (kept.id, gone.id)
    actions.unmark_paid(theirs.parts[0], by=by(cast), reason="记错了一份")
    session.commit()
    actions.merge(kept, gone, by=by(cast), versions=(kept.version, gone.version))
    assert (ours.is_accepted, theirs.is_accepted, ours.paid) == (True, False, 14_800_00)


@pytest.mark.pages
def test_the_page_of_merging_says_that_both_are_paying_and_changes_neither(cast, places, session, browse, visit):
    kept, gone, (ours, theirs) = two_paid(cast, places)
    session.commit()
    browser, path = browse(cast.rm_north), f"/prospecting/prospects/{kept.id}/merger"
    typed = {"other_id": str(gone.id), "versions": f"{kept.version}.{gone.version}"}
    was = [(one.version, one.name, one.region_id) for one in (kept, gone)]
    answer = browser.post(path, typed)
    assert answer.status_code == 422 and "两份资料都在按已接受的付款计划付款" in answer.text
    session.expire_all()
    assert [(one.version, one.name, one.region_id) for one in (kept, gone)] == was
    assert ours.is_accepted and theirs.is_accepted and troubles_of_quotations() == []


def test_a_lost_prospect_is_quoted_nothing(cast):
    with refused("is lost"):
        actions.add_quotation(a_prospect(Track.PERSON, Stage.LOST), source="prices", by=by(cast))


@pytest.mark.pages
def test_a_manager_quotes_plans_and_notes_a_payment(browse, cast, visit, session):
    draft = a_quotation(state="draft")
    draft.lines = [line | {"unit": "m²"} for line in draft.lines]
    session.commit()
    browser, path = browse(cast.rm_north), f"/prospecting/quotations/{draft.id}"
    deal = f"/prospecting/prospects/{draft.prospect_id}/deal"
    assert "¥29,600.00" in visit(browser, deal).text
    edited = visit(browser, f"{path}/edit").html
    assert 'value="160.00"' in edited and 'value="m²"' in edited
    assert browser.post(f"{path}/sending").status_code == 303
    assert "400 m²" in visit(browser, path).text
    today = clock.today().isoformat()
    assert browser.post(f"{path}/acceptance", {"name": "任建军", "on": today}).status_code == 303
    session.expire_all()
    typed = {"version": str(draft.version), "kind1": "deposit", "due1": today, "amount1": "9600"}
    typed |= {f"kind{n}": "progress" for n in range(2, 7)}
    visit(browser, f"{path}/plan/edit")
    assert "还少 ¥20,000.00" in browser.post(f"{path}/plan", typed).text
    assert browser.post(f"{path}/plan", typed | {"due2": today, "amount2": "20000"}).status_code == 303
    session.expire_all()
    first, _second = draft.parts
    visit(browser, path)
    pay = f"/prospecting/instalments/{first.id}"
    assert browser.post(f"{pay}/payment", {f"part{first.id}-on": "2999-01-01"}).status_code == 422
    assert browser.post(f"{pay}/payment", {f"part{first.id}-on": today}).status_code == 303
    twice = browser.post(f"{pay}/payment", {f"part{first.id}-on": "2999-01-01"})
    assert twice.status_code == 409 and "已经付了" in twice.text
    assert "¥9,600.00" in visit(browser, path).text
    paper = visit(browser, f"{path}/paper").text
    assert "贰万玖仟陆佰元整" in paper and "玖仟陆佰元整" in paper
    assert browser.post(f"{pay}/payment-withdrawal", {f"part{first.id}-reason": "记错"}).status_code == 303
    assert browser.post(f"{pay}/payment-withdrawal", {}).status_code == 409  # another tablet was quicker
    for name in ("quotations?state=accepted&q=hkl", "payments?due=open"):
        assert "恒客隆超市" in visit(browser, f"/prospecting/{name}").text
    for name in ("quotations", "payments"):
        answer = browser.get(f"/prospecting/{name}?format=xlsx")
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]

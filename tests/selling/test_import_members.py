"""Members from files: registered once by key or phone, with the consent their source recorded."""

from datetime import date

import pytest

from portal.kernel import clock
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.kernel.trail import Trail
from portal.selling import rules
from portal.selling.member_file import MOST_MET, MemberReader, contradicts
from portal.selling.models import Member, Reading
from tests.builders_goods import handed_in, taken_in
from tests.cast import HOUSE
from tests.trail import noted

covers = ("C34",)

HEADS = "key,store,phone,name,consent_at,consent_version\n"
ONE = "K-1,BJ-0001,13911112222,吴芳,2026-01-05 09:30:00,2026-01\n"


def members(session):
    return session.scalars(Member.seen_by(HOUSE).order_by(Member.id)).all()


@pytest.mark.promise("P61")
def test_a_member_comes_with_consent_and_is_found_by_digits_and_initials(session):
    taken_in(handed_in("members", HEADS + ONE))
    (member,) = members(session)
    assert (member.phone, member.last_four, member.source_key) == ("13911112222", "2222", "K-1")
    assert (member.consent_at, member.consent_channel) == (clock.at(date(2026, 1, 5), 9, 30), "import")
    assert member.consent_version == "2026-01" and "wf" in member.pinyin.split()


def test_a_member_is_registered_once_by_key_or_phone(session):
    taken_in(handed_in("members", HEADS + ONE))
    again = taken_in(handed_in("members", HEADS + ONE))
    assert again.report["notes"] == {"same": 1}
    renamed = taken_in(handed_in("members", HEADS + ONE.replace("K-1", "").replace("吴芳", "吴方")))
    assert renamed.report["notes"] == {"changed": 1}
    (member,) = members(session)
    assert member.name == "吴方" and member.source_key == "K-1"


@pytest.mark.promise("P61")
@pytest.mark.parametrize(
    "was, is_now, column",
    [
        ("13911112222", "1391111", "phone"),
        ("2026-01-05 09:30:00", "", "consent_at"),
        ("2026-01-05 09:30:00", "2126-01-05", "consent_at"),
        (",2026-01\n", ",\n", "consent_version"),
        ("BJ-0001", "XX-0001", "store"),
    ],
)
def test_without_phone_store_and_consent_nobody_is_registered(was, is_now, column, session):
    found = handed_in("members", HEADS + ONE.replace(was, is_now))
    assert found.state == ImportState.REFUSED
    assert refused_rows(found.tray_path)[1][0][2][0].column == column


def test_a_member_of_another_store_is_neither_changed_nor_told_of(session, cast):
    taken_in(handed_in("members", HEADS + ONE.replace("BJ-0001", "GZ-0001")))
    found = handed_in("members", HEADS + ONE.replace("吴芳", "别人"), by=cast.owner.viewer)
    assert found.state == ImportState.REFUSED and members(session)[0].name == "吴芳"


@pytest.mark.promise("P62")
def test_an_erased_member_does_not_come_back(session):
    taken_in(handed_in("members", HEADS + ONE))
    (member,) = members(session)
    member.phone, member.name, member.erased_at = None, "", member.made_at
    session.commit()
    assert handed_in("members", HEADS + ONE).state == ImportState.REFUSED


@pytest.mark.promise("P62")
def test_nor_does_who_is_erased_between_the_check_and_the_load(session):
    taken_in(handed_in("members", HEADS + ONE))
    draft = handed_in("members", HEADS + ONE.replace("吴芳", "吴方"))
    (member,) = members(session)
    member.phone, member.name, member.erased_at = None, "", member.made_at
    session.commit()
    taken_in(draft)
    assert [(m.phone, m.name) for m in members(session)] == [(None, "")]


@pytest.mark.promise("P53", "P62")
@pytest.mark.parametrize("key", ["13911112222", "VIP-139-1111-2222"])
def test_a_key_that_holds_the_number_would_keep_it_and_is_refused(key, session):
    found = handed_in("members", HEADS + ONE.replace("K-1", key))
    assert found.state == ImportState.REFUSED and "1111" not in str(found.report)
    assert refused_rows(found.tray_path)[1][0][2][0].column == "key"


@pytest.mark.promise("P53")
def test_neither_trail_nor_draft_holds_personal_data(session):
    done = taken_in(handed_in("members", HEADS + ONE))
    kept = str(done.report) + str([link.facts for link in session.scalars(Trail.seen_by(HOUSE))])
    assert [word for word in ("13911112222", "2222", "吴芳", "wu", "fang", "wf") if word in kept] == []


def test_rows_without_a_key_are_told_apart_by_their_phones(session):
    taken_in(handed_in("members", HEADS + ONE.replace("K-1", "")))
    rows = ONE.replace("K-1", "") + "".join(
        f",BJ-0001,1391111333{n},新{n},2026-01-05 09:30:00,2026-01\n" for n in (1, 2)
    )
    done = taken_in(handed_in("members", HEADS + rows))
    assert done.report["notes"] == {"same": 1, "new": 2}
    found = [(member.phone, member.name) for member in members(session)]
    assert found == [("13911112222", "吴芳"), ("13911113331", "新1"), ("13911113332", "新2")]


def test_only_its_key_gives_a_member_another_phone(session):
    taken_in(handed_in("members", HEADS + ONE))
    taken_in(handed_in("members", HEADS + ONE.replace("13911112222", "13911114444")))
    (member,) = members(session)
    assert (member.phone, member.last_four) == ("13911114444", "4444")
    facts = {"source_key": None, "phone": "13911115555"}
    assert contradicts({}, member, facts) and contradicts({}, member, {**facts, "source_key": "K-9"})


def of_the_south(count):
    rows = (f",GZ-0001,139{n:08},甲,2026-01-05 09:30:00,2026-01\n" for n in range(count))
    return HEADS + "".join(rows)


@pytest.mark.promise("P66")
@pytest.mark.parametrize("count, state", [(MOST_MET, ImportState.DRAFT), (MOST_MET + 1, ImportState.REFUSED)])
def test_a_file_does_not_tell_who_is_a_member_elsewhere(count, state, session, cast, monkeypatch):
    monkeypatch.setattr(MemberReader, "chunk", 7)
    taken_in(handed_in("members", of_the_south(count)))
    found = handed_in("members", of_the_south(count).replace("GZ-", "BJ-") + ONE, by=cast.owner.viewer)
    assert found.state == state
    if state == ImportState.REFUSED:
        assert found.trouble and not found.tray_path.exists()
    (link,) = noted("member.looked_up")
    assert (link.facts, link.actor_id) == ({"hits": count}, cast.owner.user.id)


@pytest.mark.promise("P68")
def test_a_file_that_meets_very_many_members_raises_an_alert(session, cast):
    rules.set_rules(rules.Rules(seen=5), by=cast.admin.viewer)
    taken_in(handed_in("members", of_the_south(5)))
    handed_in("members", of_the_south(5).replace("GZ-", "BJ-"), by=cast.owner.viewer)
    [found] = session.scalars(Reading.seen_by(cast.office.viewer))
    assert (found.actor_id, found.store_id, found.looked_up) == (cast.owner.user.id, cast.owner.viewer.store_id, 5)


@pytest.mark.promise("P66")
def test_neither_do_many_files_one_after_another(session, cast):
    taken_in(handed_in("members", of_the_south(MOST_MET)))
    asking = of_the_south(MOST_MET).replace("GZ-", "BJ-")
    states = [handed_in("members", asking + ONE + "\n" * n, by=cast.owner.viewer).state for n in range(8)]
    assert states == [ImportState.DRAFT] * 6 + [ImportState.REFUSED] * 2
    assert handed_in("members", HEADS + ONE, by=cast.office.viewer).state == ImportState.DRAFT


def test_neither_do_keys_of_his_own_members(session, cast):
    taken_in(handed_in("members", of_the_south(MOST_MET + 1)))
    own = "".join(f"K-{n},BJ-0001,138{n:08},乙,2026-01-05 09:30:00,2026-01\n" for n in range(MOST_MET + 1))
    taken_in(handed_in("members", HEADS + own))
    found = handed_in("members", HEADS + own.replace(",138", ",139"), by=cast.owner.viewer)
    assert found.state == ImportState.REFUSED and found.trouble

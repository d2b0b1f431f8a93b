"""Members from files: registered once by their key or phone, with the consent their source recorded (C34)."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import or_

from portal.kernel import clock, pinyin
from portal.kernel.db import db, transaction
from portal.kernel.forms import normal_phone
from portal.kernel.importer import Column, Line, Pass, Reader, Unit
from portal.kernel.refusals import Refused
from portal.kernel.sheets import Row
from portal.kernel.trail import record
from portal.kernel.words import N_
from portal.network.queries import stores
from portal.selling.models import Member
from portal.selling.queries import members_met
from portal.selling.watch import watch

CHANNEL = "import"
MOST_MET = 20  # members of other stores a file may meet: more, and it asks who is a member rather than registers
MOST_MET_AN_HOUR = 120  # by all files and look-ups of one person

MEMBER_COLUMNS = (
    Column("key", N_("Member key"), ("会员键", "会员号", "卡号"), False, "K-0001",
           N_("The member's number in the source. Empty: the phone alone tells who it is.")),
    Column("store", N_("Store code"), ("门店编号", "门店"), True, "BJ-0001", N_("The store that registered him.")),
    Column("phone", N_("Phone"), ("手机", "手机号", "电话"), True, "13800000000", N_("A mobile number.")),
    Column("name", N_("Name"), ("姓名", "会员姓名"), False, "张三", ""),
    Column("consent_at", N_("Consent given at"), ("同意时间", "授权时间"), True, "2026-01-05 09:30:00",
           N_("When he agreed. Without consent nobody is registered.")),
    Column("consent_version", N_("Consent text"), ("同意书版本", "授权版本"), True, "2026-01",
           N_("Which text he agreed to.")),
)  # fmt: skip

Facts = dict[str, Any]


class MemberReader(Reader):
    """Reads members in chunks, so that whom the portal knows already is asked once a chunk."""

    batch_rows = 400
    chunk = 400

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        reached = stores(run.reach)
        self.mine = {store.id for store in reached}
        self.codes = {store.code: store.id for store in reached if run.store_id in (None, store.id)}
        self.keys: set[str] = set()
        self.phones: set[str] = set()
        self.met: Counter[int] = Counter()  # rows that met a member of another store, by the store they name
        self.latest = clock.now()

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        self.refuse_asking()
        waiting: list[tuple[Line, Facts]] = []
        for row in rows:
            line = self.run.line(*row)
            facts = self.facts(line)
            if not line.refused():
                waiting.append((line, facts))
            if len(waiting) >= self.chunk:
                yield from self.looked_at(waiting)
                waiting = []
        yield from self.looked_at(waiting)
        self.note_met()

    def facts(self, line: Line) -> Facts:
        code = line.text("store", 12)
        store_id = self.codes.get(code) if code else self.run.store_id
        if store_id is None:
            line.fault("store", N_("No such store within your reach."), N_("Write the code of one of your stores."))
        line.needed("phone", 20)
        phone = line.read("phone", normal_phone, N_("Not a mobile number."), N_("Write eleven digits."))
        key = line.text("key", 80) or None
        if phone in self.phones:
            line.fault("phone", N_("This phone stands further up already."), N_("Keep one row a member."))
        if key in self.keys:
            line.fault("key", N_("This key stands further up already."), N_("Keep one row a member."))
        if key and phone and phone in re.sub(r"\D", "", key):
            # the key stays when a member is erased, and stands in files that are handed on
            line.fault("key", N_("This key holds the phone number."), N_("Leave it empty: the phone tells who it is."))
        line.needed("consent_at", 40)
        consent = line.read(
            "consent_at", clock.parse_moment, N_("Not a time."), N_("Write it like 2026-01-05 09:30:00.")
        )
        if isinstance(consent, datetime) and consent > self.latest:
            line.fault("consent_at", N_("In the future."), N_("Look at the date."))
        facts = {
            "source_key": key, "store_id": store_id, "phone": phone, "name": line.text("name", 60),
            "consent_at": consent, "consent_version": line.needed("consent_version", 40),
        }  # fmt: skip
        if not line.faults:
            self.phones.add(phone)
            self.keys |= {key} if key else set()
        return facts

    def looked_at(self, waiting: list[tuple[Line, Facts]]) -> Iterator[Unit]:
        known = standing([facts for _, facts in waiting])
        visible = {member.id for member in known.values() if member.store_id in self.mine}
        for _, facts in waiting:
            meant = (match(known, facts), known.get(f"p:{facts['phone']}"))
            self.met[facts["store_id"]] += any(member and member.id not in visible for member in meant)
        db.session.rollback()
        if self.met.total() > MOST_MET and not self.run.loading:
            self.note_met()
            raise Refused("Too many members of other stores. Take their rows out of the file.")
        for line, facts in waiting:
            member = match(known, facts)
            if member is None:
                yield Unit(line.row, line.cells, 1, facts, "new")
            elif member.is_erased:
                line.fault(
                    "key", N_("This member asked to be erased."), N_("He registers anew at the till, if he wishes.")
                )
            elif member.has_withdrawn:
                line.fault(
                    "phone", N_("This member took the consent back."), N_("He agrees anew in the store, if he wishes.")
                )
            elif member.id not in visible:
                line.fault(
                    "phone",
                    N_("This phone is registered already."),
                    N_("Members belong to the chain: leave the row out."),
                )
            elif contradicts(known, member, facts):
                line.fault("phone", N_("Key and phone belong to two members."), N_("Put one of them right."))
            else:
                note = "same" if not differences(member, facts) else "changed"
                yield Unit(line.row, line.cells, 1, facts, note)
            line.refused()

    def refuse_asking(self) -> None:
        """Refuse to check one file after another for whoever learned of very many members within the hour."""
        reach = self.run.reach
        if not self.run.loading and not reach.sees_everything and members_met(reach) >= MOST_MET_AN_HOUR:
            raise Refused("You have looked up very many members this hour. Ask for the full number later.")

    def note_met(self) -> None:
        """Write into the trail, at the check alone, how many members of other stores were met."""
        if self.run.loading or not self.met.total():
            return
        with transaction():
            for store in stores(self.run.reach):
                if hits := self.met[store.id]:
                    record("member.looked_up", store, by=self.run.reach, hits=hits)
            watch(by=self.run.reach)

    def load(self, things: list[Facts]) -> Counter[str]:
        known = standing(things)
        counted: Counter[str] = Counter()
        changed: list[tuple[str, Member]] = []
        for facts in things:
            member = match(known, facts)
            if member is None:
                member = Member(**facts, consent_channel=CHANNEL, actor_id=self.run.reach.id, **spelled(facts))
                db.session.add(member)
                changed.append(("member.registered", member))
                counted["new"] += 1
            elif not member.consents or member.store_id not in self.mine or contradicts(known, member, facts):
                counted["clash"] += 1
            elif new := differences(member, facts):
                for name, value in (new | spelled(facts | new)).items():
                    setattr(member, name, value)
                changed.append(("member.changed", member))
                counted["changed"] += 1
            else:
                counted["same"] += 1
        db.session.flush()
        for event, member in changed:
            record(event, member, by=self.run.reach)
        return counted


def standing(things: list[Facts]) -> dict[str, Member]:
    """Return whom the portal knows by these keys ("k:…") and phones ("p:…"), in the whole chain.

    The answer never leaves this file but as yes or no: a phone is one member wherever it was registered.
    """
    keys = [facts["source_key"] for facts in things if facts["source_key"]]
    phones = [facts["phone"] for facts in things]
    found = Member.seen_by(Chain()).where(or_(Member.source_key.in_(keys), Member.phone.in_(phones)))
    known = {}
    for member in db.session.scalars(found):
        if member.source_key:
            known[f"k:{member.source_key}"] = member
        if member.phone:
            known[f"p:{member.phone}"] = member
    return known


class Chain:
    """Sees every member, for the one question whether a phone is registered."""

    sees_everything = True
    region_ids: frozenset[int] = frozenset()
    store_ids: frozenset[int] = frozenset()


def match(known: dict[str, Member], facts: Facts) -> Member | None:
    """Return who a row means: by its key where it has one, else by its phone."""
    by_key = known.get(f"k:{facts['source_key']}") if facts["source_key"] else None
    return by_key or known.get(f"p:{facts['phone']}")


def contradicts(known: dict[str, Member], member: Member, facts: Facts) -> bool:
    """Whether key and phone name two members, the phone's member has another key, or no key vouches for a new phone."""
    holder = known.get(f"p:{facts['phone']}")
    other_key = facts["source_key"] and member.source_key not in (None, facts["source_key"])
    vouched = facts["source_key"] and member.source_key == facts["source_key"]
    new_phone = member.phone != facts["phone"] and not vouched
    return bool((holder is not None and holder is not member) or other_key or new_phone)


def differences(member: Member, facts: Facts) -> Facts:
    """Return what a file would change; consent and the registering store stay as they were first."""
    new = {name: facts[name] for name in ("source_key", "phone", "name") if facts[name]}
    return {name: value for name, value in new.items() if getattr(member, name) != value}


def spelled(facts: Facts) -> Facts:
    """Return what members are found by: the last four digits and the initials of the name."""
    return {"last_four": facts["phone"][-4:], "pinyin": pinyin.spelled(facts["name"], 120)}

"""Mistakes in what is kept of people, and in what must be found (P51–P53, P60–P80)."""

from bench.broken.mistake import BOTH, POSTGRESQL, Mistake

SELLING, KERNEL, PROSPECTING = "portal/selling", "portal/kernel", "portal/prospecting"

MISTAKES = (
    Mistake(
        "P51", "the trail has no triggers", "migrations/versions/0001_kernel.py", "    for table in ('trail',):\n",
        "    for table in ():\n", BOTH,
    ),
    Mistake(
        "P51", "a later revision makes the trail anew without triggers", "migrations/versions/0014_newest_reports.py",
        "def upgrade() -> None:\n",
        "def upgrade() -> None:\n    with op.batch_alter_table('trail', recreate='always'):\n        pass\n",
    ),
    Mistake(
        "P51", "only deleting is refused", f"{KERNEL}/append_only.py", 'for verb in ("UPDATE", "DELETE")',
        'for verb in ("DELETE",)',
    ),
    Mistake(
        "P51", "only changing is refused", f"{KERNEL}/append_only.py", "BEFORE UPDATE OR DELETE ON", "BEFORE UPDATE ON",
        (POSTGRESQL,),
    ),
    Mistake(
        "P51", "the trail may be emptied", f"{KERNEL}/append_only.py",
        'f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "\n'
        '        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"\n', '"SELECT 1"\n', (POSTGRESQL,),
    ),
    Mistake(
        "P51", "what an insert replaces is gone", f"{KERNEL}/db.py", '"recursive_triggers=ON", ', "",
    ),
    Mistake(
        "P52", "tables that lost their triggers are not named", "portal/rooms.py",
        "append_only.unguarded(db.session()) + trail", "trail", BOTH,
    ),
    Mistake(
        "P52", "a trigger that is switched off stands", f"{KERNEL}/append_only.py",
        "t.tgenabled IN ('A', 'O') AND ", "", (POSTGRESQL,),
    ),
    Mistake(
        "P52", "a chain cut at its end is whole", f"{KERNEL}/trail.py",
        "        if heads.get(book) != (expected, tip):\n", "        if False:\n",
    ),
    Mistake(
        "P52", "a link's content is not looked at", f"{KERNEL}/trail.py",
        "            if link != link_hash(prev, content):\n", "            if False:\n",
    ),
    Mistake(
        "P52", "whether links follow each other is not looked at", f"{KERNEL}/trail.py",
        "            if prev != tip:\n", "            if False:\n",
    ),
    Mistake(
        "P52", "orders are not looked at", f"{SELLING}/order_links.py", "trail.chained.append(order_links)\n", "",
    ),
    Mistake(
        "P52", "an order's lines are not in its hash", f"{SELLING}/new_orders.py",
        "self.payment.value, self.reverses_id, self.source_key, self.lines,",
        "self.payment.value, self.reverses_id, self.source_key,",
    ),
    Mistake(
        "P52", "the day an order counts in is not in its hash", f"{SELLING}/booking.py",
        "[body_hash, store_id, order_id, total, quantity, booked_day.isoformat()]",
        "[body_hash, store_id, order_id, total, quantity]",
    ),
    Mistake(
        "P52", "who did it is not in the hash", f"{KERNEL}/trail.py",
        "                self.subject_id,\n                self.actor_id,\n", "                self.subject_id,\n",
    ),
    Mistake(
        "P53", "a user's phone is no personal field", "portal/accounts/models.py",
        'personal = frozenset({"phone", "email",', 'personal = frozenset({"email",',
    ),
    Mistake(
        "P53", "a member's pinyin is no personal field", f"{SELLING}/models/member.py",
        '"last_four", "name", "pinyin"})', '"last_four", "name"})',
    ),
    Mistake(
        "P59", "whoever withdrew is found", f"{SELLING}/models/member.py",
        "and_(cls.withdrawn_at.is_(None), cls.erased_at.is_(None))", "cls.erased_at.is_(None)",
    ),
    Mistake(
        "P59", "whoever withdrew is sold to as a member", f"{SELLING}/posting_people.py",
        "gone_at = func.coalesce(Member.erased_at, Member.withdrawn_at)", "gone_at = Member.erased_at",
    ),
    Mistake(
        "P59", "a till is told who withdrew", f"{SELLING}/views/till_members.py",
        "hits = [one for one in known if one.consents]", "hits = known",
    ),
    Mistake(
        "P60", "a birthday is asked for", f"{SELLING}/forms/members.py",
        "    consents = BooleanField(_l(\"The customer has heard it and agrees\"))\n\n\nclass ConsentForm",
        "    consents = BooleanField(_l(\"The customer has heard it and agrees\"))\n"
        "    birthday = TextField(_l(\"Day\"), [needed()], most=10)\n\n\nclass ConsentForm",
    ),
    Mistake(
        "P61", "consent is not asked for", f"{SELLING}/actions/members.py",
        'belongs to one member only."""\n    if not consents:\n', 'belongs to one member only."""\n    if False:\n',
    ),
    Mistake(
        "P61", "the version of the text is not kept", f"{SELLING}/actions/members.py",
        "consent_version=agreed.version,", 'consent_version="1",',
    ),
    Mistake(
        "P61", "a file needs no consent", f"{SELLING}/member_file.py",
        '        line.needed("consent_at", 40)\n', "",
    ),
    Mistake(
        "P61", "a file's consent is of today", f"{SELLING}/member_file.py",
        '"consent_at": consent,', '"consent_at": self.latest,',
    ),
    Mistake(
        "P61", "a file's version is that of our text", f"{SELLING}/member_file.py",
        '"consent_version": line.needed("consent_version", 40),', '"consent_version": "3",',
    ),
    Mistake(
        "P62", "the pinyin stays", f"{SELLING}/actions/members.py",
        'member.phone, member.last_four, member.name, member.pinyin = None, "", "", ""',
        'member.phone, member.last_four, member.name = None, "", ""',
    ),
    Mistake(
        "P62", "whoever was erased comes back with a file", f"{SELLING}/member_file.py",
        "            elif member.is_erased:\n", "            elif False:\n",
    ),
    Mistake(
        "P62", "whoever was erased gets new orders", f"{SELLING}/posting_people.py",
        "gone_at = func.coalesce(Member.erased_at, Member.withdrawn_at)", "gone_at = Member.withdrawn_at",
    ),
    Mistake(
        "P59", "the other file of whoever withdrew is used", f"{SELLING}/actions/members.py",
        "        one.withdrawn_at, one.birthday = clock.now(), None\n",
        "        member.withdrawn_at, one.birthday = clock.now(), None\n",
    ),
    Mistake(
        "P62", "the other file of whoever is erased stays", f"{SELLING}/actions/members.py",
        '        _forget(one)\n        record("member.erased", one, by=by, reason=reason)',
        '        _forget(member)\n        record("member.erased", one, by=by, reason=reason)',
    ),
    Mistake(
        "P62", "the trail keeps who was erased", f"{SELLING}/actions/members.py",
        '        record("member.erased", one, by=by, reason=reason)\n',
        '        record("member.erased", one, by=by, reason=reason, who=inspect_name(one))\n\n\n'
        "def inspect_name(member: Member) -> str:\n"
        "    from sqlalchemy import inspect\n\n"
        "    return str((inspect(member).attrs.name.history.deleted or [''])[0])\n",
    ),
    Mistake(
        "P62", "an export names those who were erased", "portal/upkeep/exports.py",
        "(Member.id == func.coalesce(bought.merged_into_id, bought.id)) & Member.consenting())",
        "Member.id == func.coalesce(bought.merged_into_id, bought.id))",
    ),
    Mistake(
        "P63", "members are exported by GET", f"{SELLING}/views/members.py",
        '@room.post("/selling/members/export"', '@room.get("/selling/members/export"',
    ),
    Mistake(
        "P63", "an export is not on the trail", f"{SELLING}/actions/members.py",
        '    record("members.exported", subject, by=by, rows=len(found))\n', "",
    ),
    Mistake(
        "P63", "whoever sees members exports them", f"{SELLING}/views/members.py",
        "needs=Can.EXPORT_MEMBERS)", "needs=Can.SEE_MEMBERS)",
    ),
    Mistake(
        "P63", "an export holds the whole chain", f"{SELLING}/queries/members.py",
        "found if of is None else found.where(Member.store_id == of.id)",
        'house_read(select(Member).options(joinedload(Member.store)), Member, because="…")',
    ),
    Mistake(
        "P63", "the list of members is exported, too", f"{SELLING}/lists/members.py", "        exports=False,\n", "",
    ),
    Mistake(
        "P64", "numbers are shown whole", f"{KERNEL}/page.py",
        'return f"{phone[:3]}****{phone[-4:]}" if phone', "return phone if phone",
    ),
    Mistake(
        "P64", "a number is revealed without a word", f"{SELLING}/actions/members.py",
        '    record("member.revealed", member, by=by, reason=reason)\n', "",
    ),
    Mistake(
        "P65", "looking up has no end", f"{SELLING}/actions/members.py",
        "        _check_look_ups(store, by=by)\n        record(", "        record(",
    ),
    Mistake(
        "P65", "registering tells who is a member", f"{SELLING}/actions/members.py",
        'field="consents")\n    _check_look_ups(store, by=by)\n', 'field="consents")\n',
    ),
    Mistake(
        "P65", "a look-up is not counted", f"{SELLING}/actions/members.py",
        '        record("member.looked_up", store, by=by, hits=len(others))\n', "",
    ),
    Mistake(
        "P65", "learning of a member by his number is not counted", f"{SELLING}/actions/members.py",
        '    record("member.looked_up", store, by=by, hits=1)\n', "    pass\n",
    ),
    Mistake(
        "P65", "a batch of orders asks without end", f"{SELLING}/posting.py",
        "                self.meet(self.noted)\n", "                self.meet(0)\n",
    ),
    Mistake(
        "P65", "look-ups are counted for each minute", f"{SELLING}/queries/members.py",
        "        Trail.actor_id == viewer.id,\n        Trail.at > clock.now() - timedelta(hours=1),\n    )\n"
        "    return db.session.scalar(",
        "        Trail.actor_id == viewer.id,\n        Trail.at > clock.now() - timedelta(minutes=1),\n    )\n"
        "    return db.session.scalar(",
    ),
    Mistake(
        "P66", "a number known elsewhere is shown with its prospect", f"{PROSPECTING}/actions/prospects.py",
        "if here := queries.alikes(asked, by, city_id=city.id):",
        "if here := queries.alikes(asked, queries.alike.EVERYWHERE, city_id=city.id):",
    ),
    Mistake(
        "P66", "asking has no end", f"{PROSPECTING}/actions/prospects.py", ">= MOST_CHECKS:", ">= 10**9:",
    ),
    Mistake(
        "P66", "asking leaves no trace", f"{PROSPECTING}/actions/prospects.py",
        '    record("prospect.duplicate_checked", city, by=by, answer="known" if known else "unknown")\n', "",
    ),
    Mistake(
        "P66", "a file asks without end", f"{SELLING}/member_file.py", "self.met.total() > MOST_MET", "False",
    ),
    Mistake(
        "P66", "a file that asks leaves no trace", f"{SELLING}/member_file.py",
        '                    record("member.looked_up", store, by=self.run.reach, hits=hits)\n',
        "                    pass\n",
    ),
    Mistake(
        "P67", "a script of another host", "templates/layouts/_modules.html",
        "<script src=\"{{ url_for('static', filename='vendor/htmx.min.js') }}\" defer>",
        '<script src="https://cdn.example.com/htmx.min.js" defer>',
    ),
    Mistake(
        "P67", "a font of another host", "static/css/base.css", "@layer base {\n",
        '@layer base {\n@font-face { font-family: x; src: url("https://fonts.example.com/x.woff2") }\n',
    ),
    Mistake(
        "P68", "files that are opened do not count", f"{SELLING}/watch.py",
        "looked_up + len(revealed | opened), looked_up,", "looked_up, looked_up,",
    ),
    Mistake(
        "P68", "each look raises another alert", f"{SELLING}/watch.py",
        "    if last and last.is_open and last.last_at > since:\n", "    if False:\n",
    ),
    Mistake(
        "P68", "one closes the alert about himself", f"{SELLING}/watch.py",
        "    if reading.actor_id is not None and reading.actor_id == by.id:\n", "    if False:\n",
    ),
    Mistake(
        "P69", "whoever is idle is announced for a week", f"{SELLING}/retention.py",
        "NOTICE = timedelta(days=30)", "NOTICE = timedelta(days=7)",
    ),
    Mistake(
        "P69", "that somebody was looked at is forgotten", f"{SELLING}/nightly.py",
        "or_(exists().where(*of_same, newer.id > MemberOpening.id), erased)", "MemberOpening.id > 0",
    ),
    Mistake(
        "P69", "whoever buys is idle", f"{SELLING}/retention.py",
        "for those in (bought, visited, *keepers):", "for those in (visited, *keepers):",
    ),
    Mistake(
        "P69", "the day that was announced is not waited for", f"{SELLING}/retention.py",
        "found.where(IdleMember.due_on <= clock.today())", "found.where(IdleMember.member_id > 0)",
    ),
    Mistake(
        "P70", "a closure's last day is owed", f"{SELLING}/calendar.py",
        "closure.first_day <= day <= closure.last_day", "closure.first_day <= day < closure.last_day",
    ),
    Mistake(
        "P70", "a closure's last day is owed, by the quick reads", "portal/supervision/missed.py",
        "day.c.day.between(Closure.first_day, Closure.last_day)",
        "Closure.first_day <= day.c.day, day.c.day < Closure.last_day", BOTH,
    ),
    Mistake(
        "P70", "a holiday of a region counts everywhere", "portal/network/models.py",
        "return below and self.first_day", "return self.first_day",
    ),
    Mistake(
        "P70", "a holiday is owed, by the quick reads", "portal/supervision/missed.py",
        ".where(~closed, ~is_holiday(day.c.day))", ".where(~closed)", BOTH,
    ),
    Mistake(
        "P70", "an excused day is flagged", f"{SELLING}/calendar.py",
        "    if (store.id, day) in facts.excuses:\n", "    if False:\n",
    ),
    Mistake(
        "P70", "an excused day is listed", "portal/supervision/missed.py",
        "clock.today()).where(DayReport.id.is_(None), DayExcuse.id.is_(None))",
        "clock.today()).where(DayReport.id.is_(None))",
    ),
    Mistake(
        "P70", "a day of no sales is no report", f"{SELLING}/calendar.py",
        "r.timeliness for r in rows(DayReport, DayReport.day.between(first, last))",
        "r.timeliness for r in rows(DayReport, DayReport.day.between(first, last), ~DayReport.no_sales)",
    ),
    Mistake(
        "P70", "the week begins on Sunday", f"{SELLING}/calendar.py",
        "store.opening_days[day.weekday()]", "store.opening_days[(day.weekday() + 1) % 7]",
    ),
    Mistake(
        "P70", "the week begins on Sunday, by the quick reads", "portal/supervision/missed.py",
        'func.strftime("%w", each.c.day).cast(Integer) + 6) % 7 + 1',
        'func.strftime("%w", each.c.day).cast(Integer)) % 7 + 1',
    ),
    Mistake(
        "P70", "the week begins on Sunday, by PostgreSQL's", "portal/supervision/missed.py",
        'extract("isodow", each.c.day).cast(Integer)', 'extract("dow", each.c.day).cast(Integer) + 1', (POSTGRESQL,),
    ),
    Mistake(
        "P70", "a suspended store is silent", f"{SELLING}/calendar.py",
        "(life.last_day is None or day <= life.last_day)", "True",
    ),
    Mistake(
        "P70", "the first day of a look back is left out", "portal/supervision/missed.py",
        'func.date(begun.c.day, "+1 day", type_=Date)).where(begun.c.day < last)',
        'func.date(begun.c.day, "+1 day", type_=Date)).where(begun.c.day < last - timedelta(days=1))',
    ),
    Mistake(
        "P80", "lines are found by product first", f"{SELLING}/models/order.py",
        '"ix_order_line_store_id_product_id", "store_id", "product_id"',
        '"ix_order_line_product_id_store_id", "product_id", "store_id"',
    ),
)  # fmt: skip

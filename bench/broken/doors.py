"""Mistakes by which somebody would be where he does not belong, or a door be open too wide (P20–P29, P39–P50)."""

from bench.broken.mistake import Mistake

SELLING, KERNEL, ACCOUNTS, NETWORK = "portal/selling", "portal/kernel", "portal/accounts", "portal/network"

MISTAKES = (
    Mistake(
        "P20", "a door does not ask for its right", f"{KERNEL}/door.py",
        "    if needs is not ANYONE and not current_user.may(needs):\n", "    if False:\n",
    ),
    Mistake(
        "P20", "a write hangs on a right to see", f"{SELLING}/views/members.py",
        '/erasure", needs=Can.ERASE_MEMBERS)', '/erasure", needs=Can.SEE_MEMBERS)',
    ),
    Mistake(
        "P20", "a write is open to all", f"{SELLING}/views/members.py",
        '/erasure", needs=Can.ERASE_MEMBERS)', '/erasure", needs=__import__("portal.kernel.door").kernel.door.PUBLIC)',
    ),
    Mistake(
        "P21", "a member is found wherever he is", f"{SELLING}/queries/members.py",
        "    mine = Member.seen_by(viewer).where(Member.id == member_id, Member.current())",
        '    every = house_read(select(Member), Member, because="…")\n'
        "    mine = every.where(Member.id == member_id, Member.current())",
    ),
    Mistake(
        "P21", "a file is served to whoever knows its address", f"{KERNEL}/files.py",
        "File.seen_by(current_user).where(File.token == token)",
        'select(File).where(File.token == token).execution_options(scoped=frozenset({"file"}))',
    ),
    Mistake(
        "P22", "names are searched in the whole chain", f"{SELLING}/queries/members.py",
        "condition, beyond = and_(named(q), Member.current()), False", "condition = and_(named(q), Member.current())",
    ),
    Mistake(
        "P22", "the sums of a month are everybody's", f"{SELLING}/queries/members.py",
        "    sums = DayTotal.seen_by(viewer).where(DayTotal.day >= first)\n",
        '    sums = house_read(select(DayTotal), DayTotal, because="…").where(DayTotal.day >= first)\n',
    ),
    Mistake(
        "P22", "missed reports are everybody's", "portal/supervision/missed.py",
        "        Store.seen_by(viewer)\n        .with_only_columns(\n",
        "        select(Store)\n        .execution_options(scoped=Store.reach())\n        .with_only_columns(\n",
    ),
    Mistake(
        "P23", "whoever was not invited only comes in", f"{ACCOUNTS}/viewer.py",
        "u.state = 'active'", "u.state <> 'invited'",
    ),
    Mistake(
        "P23", "the sign-in form comes with 200", f"{ACCOUNTS}/views.py",
        'page("accounts/sign_in.html", status=401,', 'page("accounts/sign_in.html", status=200,',
    ),
    Mistake(
        "P24", "an insert may select what it likes", f"{KERNEL}/scope.py",
        '    if state.is_insert and not any(True for e in visitors.iterate(statement) '
        'if getattr(e, "is_select", False)):\n',
        "    if state.is_insert:\n",
    ),
    Mistake(
        "P24", "only tables are looked at, not columns", f"{KERNEL}/scope.py",
        'element if isinstance(element, Table) else getattr(element, "table", None)', "element",
    ),
    Mistake(
        "P24", "what is joined while loading is not looked at", f"{KERNEL}/scope.py",
        "    beyond |= eager_targets(statement) - reached\n", "",
    ),
    Mistake(
        "P24", "textual SQL passes", f"{KERNEL}/scope.py",
        '            raise UnscopedQuery("textual SQL through the session needs its scope named")\n',
        "            pass\n",
    ),
    Mistake(
        "P24", "whoever has no reach sees everything", f"{KERNEL}/scope.py",
        "or_(*conditions) if conditions else false()", "or_(True, *conditions)",
    ),
    Mistake(
        "P24", "following any relationship is fine", f"{KERNEL}/scope.py",
        "        if steps and stays_in_scope(steps[-1]):\n", "        if steps:\n",
    ),
    Mistake(
        "P24", "deleting and changing are not looked at", f"{KERNEL}/scope.py",
        "    if state.is_column_load:\n", "    if state.is_column_load or state.is_update or state.is_delete:\n",
    ),
    Mistake(
        "P25", "any digits are an id", f"{KERNEL}/forms.py",
        'int(typed) if re.fullmatch(r"[0-9]{1,15}", typed) else None', "int(typed) if typed.isdigit() else None",
    ),
    Mistake(
        "P25", "a word that is not offered reaches the action", f"{KERNEL}/forms.py",
        "        elif self.data not in self.words:\n", "        elif False:\n",
    ),
    Mistake(
        "P25", "signs that no database holds are kept", f"{KERNEL}/forms.py",
        'return _UNPRINTABLE.sub("", value).strip() if', "return value.strip() if",
    ),
    Mistake(
        "P26", "one's own row takes whatever was sent", f"{ACCOUNTS}/views_account.py",
        "                setattr(user_row(current_user.id), field.name, field.data)\n",
        "                for name in request.form:\n"
        "                    setattr(user_row(current_user.id), name, request.form[name])\n",
    ),
    Mistake(
        "P26", "a store takes whatever was sent", f"{NETWORK}/views_stores.py",
        "actions.edit_store(store, by=current_user, **form.facts)",
        "actions.edit_store(store, by=current_user, **form.facts | {\n"
        "        name: value for name, value in request.form.items() if name in (\"code\", \"state\")\n    })",
    ),
    Mistake(
        "P26", "a form hands on all that was sent", f"{KERNEL}/forms.py",
        '        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}\n',
        '        known = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}\n'
        "        beside = {name: request.form[name] for name in request.form if name not in self._fields}\n"
        '        return known | {n: v for n, v in beside.items() if n not in ("_key", "csrf_token")}\n',
    ),
    Mistake(
        "P27", "a line's largest amount is refused", f"{SELLING}/posting_prices.py", "if amount > MOST_FEN:",
        "if amount >= MOST_FEN:",
    ),
    Mistake(
        "P27", "one line more than the most", f"{SELLING}/posting_prices.py", "if len(said.lines) > MOST_LINES:",
        "if len(said.lines) > MOST_LINES + 1:",
    ),
    Mistake(
        "P27", "the most orders are refused", f"{SELLING}/sync.py", "not least <= len(orders) <= MOST_ORDERS:",
        "not least <= len(orders) < MOST_ORDERS:",
    ),
    Mistake(
        "P27", "a quantity has no end", f"{SELLING}/posting_prices.py", "    if line.quantity > MOST_QUANTITY:\n",
        "    if line.quantity > 2**53:\n",
    ),
    Mistake(
        "P27", "a tenth of a gram more than nothing is nothing", f"{SELLING}/posting_prices.py",
        "    if line.quantity <= 0 or", "    if line.quantity < 0 or",
    ),
    Mistake(
        "P27", "a device's number leaps as far as it likes", f"{SELLING}/posting.py",
        "said.sequence > self.last_sequence + MOST_AHEAD:", "said.sequence > 2**53:",
    ),
    Mistake(
        "P27", "an amount has no end", f"{KERNEL}/forms.py",
        '        if not self.least <= self.data <= self.most:\n            raise ValueError(_l("This amount is out',
        '        if not self.least <= self.data:\n            raise ValueError(_l("This amount is out',
    ),
    Mistake(
        "P27", "a typed quantity may be negative", f"{KERNEL}/forms.py",
        '        if not self.least <= self.data <= self.most:\n            raise ValueError(_l("This quantity is out',
        '        if not self.data <= self.most:\n            raise ValueError(_l("This quantity is out',
    ),
    Mistake(
        "P27", "a whole number has no end", f"{KERNEL}/forms.py",
        "        if not self.least <= self.data <= self.most:\n            raise ValueError(_l(\"Write a number from",
        "        if not self.least <= self.data:\n            raise ValueError(_l(\"Write a number from",
    ),
    Mistake(
        "P27", "a body is read whatever its size", f"{KERNEL}/headers.py",
        "    app.before_request(limit_body)", "    #",
    ),
    Mistake(
        "P27", "files of anybody are read", f"{KERNEL}/headers.py",
        "        if (refusal := refusal_of_nobody()) is not None:\n            return refusal\n", "",
    ),
    Mistake(
        "P27", "two must agree at the limit already", "portal/signing/queries.py",
        "application.investment > second_approver_over()", "application.investment >= second_approver_over()",
    ),
    Mistake(
        "P28", "a city leaps", "portal/prospecting/actions/cities.py",
        "    if state not in file.steps:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "what was decided is decided again", "portal/signing/actions.py",
        "    if not application.awaits_decision:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "one decides his own application", "portal/signing/actions.py",
        "    if {by.id, for_id} & application.applicants:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a closed store is suspended", f"{NETWORK}/actions.py",
        "    if store.state != StoreState.OPEN:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a closed store opens again", f"{NETWORK}/actions.py",
        "    if store.state != StoreState.SUSPENDED:\n", "    if store.state == StoreState.OPEN:\n",
    ),
    Mistake(
        "P28", "a day is sealed again", f"{SELLING}/actions/days.py",
        "    if queries.report_on(store, day) is not None:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a day that has not come is sealed", f"{SELLING}/actions/days.py",
        "    if day > clock.today():\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a day with orders had no sales", f"{SELLING}/actions/days.py",
        "    if total.orders or total.reversals:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a signed audit changes", "portal/supervision/actions.py",
        "    if audit.is_signed:\n        raise Refused(SIGNED)\n    if not audit.is_draft:\n",
        "    if audit.state == AuditState.DROPPED:\n",
    ),
    Mistake(
        "P28", "a task begins before the one it waits for", "portal/onboarding/actions.py",
        "    if not outlook.is_ready(task):\n", "    if False:\n",
    ),
    Mistake(
        "P28", "whoever did a task accepts it", "portal/onboarding/actions.py",
        "    if task.done_by == by.id:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a store opens with required tasks open", "portal/onboarding/actions.py",
        "    if plan.open_required:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "an application is taken back after its decision", "portal/signing/actions.py",
        "    if not application.can_be_withdrawn:\n", "    if False:\n",
    ),
    Mistake(
        "P28", "a disabled person is disabled again", f"{ACCOUNTS}/actions.py",
        '    if user.state == UserState.DISABLED:\n        raise Refused("This user is disabled already',
        '    if False:\n        raise Refused("This user is disabled already',
    ),
    Mistake(
        "P29", "a look at a page is counted", "portal/insight/views.py",
        "    home = home_of(current_user)\n",
        "    from portal.accounts.models import Policy\n    from portal.kernel.db import aside\n\n"
        '    with aside() as own:\n        own.merge(Policy(id="seen", value={}))\n    home = home_of(current_user)\n',
    ),
    Mistake(
        "P39", "scripts of another host", f"{KERNEL}/headers.py", "script-src 'self';",
        "script-src 'self' https://cdn.example.com;",
    ),
    Mistake(
        "P39", "an answer may be framed", f"{KERNEL}/headers.py", "form-action 'self'; frame-ancestors 'none'",
        "form-action 'self'",
    ),
    Mistake(
        "P40", "the cookie travels in the clear", "config.py", '"SESSION_COOKIE_SECURE": env == "production"',
        '"SESSION_COOKIE_SECURE": False',
    ),
    Mistake(
        "P41", "a paper is kept by shared caches", f"{KERNEL}/files.py", '"private, no-store" if', '"public" if',
    ),
    Mistake(
        "P41", "a picture is kept by shared caches", f"{KERNEL}/files.py", '"private, max-age=3600"', '"max-age=3600"',
    ),
    Mistake(
        "P42", "signing out clears the storage", f"{ACCOUNTS}/views.py", "'\"cache\"'", "'\"cache\", \"storage\"'",
    ),
    Mistake(
        "P43", "only forms look for their token", f"{KERNEL}/headers.py", "    csrf.init_app(app)\n",
        '    app.config["WTF_CSRF_CHECK_DEFAULT"] = False\n    csrf.init_app(app)\n',
    ),
    Mistake(
        "P44", "a paper is what its name says", f"{KERNEL}/files.py", 'if content[:5] == b"%PDF-":',
        'if name.endswith(".pdf"):',
    ),
    Mistake(
        "P44", "a picture has any number of pixels", f"{KERNEL}/files.py",
        "                if opened.width * opened.height > MOST_PIXELS:\n", "                if False:\n",
    ),
    Mistake(
        "P45", "a picture keeps its metadata", f"{KERNEL}/files.py", 'picture.save(buffer, "WEBP", quality=80)',
        'picture.save(buffer, "WEBP", quality=80, exif=picture.getexif())',
    ),
    Mistake(
        "P45", "a file is a page of this portal", f"{KERNEL}/files.py",
        "    answer.headers[\"Content-Security-Policy\"] = \"default-src 'none'; sandbox\"\n", "",
    ),
    Mistake(
        "P46", "a workbook is read unseen", f"{KERNEL}/sheets.py", "        check_workbook(path)\n", "",
    ),
    Mistake(
        "P46", "large pictures are unpacked beside each other", f"{KERNEL}/files.py",
        "with _one_at_a_time if opened.width * opened.height > MOST_AT_ONCE else nullcontext():", "with nullcontext():",
    ),
    Mistake(
        "P46", "pictures are drawn while others wait to write", f"{KERNEL}/door.py",
        "    draw_ahead(file for _name, file in request.files.items(multi=True))\n", "",
    ),
    Mistake(
        "P47", "an at sign begins no formula", f"{KERNEL}/listing.py", 'tuple("=+-@\\t', 'tuple("=+-\\t',
    ),
    Mistake(
        "P48", "a number stays in the address", f"{KERNEL}/page.py", "    app.before_request(take_phone_out)\n", "",
    ),
    Mistake(
        "P49", "what was searched is logged", f"{SELLING}/views/members.py",
        "    form = MemberSearchForm()\n",
        "    import structlog\n\n    form = MemberSearchForm()\n"
        '    structlog.get_logger().info("search", q=form.q.data)\n',
    ),
    Mistake(
        "P49", "a statement is told with its values", f"{KERNEL}/db.py", '"hide_parameters": True,', "",
    ),
    Mistake(
        "P50", "a link leads to the host that was asked", f"{ACCOUNTS}/views.py",
        "str(current_app.config['PORTAL_URL'])", "request.host_url",
    ),
    Mistake(
        "P50", "a mail goes to its reader's own server", f"{KERNEL}/outbox.py",
        'with connect(url.hostname or "",', 'with connect(payload["to"].partition("@")[2],',
    ),
)  # fmt: skip

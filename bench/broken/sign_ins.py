"""Mistakes by which signing in would say too much, last too long, or let somebody else in (P30–P38)."""

from bench.broken.mistake import Mistake

ACCOUNTS = "portal/accounts"

MISTAKES = (
    Mistake(
        "P30", "a token is kept as it is", f"{ACCOUNTS}/viewer.py",
        "    return hashlib.sha256(token.encode()).hexdigest()\n", "    return token\n",
    ),
    Mistake(
        "P30", "a session goes on after signing in", f"{ACCOUNTS}/views.py",
        'send him where he wanted to go."""\n    session.clear()\n', 'send him where he wanted to go."""\n',
    ),
    Mistake(
        "P31", "a sign-in may lie still", f"{ACCOUNTS}/viewer.py",
        "    if age > ABSOLUTE or idle > longest_idle(found.role):\n", "    if age > ABSOLUTE:\n",
    ),
    Mistake(
        "P31", "a sign-in in use never ends", f"{ACCOUNTS}/viewer.py",
        "    if age > ABSOLUTE or idle > longest_idle(found.role):\n", "    if idle > longest_idle(found.role):\n",
    ),
    Mistake(
        "P31", "use is not noted", f"{ACCOUNTS}/viewer.py", "    if idle > SEEN_EVERY and ", "    if False and ",
    ),
    Mistake(
        "P31", "a desk's sign-in lies still as long as a tablet's", f"{ACCOUNTS}/viewer.py",
        "IDLE_DESK = timedelta(hours=12)", "IDLE_DESK = timedelta(days=14)",
    ),
    Mistake(
        "P31", "a desk's browser keeps the cookie", f"{ACCOUNTS}/views.py",
        "    session.permanent = user.role in IDLE ", "    session.permanent = True ",
    ),
    Mistake(
        "P32", "anybody's sign-in is ended", f"{ACCOUNTS}/views_account.py",
        "    if sign_in_id not in {", "    if False and sign_in_id not in {",
    ),
    Mistake(
        "P33", "a password leaves the sign-ins", f"{ACCOUNTS}/links.py", "    end_sign_ins(user.id, but=keep)\n", "",
    ),
    Mistake(
        "P33", "a role leaves the sign-ins", f"{ACCOUNTS}/actions.py",
        "        refuse_beyond(role, by)\n        end_sign_ins(user.id)\n", "        refuse_beyond(role, by)\n",
    ),
    Mistake(
        "P33", "signing out forgets the cookie only", f"{ACCOUNTS}/sign_ins.py",
        "    end_sign_ins(user.id, only=sign_in_id)\n", "",
    ),
    Mistake(
        "P34", "each process counts for itself", f"{ACCOUNTS}/passwords.py",
        "f\"{current_app.config['SECRET_KEY']}|{name}\"", "f\"{__import__('os').getpid()}|{name}\"",
    ),
    Mistake(
        "P34", "a failure is not counted", f"{ACCOUNTS}/passwords.py",
        "        own.add(Attempt(key=key, origin=origin, at=clock.now()))\n", "",
    ),
    Mistake(
        "P35", "nobody's password costs nothing", f"{ACCOUNTS}/passwords.py",
        "    right = matches(user.password if user is not None and may_come_in else _NOBODY, password)\n",
        "    right = user is not None and may_come_in and matches(user.password, password)\n",
    ),
    Mistake(
        "P35", "a wrong password has other words", f"{ACCOUNTS}/passwords.py",
        '        raise Refused("This phone or email and this password do not belong together.")\n',
        '        raise Refused("This is not your current password." if user else TOO_MANY)\n',
    ),
    Mistake(
        "P36", "a code's step is not stored", f"{ACCOUNTS}/actions.py", "    user.totp_step = step\n", "",
    ),
    Mistake(
        "P36", "the code of the set-up signs in as well", f"{ACCOUNTS}/actions.py",
        "user.totp_secret, user.totp_step = secret, step\n", "user.totp_secret, user.totp_step = secret, 0\n",
    ),
    Mistake(
        "P36", "a link goes by the second factor", f"{ACCOUNTS}/views.py",
        '        return go_on(form.result.id, "/")\n', '        return start(form.result, "/")\n',
    ),
    Mistake(
        "P36", "the password alone opens", f"{ACCOUNTS}/views.py",
        "    if not user.has_second_factor:\n", "    if user.has_second_factor:\n",
    ),
    Mistake(
        "P36", "policy is asked of administrators only", f"{ACCOUNTS}/viewer.py",
        'holder.role.reaches != "everything" or', "holder.role != Role.ADMIN or",
    ),
    Mistake(
        "P36", "some doors are open before the set-up", f"{ACCOUNTS}/viewer.py",
        "    if request and request.endpoint in BEFORE_SECOND_FACTOR:\n",
        '    if request and (request.endpoint or "").startswith("accounts."):\n',
    ),
    Mistake(
        "P36", "whoever waits at the code waits for ever", f"{ACCOUNTS}/views.py",
        " or clock.now().timestamp() - since >= HALF_WAY:", ":",
    ),
    Mistake(
        "P36", "a password changed meanwhile is still good at the code", f"{ACCOUNTS}/views.py",
        "user_id if digest(user_row(user_id).password) == password else None", "user_id",
    ),
    Mistake(
        "P37", "a link is not marked as used", f"{ACCOUNTS}/links.py",
        "    end_sign_ins(user.id, but=keep)\n    _void_links(user)\n", "    end_sign_ins(user.id, but=keep)\n",
    ),
    Mistake(
        "P37", "a link lives for ever", f"{ACCOUNTS}/links.py", ", OneTimeLink.ends_at > clock.now()\n", "\n",
    ),
    Mistake(
        "P37", "a reset lives as long as an invitation", f"{ACCOUNTS}/links.py",
        "Purpose.RESET: timedelta(hours=24)", "Purpose.RESET: timedelta(days=7)",
    ),
    Mistake(
        "P37", "a link is kept as it is", f"{ACCOUNTS}/viewer.py",
        "    return hashlib.sha256(token.encode()).hexdigest()\n", "    return token\n",
    ),
    Mistake(
        "P37", "a link is logged when it is opened", f"{ACCOUNTS}/views.py",
        "    facts = link_facts(token)\n    return page(",
        '    import structlog\n\n    structlog.get_logger().info("link", token=token)\n'
        "    facts = link_facts(token)\n    return page(",
    ),
    Mistake(
        "P37", "a mail is logged with its text", "portal/kernel/outbox.py",
        "    for message in waiting:\n",
        "    import structlog\n\n    for message in waiting:\n"
        '        structlog.get_logger().info("mail", **message.payload)\n',
    ),
    Mistake(
        "P37", "the address of a request is logged", "portal/kernel/logs.py",
        '    route = request.endpoint or "none"\n',
        '    route = request.endpoint or "none"\n    structlog.get_logger().info("answer", path=request.path)\n',
    ),
    Mistake(
        "P38", "one lands wherever the address says", f"{ACCOUNTS}/views.py",
        '    return address if address and inside and not urlsplit(address).netloc else "/"\n',
        '    return address or "/"\n',
    ),
)  # fmt: skip

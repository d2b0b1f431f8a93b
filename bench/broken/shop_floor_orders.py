"""Mistakes in what only some orders have: several payments, returns, settlements; and in what members bought."""

from bench.broken.mistake import BOTH, POSTGRESQL, Mistake

SELLING = "portal/selling"

MISTAKES = (
    Mistake(
        "P02", "another split of the payments is the same order", f"{SELLING}/new_orders.py",
        '            "payments": [(part.way.value, part.amount, part.given) for part in self.parts],\n', "",
    ),
    Mistake(
        "P02", "a row of paper typed in again is another sale", f"{SELLING}/actions/paper.py",
        'f"{sheet.store_id}:{sheet.code}:{n}".encode()', 'f"{sheet.code}:{n}:{clock.now()}".encode()',
    ),
    Mistake(
        "P11", "several payments have no triggers", "migrations/versions/0045_besides_orders.py",
        "for table in ('order_payment', 'order_benefit', 'order_return'):", "for table in ('order_benefit',):", BOTH,
    ),
    Mistake(
        "P12", "which days are sealed is read before the store's book is held", f"{SELLING}/posting.py",
        '        trail.lock(db.session(), f"store:{store.id}")\n        undone = {', "        undone = {",
        (POSTGRESQL,),
    ),
    Mistake(
        "P12", "several payments count as none", f"{SELLING}/booking.py",
        "            total[part.way.value] += part.amount\n", "            pass\n",
    ),
    Mistake(
        "P12", "a settlement is an order", f"{SELLING}/new_orders.py",
        "return bool(self.lines) and self.returns_id is None", "return self.returns_id is None",
    ),
    Mistake(
        "P12", "a member's second order replaces his first", f"{SELLING}/member_totals.py",
        "{n} = member_total.{n} + excluded.{n}", "{n} = excluded.{n}", BOTH,
    ),
    Mistake(
        "P12", "an older order that comes late is a member's newest", f"{SELLING}/member_totals.py",
        "member_total.last_on IS NULL OR excluded.last_on > member_total.last_on", "1 = 1", BOTH,
    ),
    Mistake(
        "P13", "of a reversed order goods come back", f"{SELLING}/invariants.py",
        "func.max(case((undone, 0), else_=line.quantity))", "func.max(line.quantity)",
    ),
    Mistake(
        "P55", "a hole is told with the numbers around it", f"{SELLING}/sync_told.py",
        "[[came + 1, n - 1]", "[[came, n]",
    ),
    Mistake(
        "P57", "anybody takes off what he likes", f"{SELLING}/posting_prices.py",
        "if by_hand > 0 and not discount_right", "if by_hand < 0 and not discount_right",
    ),
    Mistake(
        "P57", "any member has credit without end", f"{SELLING}/posting.py",
        "+ owed <= account.limit:", "+ owed <= 2**53:",
    ),
    Mistake(
        "P57", "whoever says he sold has sold", f"{SELLING}/posting_people.py",
        '    if turns.get(turn_id or "") != clerk_id:\n', "    if False:\n",
    ),
    Mistake(
        "P57", "a turn that nobody heard of is believed", f"{SELLING}/posting_people.py",
        "turn_id is None or turns.get(turn_id) == viewer.id", "True",
    ),
    Mistake(
        "P57", "a word for any order approves this one", f"{SELLING}/posting.py",
        "key=said.key, deed=deed, amount=amount", 'key=said.key, deed="return", amount=amount',
    ),
    Mistake(
        "P57", "a word for one line approves each of the same sum", f"{SELLING}/posting_prices.py",
        'approve(word, ("discount", sum(fen.get(n, hands[n].fen) for n in carry)))',
        'approve(word, ("discount", fen[min(over)]))',
    ),
    Mistake(
        "P57", "points that were let go are spent twice", f"{SELLING}/posting_money.py",
        "if kept.ends_at <= clock.now():", "if False:",
    ),
    Mistake(
        "P58", "a manager's word undoes any order that costs the same", f"{SELLING}/approvals.py",
        "str(deed), amount, of]\n    if", "str(deed), amount, *bound[5:]]\n    if",
    ),
    Mistake(
        "P58", "what points alone paid gives none back", f"{SELLING}/posting_returns.py",
        "order.points_used, paid + off, order.total + order.discount,", "order.points_used, paid, order.total,",
    ),
    Mistake(
        "P58", "what came back before is not counted", f"{SELLING}/rules_of_till/paying.py",
        'if not 0 < quantity <= sold["quantity"] + back:', 'if not 0 < quantity <= sold["quantity"]:',
    ),
    Mistake(
        "P58", "of one batch everything comes back twice", f"{SELLING}/posting.py",
        "                self.back.note(new)\n", "                pass\n",
    ),
    Mistake(
        "P13", "an order of which goods came back is reversed", f"{SELLING}/posting_returns.py",
        "    if back.is_back(order):\n", "    if False:\n",
    ),
    Mistake(
        "P52", "what only some orders say is not read again", f"{SELLING}/order_links.py",
        'parts=tuple(besides["parts"])', "parts=()",
    ),
)

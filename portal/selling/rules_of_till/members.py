"""What goes off a sale for a member (C34)."""

from collections.abc import Sequence
from datetime import date

from portal.selling.rules_of_till.sums import Known, Said, amount, share, spread

Off = list[tuple[Known | None, int]]  # for each line the rule and what goes off by it


def benefits(
    member: Known | None, lines: Sequence[Known], day: str, rules: Sequence[Known], points_fen: int = 0
) -> list[Said]:
    """Return what goes off the lines of a sale for a member: position (from 1), kind, rule, fen.

    First the member's price. Then either one percentage a line, the best, of what it then costs, or one amount off the
    sale, shared out over its lines: whatever saves more. Then what is paid by points, of what is left once what goes
    off by hand (a line's `off`) is gone. Nothing costs less than nothing.
    """
    costs = [amount(line["price"], line["quantity"]) for line in lines]
    found: list[Said] = []

    def take(position: int, kind: str, rule: int | None, fen: int) -> None:
        if fen > 0:
            costs[position - 1] -= fen
            found.append({"position": position, "kind": kind, "rule": rule, "fen": fen})

    if member is not None:
        for position, line in enumerate(lines, 1):
            if line["member_price"] is not None:
                cheaper = amount(line["member_price"], line["quantity"])
                take(position, "member_price", None, costs[position - 1] - cheaper)
        mine = [rule for rule in rules if is_for(rule, member, day)]
        by_percent = _percentages(mine, lines, costs)
        by_fen = _amount_off(mine, lines, costs)
        better = by_fen if sum(fen for _, fen in by_fen) > sum(fen for _, fen in by_percent) else by_percent
        for position, (rule, fen) in enumerate(better, 1):
            if rule is not None:
                take(position, rule["kind"], rule["id"], fen)
    left = [max(0, cost - line.get("off", 0)) for cost, line in zip(costs, lines, strict=True)]
    for position, fen in enumerate(spread(min(points_fen, sum(left)), left), 1):
        take(position, "points", None, fen)
    return sorted(found, key=lambda one: one["position"])


def points_for(points: int, worth_fen: int, due: int) -> Said:
    """Return how many of his points pay as much of a sale as they can, and what they are worth in fen."""
    used = min(max(0, points), max(0, due) // worth_fen) if worth_fen > 0 else 0
    return {"points": used, "fen": used * worth_fen}


def is_for(rule: Known, member: Known, day: str) -> bool:
    """Whether a member is given what a rule gives on a day, whatever he buys."""
    if (rule["since"] is not None and day < rule["since"]) or (rule["until"] is not None and day > rule["until"]):
        return False
    if rule["level"] is not None and rule["level"] != member["level"]:
        return False
    if rule["kind"] == "birthday":
        return bool(member["birthday"]) and member["birthday"][:2] == day[5:7]
    if rule["kind"] == "new_member":
        if not member["joined_on"]:
            return False
        days = date.fromisoformat(day).toordinal() - date.fromisoformat(member["joined_on"]).toordinal()
        return bool(0 <= days < rule["first_days"])
    return bool(rule["kind"] == "level")


def _places(rule: Known, lines: Sequence[Known], costs: Sequence[int]) -> list[int]:
    """The places of the lines that a rule is for; none where they cost less than it asks for."""
    places = [n for n, line in enumerate(lines) if rule["category"] in (None, line["category"])]
    return places if sum(costs[n] for n in places) >= (rule["least_fen"] or 0) else []


def _percentages(rules: Sequence[Known], lines: Sequence[Known], costs: Sequence[int]) -> Off:
    best: Off = [(None, 0) for _ in lines]
    for rule in rules:
        if rule["percent"] is not None:
            for n in _places(rule, lines, costs):
                fen = share(costs[n], rule["percent"], 100)
                if fen > best[n][1]:
                    best[n] = (rule, fen)
    return best


def _amount_off(rules: Sequence[Known], lines: Sequence[Known], costs: Sequence[int]) -> Off:
    best: Off = [(None, 0) for _ in lines]
    most = 0
    for rule in rules:
        if rule["percent"] is None:
            places = _places(rule, lines, costs)
            over = [costs[n] if n in places else 0 for n in range(len(lines))]
            fen = min(rule["fen"], sum(over))
            if fen > most:
                best, most = [(rule, part) for part in spread(fen, over)], fen
    return best

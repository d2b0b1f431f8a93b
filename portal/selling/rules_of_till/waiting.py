"""The day of a sale, and how orders wait on a tablet until the server has them (C32)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from portal.selling.rules_of_till.sums import Known, Said

HOUR = 3_600_000
AHEAD, BEHIND = 3 * HOUR, 30 * 24 * HOUR
LEAP = 30 * 24 * HOUR  # of the clock, in one step while a page is open: it was set
APART = 30_000  # a difference from the server's clock that may be the way's
LATE, CASH_ONLY, STOPPED = 20 * HOUR, 24 * HOUR, 72 * HOUR  # how long the oldest order may wait on a tablet
MANY, MOST = 450, 500  # how many may wait
SHORTEST, LONGEST = 2_000, 300_000  # between two tries
TRIES = 5  # wrong PINs without network
# what mends a refusal: another member, another way of paying, a manager's word; for all else there is the owner
REMEDIES = {
    **dict.fromkeys(("member", "phone", "name", "consents", "birthday", "referrer"), "member"),
    **dict.fromkeys(("approval", "discount", "right"), "approve"),
    **dict.fromkeys(("payment", "payments", "account", "credit", "points", "reservation"), "pay"),
}
NO_ORDERS_FAULT = {"device", "token", "sent_at", "store", "last", "waiting", "snapshot"}


def business_day(placed_at: int, now: int, ahead: int, zone: str) -> Said:
    """Return the store's day of a moment, and whether it may be wrong; `ahead` is how far the device's clock is."""
    day = _day_in(placed_at, zone)
    doubtful = not -BEHIND <= placed_at - now <= AHEAD or day > _day_in(now, zone)
    doubtful = doubtful or abs(ahead) > AHEAD or _day_in(placed_at - ahead, zone) != day
    return {"day": day, "doubtful": doubtful}


def _day_in(moment: int, zone: str) -> str:
    return datetime.fromtimestamp(moment // 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()


def device_time(kept: Known | None, wall: int, ran: int | None, server: int | None = None) -> Said:
    """Return the device's own time, by which what waits grows old: what was kept, moved on to now.

    `ran` is how long this page ran since it was kept, by a clock that nobody sets, but that may stop while the tablet
    sleeps; a page newly opened does not know. The clock on the wall may be set: the longer of both counts, and nothing
    takes it back but the `server`, whose moment sets the tablet's time right whenever it answers. Until then a clock
    that was set back counts on from where it is, and put right again from the latest it showed (`most`, and `then` the
    time at it), so that it adds what passed and no more. One that leaps while the page is open was set: no tablet
    sleeps so long.
    """
    kept = kept or {"time": wall, "wall": wall}
    most, then = kept.get("most", kept["wall"]), kept.get("then", kept["time"])
    gain = wall - kept["wall"] if wall < most else then + wall - most - kept["time"]
    if ran is not None and gain > ran + LEAP:
        gain = 0
    time = kept["time"] + max(0, ran or 0, gain)
    if wall >= most:
        most, then = wall, time
    apart, heard = kept.get("apart"), kept.get("heard")
    if server is not None:
        apart = time - server if apart is None else apart
        if abs(time - server - apart) >= APART:
            time = server + apart
        most, then, heard = wall, time, time
    return {"time": time, "wall": wall, "most": most, "then": then, "apart": apart, "heard": heard}


def put_right(at: int, heard: int, back: int) -> int:
    """Return since when something waits, once the server took `back` off the tablet's time; it was `heard` before then.

    What was kept since counts as before the clock leapt, as if it had waited from the last answer on at most.
    """
    return at if at <= heard else max(heard, at - back)


def bounds(oldest: int | None, waiting: int, time: int) -> Said:
    """Return what a tablet may still do while orders wait on it: "free", "late", "cash" alone, or "stop".

    `oldest` is when the oldest was kept, by the device's own time; `left` is how long until the next state.
    """
    age = 0 if oldest is None else max(0, time - oldest)
    state = "stop" if age >= STOPPED else "cash" if age >= CASH_ONLY else "late" if age >= LATE else "free"
    ends = {"free": LATE, "late": CASH_ONLY, "cash": STOPPED}
    left = None if oldest is None or state == "stop" else ends[state] - age
    if waiting >= MOST:
        return {"state": "stop", "left": None}
    return {"state": "late" if state == "free" and waiting >= MANY else state, "left": left}


def outbox_step(sent: Sequence[str], answer: Known, token_renewed: bool = False) -> Said:
    """Return what an answer of the sync means: what becomes of each row sent, and what the tablet does next.

    Next is: "on" with the next rows, "halve" what is sent at once, "token" ask for a new one, "door" wait for somebody
    to sign in, "device" wait until the tablet is put right, "later" try again after a pause. Status 0 is no answer. A
    row goes only where the server says that it has it; whatever is not understood waits.
    """
    status, results = answer["status"], answer.get("results")
    if status in (200, 409) and isinstance(results, list):
        said = {result.get("key"): result for result in results}
        rows = [_fate(key, said.get(key)) for key in sent]
        return {"next": "on" if any(row["state"] != "waiting" for row in rows) else "later", "rows": rows}
    rows = [_row(key) for key in sent]
    if answer.get("error") in NO_ORDERS_FAULT:
        return {"next": "device", "rows": rows}
    if status in (401, 403, 404) or (status == 400 and token_renewed):
        return {"next": "door", "rows": rows}
    if status in (409, 413, 422):
        if len(sent) > 1:
            return {"next": "halve", "rows": rows}
        return {"next": "on", "rows": [_row(key, "refused", answer.get("error") or "shape", "owner") for key in sent]}
    return {"next": "token" if status == 400 else "later", "rows": rows}


def _fate(key: str, result: Known | None) -> Said:
    state = result.get("state") if result else ""
    if state in ("stored", "known"):
        return _row(key, "gone")
    if result and state in ("refused", "clash"):
        reason = result.get("reason") or "key"
        return _row(key, state, reason, result.get("remedy") or remedy(reason))
    return _row(key)


def remedy(reason: str) -> str:
    """Return what mends a refusal with this reason."""
    return REMEDIES.get(reason, "owner")


def _row(key: str, state: str = "waiting", reason: str = "", remedy: str = "") -> Said:
    return {"key": key, "state": state, "reason": reason, "remedy": remedy}


def next_batch(rows: Sequence[Known], size: int, shut: Sequence[str]) -> Said:
    """Return what a tablet sends next of what it keeps, the oldest first: keys of members and orders of one place.

    A place is the store and the name they were made under; `shut` are those that are not let in now. Members go first;
    an order waits while its member lies in the tray; all orders of a batch have the prices of one snapshot. `stay` is
    how many orders of the place are still on the tablet afterwards.
    """
    lying = {row["key"] for row in rows if row["kind"] == "member" and row["state"] != "waiting"}
    ready = [
        row for row in rows
        if row["state"] == "waiting" and row["place"] not in shut and row.get("member_key") not in lying
    ]  # fmt: skip
    place = ready[0]["place"] if ready else None
    here = [row for row in ready if row["place"] == place]
    members = [row["key"] for row in here if row["kind"] == "member"][:size]
    orders = sorted((row for row in here if row["kind"] == "order"), key=lambda row: row["number"])
    snapshot = orders[0]["snapshot"] if orders else None
    alike = takewhile(lambda row: row["snapshot"] == snapshot, orders)
    going = [row["key"] for row in alike][: size - len(members)]
    stay = sum(row["kind"] == "order" and row["place"] == place for row in rows) - len(going)
    return {"place": place, "snapshot": snapshot, "members": members, "orders": going, "stay": stay}


def pin_offline(kept: Known | None, staffed: bool, matches: bool) -> Said:
    """Return whether somebody takes the tablet by his PIN without network.

    `kept` counts what was wrong since he took it here with network, which he must have once; `staffed` is whether the
    snapshot still names him. Trouble is "pin", or "online" where only the server can say.
    """
    wrong = kept["wrong"] if kept else 0
    if not kept or not staffed or wrong >= TRIES:
        return {"trouble": "online", "wrong": wrong, "left": 0}
    if matches:
        return {"trouble": "", "wrong": 0, "left": TRIES}
    return {"trouble": "pin" if wrong + 1 < TRIES else "online", "wrong": wrong + 1, "left": TRIES - wrong - 1}


def backoff(tries: int, dice: int) -> int:
    """Return for how many milliseconds the tablet waits after so many tries without an answer; dice are 0 … 400.

    Two seconds, twice as long each time, five minutes at most, a fifth more or less: not all tablets at once.
    """
    if tries < 1:
        return 0
    return min(LONGEST, SHORTEST << min(tries - 1, 20)) // 1000 * (800 + dice)


def next_number(last: int | None, stored: int | None, waiting: Sequence[int]) -> int:
    """Return the number of a device's next order: above all it gave out, that the server has, and that wait."""
    return max(last or 0, stored or 0, *waiting, 0) + 1

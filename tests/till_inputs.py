"""What the rules of the till may be asked, made by hypothesis: for each group what stands under "given" in a case."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

FEN, MILLI = st.integers(0, 10**8), st.integers(1, 10**7)
SMALL = st.integers(0, 400)
HOUR = 3_600_000
# years whose rules of summer time every table of zones knows alike
MOMENT = st.integers(*(int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000) for year in (2005, 2026)))
DAY = st.dates(date(2026, 1, 1), date(2026, 3, 3)).map(date.isoformat)
ZONES = st.sampled_from(["Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
KEYS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)


def maybe(strategy):
    return st.none() | strategy


def some(**parts):
    return st.fixed_dictionaries(parts)


def near(*edges):
    """Numbers around edges, where rules change."""
    return st.one_of(*(st.integers(edge - 2, edge + 2) for edge in edges))


TYPED = st.text("0123456789.,-−+¥￥ a", max_size=12) | st.decimals(-(10**6), 10**6, places=2).map(str)
WORDS = st.text("ab 牛BA", max_size=8)
BARCODE = st.text("0123", max_size=4)
SCALE_KINDS = {
    "20": {"holds": "weight", "decimals": 3},
    "21": {"holds": "price", "decimals": 2},
    "22": {"holds": "weight", "decimals": 1},
}


@st.composite
def scale_labels(draw):
    """A label whose check digit agrees one time in two."""
    body = draw(st.sampled_from(["20", "21", "22", "29"])) + draw(st.text("0123456789", min_size=10, max_size=10))
    check = -sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))) % 10
    return body + str(draw(st.sampled_from([check, check, draw(st.integers(0, 9))])))


TOTAL_LINE = some(
    price=FEN | SMALL, quantity=MILLI | SMALL, ordinary=FEN | SMALL, off=st.lists(SMALL, max_size=2),
    weighed=st.booleans(),
) | some(
    quantity=st.integers(-(10**7), -1), amount=st.integers(-(10**8), 0), saved=st.integers(-(10**6), 0),
)  # fmt: skip
PRICE_ROW = some(
    level=st.integers(0, 4), own=st.booleans(), kind=st.sampled_from(["fixed", "range", "free"]),
    fen=st.integers(0, 9), member=maybe(st.integers(0, 9)), least=maybe(st.integers(0, 9)),
    most=maybe(st.integers(0, 9)), since=st.integers(0, 9), until=maybe(st.integers(0, 9)),
)  # fmt: skip
MEMBER = some(
    level=st.sampled_from(["", "gold"]), birthday=maybe(st.sampled_from(["01-31", "02-29", "03-01"])),
    joined_on=maybe(DAY),
)  # fmt: skip
LINE = some(
    price=FEN | SMALL, member_price=maybe(FEN | SMALL), quantity=MILLI | SMALL, category=maybe(st.integers(1, 2)),
    off=st.just(0) | SMALL,
)  # fmt: skip
RULE_FOR = {
    "id": st.integers(1, 99), "kind": st.sampled_from(["level", "birthday", "new_member", "other"]),
    "level": maybe(st.sampled_from(["gold", "silver"])), "category": maybe(st.integers(1, 2)),
    "least_fen": maybe(FEN | SMALL), "first_days": st.integers(1, 40), "since": maybe(DAY), "until": maybe(DAY),
}  # fmt: skip
RULE = some(percent=st.integers(1, 100), fen=st.none(), **RULE_FOR) | some(
    percent=st.none(), fen=FEN | SMALL, **RULE_FOR
)
PAYMENT = some(
    way=st.sampled_from(["cash", "cash", "wechat", "account"]),
    amount=st.integers(-3, 6),
    given=maybe(st.integers(0, 9)),
)


@st.composite
def returns(draw):
    """A sold line, and what came back of it before."""
    sold = {"quantity": draw(MILLI | st.integers(1, 5)), "amount": draw(FEN | SMALL), "discount": draw(SMALL)}
    shares = draw(st.lists(st.integers(0, 40), max_size=2))
    back = [{name: -(value * part // 100) for name, value in sold.items()} for part in shares]
    return {"sold": sold, "returned": back, "quantity": draw(st.integers(-1, sold["quantity"] + 1))}


@st.composite
def moments(draw):
    now = draw(MOMENT)
    apart = near(0, 3 * HOUR, -3 * HOUR, -720 * HOUR, 8 * HOUR) | st.integers(-800 * HOUR, 9 * HOUR)
    ahead = near(0, 3 * HOUR, -3 * HOUR) | st.integers(-4 * HOUR, 4 * HOUR)
    return {"placed_at": now + draw(apart), "now": now, "ahead": draw(ahead), "zone": draw(ZONES)}


@st.composite
def waits(draw):
    time = draw(MOMENT)
    age = near(0, 20 * HOUR, 24 * HOUR, 72 * HOUR) | st.integers(-HOUR, 99 * HOUR)
    return {"oldest": draw(maybe(age.map(lambda ago: time - ago))), "waiting": draw(near(2, 450, 500)), "time": time}


RESULT = some(
    key=st.sampled_from("abcdefz"),
    state=st.sampled_from(["stored", "known", "refused", "clash", "pondered"]),
    reason=st.sampled_from(["", "member", "phone", "discount", "credit", "amount"]),
    remedy=st.sampled_from(["", "pay", "approve"]),
)
ANSWER = some(status=st.sampled_from([0, 200, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503]), error=maybe(
    st.sampled_from(["device", "token", "sent_at", "orders"]))) | some(
    status=st.sampled_from([200, 200, 409]), results=st.lists(RESULT, max_size=6, unique_by=lambda one: one["key"])
)  # fmt: skip
ROW = some(
    key=st.sampled_from("abcdefghi"), kind=st.sampled_from(["order", "order", "member"]), number=st.integers(1, 9),
    place=st.sampled_from(["S|1", "S|1", "S|T1", "X|1"]), snapshot=maybe(st.integers(3, 4)),
    state=st.sampled_from(["waiting", "waiting", "waiting", "refused", "clash"]),
    member_key=maybe(st.sampled_from("abc")),
)  # fmt: skip
ROWS = st.lists(ROW, max_size=9, unique_by=lambda row: row["key"])
DEVICE_TIME = some(time=MOMENT, wall=MOMENT) | some(
    time=MOMENT, wall=MOMENT, most=MOMENT, then=MOMENT, apart=maybe(near(0)), heard=maybe(MOMENT)
)
NUMBERS = st.integers(1, 99)

INPUTS = {
    "share": some(
        part=st.integers(-(2**51), 2**51), of=st.integers(-(2**31), 2**31), whole=st.integers(2**31, 2**33)
    ) | some(part=st.integers(-(10**8), 10**8), of=st.integers(-(10**7), 10**7), whole=st.integers(1, 10**4)),
    "amount": some(price=FEN, quantity=st.integers(-(10**7), 10**7)),
    "spread": st.lists(FEN | SMALL, max_size=9).flatmap(
        lambda over: some(fen=st.integers(0, sum(over)), over=st.just(over))
    ),
    "total": some(lines=st.lists(TOTAL_LINE, max_size=6)),
    "yuan": some(fen=st.integers(-(10**12), 10**12)),
    "typed_yuan": some(text=TYPED),
    "quantity": some(thousandths=st.integers(-(10**10), 10**10)),
    "typed_quantity": some(text=TYPED),
    "finds": some(
        product=st.fixed_dictionaries(
            {"name": WORDS, "pinyin": WORDS, "barcode": BARCODE},
            optional={
                "code": st.text("0aB", min_size=1, max_size=4), "plu": st.sampled_from(["00000", "0000a"]),
                "more_barcodes": st.lists(st.tuples(BARCODE, st.just(12)).map(list), max_size=2),
            },
        ),
        text=st.text("ab 牛0A", min_size=1, max_size=4),
    ),
    "scale_code": some(text=scale_labels() | TYPED, kinds=st.just(SCALE_KINDS)),
    "label_weight": some(fen=FEN, price=FEN | SMALL),
    "price_at": some(rows=st.lists(PRICE_ROW, max_size=5), moment=st.integers(0, 9)),
    "benefits": some(
        member=maybe(MEMBER) | MEMBER, lines=st.lists(LINE, max_size=5), day=DAY, rules=st.lists(RULE, max_size=4),
        points_fen=st.just(0) | FEN | SMALL,
    ),
    "points_for": some(points=st.integers(-3, 10**6), worth_fen=st.integers(0, 300), due=st.integers(-3, 10**7)),
    "discount_right": some(
        amount=st.integers(-5, 10**8) | SMALL, off=st.integers(-1, 10**7) | SMALL,
        role=st.sampled_from(["clerk", "owner", "rm"]),
        rights=st.dictionaries(st.sampled_from(["clerk", "owner", "office"]), st.integers(0, 100)),
    ),
    "discount_whole": some(
        over=st.lists(FEN | SMALL, max_size=9), fen=maybe(st.integers(-1, 10**7) | SMALL),
        ten_thousandths=st.integers(0, 10_000), role=st.sampled_from(["clerk", "owner", "rm"]),
        rights=st.dictionaries(st.sampled_from(["clerk", "owner"]), st.integers(0, 100)),
    ),
    "payments_change": some(
        total=st.integers(-6, 12), payments=st.lists(PAYMENT, max_size=3), credit=maybe(st.integers(0, 6)),
        settles=st.booleans(),
    ),
    "returnable": returns(),
    "business_day": moments(),
    "device_time": some(
        kept=maybe(DEVICE_TIME), wall=MOMENT, ran=maybe(st.integers(0, 99 * HOUR)), server=maybe(MOMENT)
    ),
    "put_right": some(at=MOMENT, heard=MOMENT, back=near(0) | MOMENT),
    "bounds": waits(),
    "outbox_step": some(sent=KEYS, answer=ANSWER, token_renewed=st.booleans()),
    "next_batch": some(
        rows=ROWS, size=st.integers(1, 4), shut=st.lists(st.sampled_from(["S|1", "X|1"]), unique=True, max_size=2)
    ),
    "pin_offline": some(kept=maybe(some(wrong=st.integers(0, 6))), staffed=st.booleans(), matches=st.booleans()),
    "backoff": some(tries=st.integers(0, 40), dice=st.integers(0, 400)),
    "next_number": some(last=maybe(NUMBERS), stored=maybe(NUMBERS), waiting=st.lists(NUMBERS, max_size=4)),
}  # fmt: skip

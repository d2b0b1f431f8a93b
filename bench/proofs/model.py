"""What the books of a store ought to be, in a few lines of Python beside the portal."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

WAYS = ("cash", "wechat", "card")


@dataclass
class Deed:
    """An order as the model knows it: fen, thousandths by product, what it undoes, of what goods come back.

    The points of what undoes or brings back are known once it is stored.
    """

    way: str
    day: date
    total: int
    taken: Counter[int]
    number: int
    device: str
    undoes: str = ""
    of: str = ""
    points: int = 0

    @property
    def sells(self) -> bool:
        return not self.undoes and not self.of


@dataclass
class Model:
    """What the books ought to be."""

    orders: dict[str, Deed] = field(default_factory=dict)
    booked: dict[str, date] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    sealed: set[date] = field(default_factory=set)
    told: dict[str, tuple[int, int]] = field(default_factory=dict)  # of a tablet: its highest number, how many wait

    def take(self, key: str, deed: Deed) -> str:
        """Take an order as the server should; return its fate."""
        if key in self.orders:
            return "known"
        if not (deed.sells or self.may_be_undone(deed) or self.may_come_back(deed)):
            return "refused"
        deed.points = self.points_of(deed)
        self.undone |= {deed.undoes} - {""}
        day = deed.day
        while day in self.sealed:
            day += timedelta(days=1)
        self.orders[key], self.booked[key] = deed, day
        return "stored"

    def may_be_undone(self, deed: Deed) -> bool:
        """Whether an order is there to be undone, on its own day, with nothing of it come back."""
        order = self.orders.get(deed.undoes)
        if order is None or order.undoes or deed.undoes in self.undone:
            return False
        return deed.day <= order.day and not any(self.back(deed.undoes).values())

    def may_come_back(self, deed: Deed) -> bool:
        """Whether so much of a sale is left."""
        order = self.orders.get(deed.of)
        if order is None or not order.sells or deed.of in self.undone:
            return False
        back = self.back(deed.of)
        return all(order.taken[id_] - back[id_] + quantity >= 0 for id_, quantity in deed.taken.items())

    def back(self, key: str) -> Counter[int]:
        """Return what came back of an order, by product."""
        back: Counter[int] = Counter()
        for deed in self.returns(key):
            back.subtract(deed.taken)
        return back

    def returns(self, key: str) -> list[Deed]:
        return [deed for own, deed in self.orders.items() if deed.of == key and own not in self.undone]

    def points_of(self, deed: Deed) -> int:
        """Return what an order earns; of what comes back, so many that its order keeps its share, half rounded up."""
        if deed.undoes:
            return -self.orders[deed.undoes].points
        if not deed.of:
            return deed.points
        order, before = self.orders[deed.of], self.returns(deed.of)
        back = -deed.total - sum(one.total for one in before)
        gone = -sum(one.points for one in before)
        return -max(0, (2 * order.points * back + order.total) // (2 * order.total) - gone)

    def may_seal(self, day: date, in_use: list[str]) -> bool:
        """Whether a day can be sealed: once, and while no tablet in use is known to hold anything."""
        for name in in_use:
            last, waiting = self.told.get(name, (0, 0))
            came = max((deed.number for deed in self.orders.values() if deed.device == name), default=0)
            if waiting or last > came:
                return False
        return day not in self.sealed

    def stock(self) -> dict[int, int]:
        left: Counter[int] = Counter()
        for deed in self.orders.values():
            left.subtract(deed.taken)
        return {product_id: quantity for product_id, quantity in left.items() if quantity}

    def days(self) -> dict[date, tuple[int, ...]]:
        """Return sales, reversals, the total and each way's sum by booked day."""
        sums: defaultdict[date, list[int]] = defaultdict(lambda: [0] * (3 + len(WAYS)))
        for key, deed in self.orders.items():
            row = sums[self.booked[key]]
            row[0] += deed.sells
            row[1] += bool(deed.undoes)
            row[2] += deed.total
            row[3 + WAYS.index(deed.way)] += deed.total
        return {day: tuple(row) for day, row in sums.items()}

    def missing(self, device: str) -> set[int]:
        """Return the numbers of a tablet that were given out, as far as it told, and never came."""
        came = {deed.number for deed in self.orders.values() if deed.device == device}
        return set(range(1, self.told.get(device, (0, 0))[0] + 1)) - came

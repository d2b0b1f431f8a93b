"""Mistakes in what a store reads off its figures: how long goods last (P71), counts as files (P72), history (P73)."""

from bench.broken.mistake import Mistake

COVER, COUNTS = "portal/goods/queries/cover.py", "portal/goods/count_file.py"
NARROWING = "portal/selling/lists/narrowing.py"

MISTAKES = (
    Mistake(
        "P71", "a day on which a store was shut makes its goods last longer", "portal/goods/pace.py",
        "        days = max(days, traded)\n", "        days = SPAN.days\n",
    ),
    Mistake(
        "P71", "what is under way is ordered once more", COVER,
        "wanted - max(self.on_hand, 0) - self.under_way", "wanted - max(self.on_hand, 0)",
    ),
    Mistake(
        "P71", "books below zero are ordered on top", COVER,
        "wanted - max(self.on_hand, 0) - self.under_way", "wanted - self.on_hand - self.under_way",
    ),
    Mistake(
        "P72", "a file read again begins anew", COUNTS,
        "return found.sheet_id or self.of_files.get(found.store_id, 0)", "return found.sheet_id",
    ),
    Mistake(
        "P72", "rows go to a sheet that was closed", COUNTS, ".where(CountSheet.state == CountState.OPEN)", "",
    ),
    Mistake(
        "P73", "a way of paying is not found among several", NARROWING,
        "return (Order.payment == way) | (Order.payment == Payment.MIXED) & part", "return Order.payment == way",
    ),
    Mistake(
        "P73", "what was reversed later was never made", NARROWING,
        "Undone.MADE: sells,", "Undone.MADE: sells & ~was_reversed,",
    ),
    Mistake(
        "P73", "of an order paid in two ways the whole counts as one", NARROWING,
        "            self.fen |= queries.of_way(mixed, self.way) if mixed else {}\n",
        "            self.fen |= {(row.store_id, row.id): row.total for row in rows}\n",
    ),
)  # fmt: skip

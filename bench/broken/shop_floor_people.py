"""Mistakes by which two tablets would go on with one sale (P56)."""

from bench.broken.mistake import BOTH, POSTGRESQL, Mistake

HOLDS = "portal/selling/actions/holds.py"

MISTAKES = (
    Mistake(
        "P56", "what was taken up is taken up again", HOLDS,
        "    if not hold.waits:\n        raise Gone(hold)\n    hold.state, hold.ended_at, hold.ender_id, hold.taker",
        "    hold.state, hold.ended_at, hold.ender_id, hold.taker", BOTH,
    ),
    Mistake(
        "P56", "who takes it up does not wait for who was first", HOLDS,
        'trail.lock(db.session(), f"store:{hold.store_id}")', "pass", (POSTGRESQL,),
    ),
    Mistake(
        "P56", "how it stands is what was read before the wait", HOLDS, "populate_existing=True, ", "",
        (POSTGRESQL,),
    ),
)

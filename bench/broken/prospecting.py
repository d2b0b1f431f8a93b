"""Mistakes by which developing a city would lose, double or show what it must not (P17–P19, P22, P54, P66)."""

from bench.broken.mistake import POSTGRESQL, Mistake

PROSPECTING = "portal/prospecting"
OUTBOX, MERGING = "static/js/outbox.js", f"{PROSPECTING}/actions/merging.py"
LINK = f"{PROSPECTING}/models/proposals.py"

MISTAKES = (
    Mistake(
        "P17", "a form without an answer is taken for sent", OUTBOX, 'return { waits: "network" };',
        "return { stored: form.action };",
    ),
    Mistake(
        "P17", "a form sent again has another key", OUTBOX, 'body.set("_key", form.key);',
        'body.set("_key", crypto.randomUUID());',
    ),
    Mistake(
        "P18", "what stood in the other file is lost", MERGING, "was=left,", "was={},",
    ),
    Mistake(
        "P18", "doubts stay with the file that goes", MERGING,
        'if any(key.target_fullname == "prospect.id" for key in column.foreign_keys):',
        'if mapper.local_table.name == "contact" and column.name == "prospect_id":',
    ),
    Mistake(
        "P18", "what is part of a row stays in its city", MERGING, "    row.region_id = region_id\n", "    pass\n",
    ),
    Mistake(
        "P18", "how far the other one came is forgotten", MERGING,
        "        kept.stage, kept.stage_since = gone.stage, gone.stage_since\n", "        pass\n",
    ),
    Mistake(
        "P19", "who comes second has it", f"{PROSPECTING}/actions/pool.py",
        '    if prospect.owner_id is not None:\n        raise Refused("%(name)s was quicker',
        '    if False:\n        raise Refused("%(name)s was quicker',
    ),
    Mistake(
        "P19", "who claims does not look again", f"{PROSPECTING}/actions/pool.py",
        '    db.session.refresh(prospect, ["owner_id", "version"], with_for_update=True)\n', "", (POSTGRESQL,),
    ),
    Mistake(
        "P22", "the pool is everybody's", f"{PROSPECTING}/queries/pool.py",
        "return Prospect.seen_by(viewer).where(Prospect.owner_id.is_(None),",
        'house = __import__("portal.kernel.scope", fromlist=["House"]).House("pool")\n'
        "    return Prospect.seen_by(house).where(Prospect.owner_id.is_(None),",
    ),
    Mistake(
        "P54", "a link lives for ever", LINK, "self.withdrawn_at is None and self.ends_at > clock.now()",
        "self.withdrawn_at is None",
    ),
    Mistake(
        "P54", "a link that was withdrawn opens", LINK, "self.withdrawn_at is None and self.ends_at > clock.now()",
        "self.ends_at > clock.now()",
    ),
    Mistake(
        "P54", "a link is passed around", LINK, "self.lasts and self.opened < MOST_OPENINGS", "self.lasts",
    ),
    Mistake(
        "P54", "what a tablet has open stays open", f"{PROSPECTING}/views/plan_links.py",
        "if link is not None and link.lasts else None", "if link is not None else None",
    ),
    Mistake(
        "P54", "a link may live for a year", f"{PROSPECTING}/actions/plan_links.py", "LONGEST_DAYS = 30",
        "LONGEST_DAYS = 365",
    ),
    Mistake(
        "P66", "a look-up shows files beyond one's reach", MERGING, "    here = alikes(asked, by)\n",
        "    here = alikes(asked, EVERYTHING)\n",
    ),
    Mistake(
        "P66", "looking up has no end", MERGING, ">= MOST_CHECKS:", ">= 10**9:",
    ),
    Mistake(
        "P66", "a look-up leaves no trace", MERGING,
        '    record("prospect.duplicate_checked", city, by=by, answer="known" if known.elsewhere else "unknown")\n', "",
    ),
    Mistake(
        "P66", "who asks by name learns nothing of others", MERGING, "is_known_elsewhere(asked, by, by_name=True)",
        "is_known_elsewhere(asked, by)",
    ),
)  # fmt: skip

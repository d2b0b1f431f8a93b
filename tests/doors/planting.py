"""Words planted into every text of every row, to see where they come out again."""

from sqlalchemy import Enum, String, update

from portal.kernel import append_only
from portal.kernel.db import db

# what is no text of people's: keys, states, hashes, and what is compared with something else
TECHNICAL = {
    "barcode", "body_hash", "code", "device", "email", "event", "format", "hash", "kind", "last_four", "locale",
    "mime", "opening_days", "password", "path", "phone", "pinyin", "prev", "sha256", "source_key", "subject_id",
    "subject_kind", "theme", "token", "token_hash", "totp_secret", "consent_version", "consent_channel",
    "next_step", "lost_reason", "source",
}  # fmt: skip


def texts_of(table):
    """Return the columns of a table that people's words stand in."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, Enum)
        and not column.primary_key
        and column.name not in TECHNICAL
    ]


def plant(session, word, *, where=lambda table: True):
    """Write a word into every text of the rows that `where(table)` picks (True: all, None: none); return how many."""
    planted = 0
    for name, table in db.metadata.tables.items():
        picked = None if name in append_only.tables() else where(table)
        columns = texts_of(table)
        if picked is None or not columns:
            continue
        statement = update(table).values({column.name: word[: column.type.length] for column in columns})
        statement = statement if picked is True else statement.where(picked)
        result = session.execute(statement, execution_options={"scoped": frozenset({name})})
        planted += result.rowcount * len(columns)
    session.commit()
    session.expire_all()
    return planted


def of_place(store, region_ids):
    """Return `where` for the rows of a store or of regions."""

    def where(table):
        if table.name == "store":
            return table.c.id == store.id
        if "store_id" in table.c and table.name not in ("sign_in", "user_store"):
            return table.c.store_id == store.id
        if "region_id" in table.c and table.name != "user_region":
            return table.c.region_id.in_(region_ids)
        return None

    return where

"""Goods saved before are found by the initials of what follows their brand, too.

Revision ID: 0075
Revises: 0074
"""

import sqlalchemy as sa
from alembic import op

revision = '0075'
down_revision = '0074'
branch_labels = None
depends_on = None

BATCH = 1000
BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PRODUCT = sa.table('product', sa.column('id', BIG), sa.column('name', sa.String()), sa.column('pinyin', sa.String()),
                   sa.column('changed', sa.BigInteger()))
# tablets search by what they hold, and ask for what came after the number they have
NEXT = """
INSERT INTO catalogue_head (id, number, floor) VALUES (1, 2, 0)
ON CONFLICT (id) DO UPDATE SET number = catalogue_head.number + 1 RETURNING number
"""


def upgrade() -> None:
    connection, last, number = op.get_bind(), 0, None
    columns = (PRODUCT.c.id, PRODUCT.c.name, PRODUCT.c.pinyin)
    after = sa.select(*columns).where(PRODUCT.c.id > sa.bindparam('last')).order_by(PRODUCT.c.id).limit(BATCH)
    anew = PRODUCT.update().where(PRODUCT.c.id == sa.bindparam('own'))
    while rows := connection.execute(after, {'last': last}).all():
        last = rows[-1].id
        found = [(row.id, words) for row in rows if (words := spelled(row.name, row.pinyin)) != row.pinyin]
        if found:
            number = number or connection.scalar(sa.text(NEXT))
            connection.execute(anew, [{'own': own, 'pinyin': words, 'changed': number} for own, words in found])


def spelled(name: str, stored: str) -> str:
    """Return a product's words with the initials behind its brand before the last, as they are stored since."""
    parts, words = name.split(), stored.split()
    rest = [initials(' '.join(parts[n:])) for n, part in enumerate(parts) if n and not part[0].isascii()]
    return ' '.join(dict.fromkeys([*words[:-1], *rest, *words[-1:]]))[:200] if words and rest else stored


def initials(text: str) -> str:
    from pypinyin import Style, lazy_pinyin  # its dictionaries are read only where there are goods

    return ''.join(c for c in ''.join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower() if c.isascii() and c.isalnum())


def downgrade() -> None:
    """The older search reads the same column, and finds more by it."""

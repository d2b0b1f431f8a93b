"""A prospect is found by the letters of its people too, as by those of its name.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

from portal.prospecting.alike import letters_of

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
NAMES = ('name', 'contact_name', 'decision_maker')
PROSPECT = sa.table('prospect', sa.column('id', BIG), sa.column('pinyin', sa.String()),
                    *(sa.column(name, sa.String()) for name in NAMES))


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(PROSPECT.c.id, *(PROSPECT.c[name] for name in NAMES))).all()
    for prospect_id, *names in rows:
        letters = PROSPECT.update().where(PROSPECT.c.id == prospect_id).values(pinyin=letters_of(*names))
        connection.execute(letters)


def downgrade() -> None:
    """The older search reads the same column, and finds more by it."""

"""An address is known again whether its town is written or not.

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

from portal.prospecting.alike import place_of

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PROSPECT = sa.table('prospect', sa.column('id', BIG), sa.column('address', sa.String()), sa.column('place', sa.String()))


def upgrade() -> None:
    connection = op.get_bind()
    towns = sa.or_(*(PROSPECT.c.place.contains(word) for word in ('街道', '镇', '乡')))
    for prospect_id, address in connection.execute(sa.select(PROSPECT.c.id, PROSPECT.c.address).where(towns)).all():
        connection.execute(PROSPECT.update().where(PROSPECT.c.id == prospect_id).values(place=place_of(address)))


def downgrade() -> None:
    """The older look-up reads the same column, and finds by it what it found."""

"""The shared pool says why a prospect lies there; what lies there already is told by its trail.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PROSPECT = sa.table('prospect', sa.column('id', BIG), sa.column('owner_id', BIG), sa.column('pooled_why', sa.String()))
TRAIL = sa.table('trail', sa.column('id', BIG), sa.column('event', sa.String()), sa.column('subject_id', sa.String()),
                 sa.column('facts', sa.JSON()))


def upgrade() -> None:
    op.add_column('prospect', sa.Column('pooled_why', sa.String(300), nullable=False, server_default=''))
    connection = op.get_bind()
    told = sa.select(TRAIL.c.subject_id, TRAIL.c.facts).where(TRAIL.c.event == 'prospect.pooled').order_by(TRAIL.c.id)
    for subject_id, facts in connection.execute(told).all():
        lies = (PROSPECT.c.id == int(subject_id)) & PROSPECT.c.owner_id.is_(None)
        connection.execute(PROSPECT.update().where(lies).values(pooled_why=str((facts or {}).get('reason', ''))[:300]))


def downgrade() -> None:
    op.drop_column('prospect', 'pooled_why')

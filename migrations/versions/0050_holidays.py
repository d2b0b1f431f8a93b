"""Holidays: days on which no store, or none of a region, owes a report.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('holiday',
    sa.Column('id', BIG, nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('region_id', BIG, nullable=True),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_holiday_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday'))
    )
    op.create_index('ix_holiday_last_day_first_day', 'holiday', ['last_day', 'first_day'])


def downgrade() -> None:
    op.drop_table('holiday')

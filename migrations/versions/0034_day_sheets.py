"""A manager's sentence of his day, and contacts in the order of their time.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_index('ix_contact_at', 'contact', ['at', 'id'])
    op.create_table('day_sheet',
    sa.Column('id', BIG, nullable=False),
    sa.Column('user_id', BIG, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('sentence', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_day_sheet_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_sheet')),
    sa.UniqueConstraint('user_id', 'day', name=op.f('uq_day_sheet_user_id_day'))
    )
    op.create_index(op.f('ix_day_sheet_day'), 'day_sheet', ['day'])


def downgrade() -> None:
    op.drop_table('day_sheet')
    op.drop_index('ix_contact_at', 'contact')

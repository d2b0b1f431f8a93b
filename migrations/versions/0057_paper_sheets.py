"""Numbered sheets of paper for sales while nothing works.

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('paper_sheet',
    sa.Column('id', BIG, nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_paper_sheet_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_sheet'))
    )
    op.create_index('uq_paper_sheet_store_id_code', 'paper_sheet', ['store_id', 'code'], unique=True)


def downgrade() -> None:
    op.drop_table('paper_sheet')

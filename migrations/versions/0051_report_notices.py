"""Notices of day reports that are not in: whom they went to, each step once.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('report_notice',
    sa.Column('id', BIG, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('step', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('mailed', sa.Integer(), nullable=False),
    sa.Column('store_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_report_notice_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_notice'))
    )
    op.create_index('ix_report_notice_day_id', 'report_notice', ['day', 'id'])
    op.create_index('uq_report_notice_store_id_day_step', 'report_notice', ['store_id', 'day', 'step'], unique=True)


def downgrade() -> None:
    op.drop_table('report_notice')

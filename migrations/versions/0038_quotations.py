"""Quotations by version, and the parts by which an accepted one is paid.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('quotation',
    sa.Column('id', BIG, nullable=False),
    sa.Column('prospect_id', BIG, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('accepted_by', sa.String(length=60), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_quotation_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_quotation_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotation'))
    )
    op.create_index(op.f('ix_quotation_prospect_id'), 'quotation', ['prospect_id'])
    op.create_index(op.f('ix_quotation_region_id'), 'quotation', ['region_id'])
    op.create_table('instalment',
    sa.Column('id', BIG, nullable=False),
    sa.Column('quotation_id', BIG, nullable=False),
    sa.Column('kind', sa.Enum('deposit', 'progress', 'balance', 'whole', name='partkind', native_enum=False, length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.String(length=120), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('paid_note', sa.String(length=120), nullable=False),
    sa.Column('noted_by_id', BIG, nullable=True),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['quotation_id'], ['quotation.id'], name=op.f('fk_instalment_quotation_id_quotation')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_instalment_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instalment'))
    )
    op.create_index(op.f('ix_instalment_due_on_id'), 'instalment', ['due_on', 'id'])
    op.create_index(op.f('ix_instalment_quotation_id'), 'instalment', ['quotation_id'])
    op.create_index(op.f('ix_instalment_region_id'), 'instalment', ['region_id'])


def downgrade() -> None:
    op.drop_table('instalment')
    op.drop_table('quotation')

"""Negotiations: what is thought out beforehand, the rounds, and results confirmed by both names.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def of_prospect(table):
    return (
        sa.Column('prospect_id', BIG, nullable=False),
        sa.Column('actor_id', BIG, nullable=True),
        sa.Column('region_id', BIG, nullable=False),
        sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f(f'fk_{table}_prospect_id_prospect')),
        sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f(f'fk_{table}_region_id_region')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )


def upgrade() -> None:
    op.create_table('negotiation_note',
    sa.Column('id', BIG, nullable=False),
    sa.Column('topic', sa.Enum('goal', 'limits', 'tactics', 'background', name='topic', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.String(length=600), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    *of_prospect('negotiation_note'),
    )
    op.create_table('negotiation_round',
    sa.Column('id', BIG, nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('present', sa.String(length=200), nullable=False),
    sa.Column('our_price', sa.BigInteger(), nullable=True),
    sa.Column('their_price', sa.BigInteger(), nullable=True),
    sa.Column('ours', sa.String(length=600), nullable=False),
    sa.Column('theirs', sa.String(length=600), nullable=False),
    sa.Column('talk', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    *of_prospect('negotiation_round'),
    )
    op.create_table('negotiation_result',
    sa.Column('id', BIG, nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('price_note', sa.String(length=300), nullable=False),
    sa.Column('delivery', sa.String(length=300), nullable=False),
    sa.Column('after_sales', sa.String(length=500), nullable=False),
    sa.Column('other', sa.String(length=500), nullable=False),
    sa.Column('manager_name', sa.String(length=60), nullable=False),
    sa.Column('decider_name', sa.String(length=60), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('supersedes_id', BIG, nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['supersedes_id'], ['negotiation_result.id'], name=op.f('fk_negotiation_result_supersedes_id_negotiation_result')),
    sa.UniqueConstraint('supersedes_id', name=op.f('uq_negotiation_result_supersedes_id')),
    *of_prospect('negotiation_result'),
    )
    for table in ('negotiation_note', 'negotiation_round', 'negotiation_result'):
        op.create_index(op.f(f'ix_{table}_prospect_id'), table, ['prospect_id'])
        op.create_index(op.f(f'ix_{table}_region_id'), table, ['region_id'])


def downgrade() -> None:
    for table in ('negotiation_result', 'negotiation_round', 'negotiation_note'):
        op.drop_table(table)

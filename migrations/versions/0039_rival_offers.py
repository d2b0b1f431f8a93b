"""What others offer a prospect.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('rival_offer',
    sa.Column('id', BIG, nullable=False),
    sa.Column('prospect_id', BIG, nullable=False),
    sa.Column('rival', sa.String(length=80), nullable=False),
    sa.Column('offer', sa.String(length=300), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('heard_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_rival_offer_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_rival_offer_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rival_offer'))
    )
    op.create_index(op.f('ix_rival_offer_prospect_id'), 'rival_offer', ['prospect_id'])
    op.create_index(op.f('ix_rival_offer_region_id'), 'rival_offer', ['region_id'])


def downgrade() -> None:
    op.drop_table('rival_offer')

"""One-store proposals, and links that show one.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('proposal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('handed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('findings', sa.String(length=600), nullable=False),
    sa.Column('changes', sa.String(length=600), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('goods', sa.BigInteger(), nullable=False),
    sa.Column('goods_note', sa.String(length=300), nullable=False),
    sa.Column('training_days', sa.Integer(), nullable=False),
    sa.Column('training_note', sa.String(length=300), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('rent', sa.BigInteger(), nullable=False),
    sa.Column('wages', sa.BigInteger(), nullable=False),
    sa.Column('other', sa.BigInteger(), nullable=False),
    sa.Column('today', sa.BigInteger(), nullable=False),
    sa.Column('cases', sa.JSON(), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_proposal_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_proposal_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('prospect_id', 'number', name=op.f('uq_proposal_prospect_id_number'))
    )
    op.create_index(op.f('ix_proposal_region_id'), 'proposal', ['region_id'], unique=False)

    op.create_table('proposal_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('proposal_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_link_proposal_id_proposal')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_proposal_link_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_proposal_link_token_hash'))
    )
    op.create_index(op.f('ix_proposal_link_proposal_id'), 'proposal_link', ['proposal_id'], unique=False)
    op.create_index(op.f('ix_proposal_link_region_id'), 'proposal_link', ['region_id'], unique=False)



def downgrade() -> None:
    op.drop_index(op.f('ix_proposal_link_region_id'), 'proposal_link')
    op.drop_index(op.f('ix_proposal_link_proposal_id'), 'proposal_link')

    op.drop_table('proposal_link')
    op.drop_index(op.f('ix_proposal_region_id'), 'proposal')

    op.drop_table('proposal')

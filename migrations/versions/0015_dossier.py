"""What is known of a prospect: needs and doubts, who influences him, what was said of the pitch.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('concern',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('need', 'pain', 'doubt', name='concernkind', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_concern_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_concern_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern'))
    )
    op.create_index('ix_concern_prospect_id', 'concern', ['prospect_id'])
    op.create_index(op.f('ix_concern_region_id'), 'concern', ['region_id'])
    op.create_table('influencer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('relation', sa.Enum('spouse', 'family', 'partner', 'manager', 'buyer', 'landlord', 'friend', name='relation', native_enum=False, length=32), nullable=False),
    sa.Column('stance', sa.Enum('for', 'undecided', 'against', name='stance', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_influencer_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_influencer_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_influencer'))
    )
    op.create_index('ix_influencer_prospect_id', 'influencer', ['prospect_id'])
    op.create_index(op.f('ix_influencer_region_id'), 'influencer', ['region_id'])
    op.create_table('pitch_note',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('point', sa.Enum('story', 'concept', 'requirements', 'benefits', 'demo', name='pitchpoint', native_enum=False, length=32), nullable=False),
    sa.Column('said', sa.String(length=1000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_pitch_note_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_pitch_note_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pitch_note'))
    )
    op.create_index('ix_pitch_note_prospect_id', 'pitch_note', ['prospect_id'])
    op.create_index(op.f('ix_pitch_note_region_id'), 'pitch_note', ['region_id'])



def downgrade() -> None:
    op.drop_index(op.f('ix_pitch_note_region_id'), table_name='pitch_note')
    op.drop_index('ix_pitch_note_prospect_id', table_name='pitch_note')
    op.drop_table('pitch_note')
    op.drop_index(op.f('ix_influencer_region_id'), table_name='influencer')
    op.drop_index('ix_influencer_prospect_id', table_name='influencer')
    op.drop_table('influencer')
    op.drop_index(op.f('ix_concern_region_id'), table_name='concern')
    op.drop_index('ix_concern_prospect_id', table_name='concern')
    op.drop_table('concern')

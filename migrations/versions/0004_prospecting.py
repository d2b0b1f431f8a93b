"""The tables of prospecting.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('city_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('idea', 'surveying', 'developing', 'open', 'dropped', name='citystate', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('dropped_reason', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_city_file_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city_file'))
    )
    op.create_index(op.f('ix_city_file_region_id'), 'city_file', ['region_id'], unique=False)
    op.create_index('uq_city_file_region', 'city_file', ['region_id'], unique=True)
    op.create_table('survey',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('district', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('surveyed_on', sa.Date(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('area_m2', sa.Integer(), nullable=True),
    sa.Column('tills_total', sa.Integer(), nullable=True),
    sa.Column('tills_open', sa.Integer(), nullable=True),
    sa.Column('staff', sa.Integer(), nullable=True),
    sa.Column('footfall', sa.JSON(), nullable=False),
    sa.Column('shelf_gaps', sa.Integer(), nullable=True),
    sa.Column('operator', sa.String(length=60), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('quiet', sa.Boolean(), nullable=False),
    sa.Column('quiet_reason', sa.String(length=300), nullable=False),
    sa.Column('photo_ids', sa.JSON(), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_survey_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey'))
    )
    op.create_index(op.f('ix_survey_region_id'), 'survey', ['region_id'], unique=False)
    op.create_table('tie',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('lives', 'lived', 'business', 'partner', name='tiekind', native_enum=False, length=32), nullable=False),
    sa.Column('from_year', sa.Integer(), nullable=True),
    sa.Column('to_year', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_tie_region_id_region')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_tie_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tie'))
    )
    op.create_index(op.f('ix_tie_region_id'), 'tie', ['region_id'], unique=False)
    op.create_table('prospect',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('track', sa.Enum('person', 'supermarket', name='track', native_enum=False, length=32), nullable=False),
    sa.Column('stage', sa.Enum('found', 'decision_maker', 'pitched', 'interested', 'terms_explained', 'shortlisted', 'planned', 'negotiating', 'agreed', 'applied', 'lost', name='stage', native_enum=False, length=32), nullable=False),
    sa.Column('stage_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('contact_name', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('source', sa.Enum('survey', 'partner', 'referral', 'visit', 'call', 'website', 'online', 'fair', 'advert', name='source', native_enum=False, length=32), nullable=True),
    sa.Column('background', sa.String(length=2000), nullable=False),
    sa.Column('decision_maker', sa.String(length=60), nullable=False),
    sa.Column('survey_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('next_step', sa.String(length=200), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('lost_reason', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_prospect_owner_id_user')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_prospect_region_id_region')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_prospect_survey_id_survey')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prospect'))
    )
    op.create_index(op.f('ix_prospect_next_on'), 'prospect', ['next_on'], unique=False)
    op.create_index(op.f('ix_prospect_owner_id'), 'prospect', ['owner_id'], unique=False)
    op.create_index(op.f('ix_prospect_phone'), 'prospect', ['phone'], unique=False)
    op.create_index(op.f('ix_prospect_region_id'), 'prospect', ['region_id'], unique=False)
    op.create_index('ix_prospect_region_id_stage', 'prospect', ['region_id', 'stage'], unique=False)
    op.create_table('contact',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('call', 'visit', 'message', name='contactkind', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('result', sa.String(length=2000), nullable=False),
    sa.Column('covered', sa.JSON(), nullable=False),
    sa.Column('next_step', sa.String(length=200), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_contact_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_contact_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    op.create_index('ix_contact_prospect_id_at', 'contact', ['prospect_id', 'at'], unique=False)
    op.create_index(op.f('ix_contact_region_id'), 'contact', ['region_id'], unique=False)
    op.create_table('stage_move',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('was', sa.Enum('found', 'decision_maker', 'pitched', 'interested', 'terms_explained', 'shortlisted', 'planned', 'negotiating', 'agreed', 'applied', 'lost', name='stage', native_enum=False, length=32), nullable=False),
    sa.Column('now', sa.Enum('found', 'decision_maker', 'pitched', 'interested', 'terms_explained', 'shortlisted', 'planned', 'negotiating', 'agreed', 'applied', 'lost', name='stage', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_stage_move_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_stage_move_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_move'))
    )
    op.create_index(op.f('ix_stage_move_prospect_id'), 'stage_move', ['prospect_id'], unique=False)
    op.create_index(op.f('ix_stage_move_region_id'), 'stage_move', ['region_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_stage_move_region_id'), table_name='stage_move')
    op.drop_index(op.f('ix_stage_move_prospect_id'), table_name='stage_move')
    op.drop_table('stage_move')
    op.drop_index(op.f('ix_contact_region_id'), table_name='contact')
    op.drop_index('ix_contact_prospect_id_at', table_name='contact')
    op.drop_table('contact')
    op.drop_index('ix_prospect_region_id_stage', table_name='prospect')
    op.drop_index(op.f('ix_prospect_region_id'), table_name='prospect')
    op.drop_index(op.f('ix_prospect_phone'), table_name='prospect')
    op.drop_index(op.f('ix_prospect_owner_id'), table_name='prospect')
    op.drop_index(op.f('ix_prospect_next_on'), table_name='prospect')
    op.drop_table('prospect')
    op.drop_index(op.f('ix_tie_region_id'), table_name='tie')
    op.drop_table('tie')
    op.drop_index(op.f('ix_survey_region_id'), table_name='survey')
    op.drop_table('survey')
    op.drop_index('uq_city_file_region', table_name='city_file')
    op.drop_index(op.f('ix_city_file_region_id'), table_name='city_file')
    op.drop_table('city_file')

"""The tables of signing.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('application',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('prospect_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('applicant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn', name='applicationstate', native_enum=False, length=32), nullable=False),
    sa.Column('store_name', sa.String(length=80), nullable=False),
    sa.Column('district', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('owner_name', sa.String(length=60), nullable=False),
    sa.Column('owner_phone', sa.String(length=20), nullable=False),
    sa.Column('area_m2', sa.Integer(), nullable=True),
    sa.Column('tills', sa.Integer(), nullable=True),
    sa.Column('planned_opening', sa.Date(), nullable=True),
    sa.Column('reasons', sa.String(length=4000), nullable=False),
    sa.Column('attachment_ids', sa.JSON(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('store_id_made', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['user.id'], name=op.f('fk_application_applicant_id_user')),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_application_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_application_region_id_region')),
    sa.ForeignKeyConstraint(['store_id_made'], ['store.id'], name=op.f('fk_application_store_id_made_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application'))
    )
    op.create_index(op.f('ix_application_applicant_id'), 'application', ['applicant_id'], unique=False)
    op.create_index(op.f('ix_application_prospect_id'), 'application', ['prospect_id'], unique=False)
    op.create_index(op.f('ix_application_region_id'), 'application', ['region_id'], unique=False)
    op.create_index(op.f('ix_application_state'), 'application', ['state'], unique=False)
    op.create_index('uq_application_live_prospect', 'application', ['prospect_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned', 'approved')"), postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned', 'approved')"))
    op.create_table('decision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('approved', 'returned', 'rejected', name='verdict', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_decision_application_id_application')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_decision_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('application_id', 'round', 'actor_id', name=op.f('uq_decision_application_id_round_actor_id'))
    )
    op.create_index(op.f('ix_decision_application_id'), 'decision', ['application_id'], unique=False)
    op.create_index(op.f('ix_decision_region_id'), 'decision', ['region_id'], unique=False)
    op.create_table('investment_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('payer', sa.Enum('company', 'store', name='payer', native_enum=False, length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_investment_line_application_id_application')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_investment_line_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_investment_line'))
    )
    op.create_index(op.f('ix_investment_line_application_id'), 'investment_line', ['application_id'], unique=False)
    op.create_index(op.f('ix_investment_line_region_id'), 'investment_line', ['region_id'], unique=False)
    op.create_table('submission',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_submission_application_id_application')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_submission_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission')),
    sa.UniqueConstraint('application_id', 'round', name=op.f('uq_submission_application_id_round'))
    )
    op.create_index(op.f('ix_submission_region_id'), 'submission', ['region_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_submission_region_id'), table_name='submission')
    op.drop_table('submission')
    op.drop_index(op.f('ix_investment_line_region_id'), table_name='investment_line')
    op.drop_index(op.f('ix_investment_line_application_id'), table_name='investment_line')
    op.drop_table('investment_line')
    op.drop_index(op.f('ix_decision_region_id'), table_name='decision')
    op.drop_index(op.f('ix_decision_application_id'), table_name='decision')
    op.drop_table('decision')
    op.drop_index('uq_application_live_prospect', table_name='application', sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned', 'approved')"), postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned', 'approved')"))
    op.drop_index(op.f('ix_application_state'), table_name='application')
    op.drop_index(op.f('ix_application_region_id'), table_name='application')
    op.drop_index(op.f('ix_application_prospect_id'), table_name='application')
    op.drop_index(op.f('ix_application_applicant_id'), table_name='application')
    op.drop_table('application')

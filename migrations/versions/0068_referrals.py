"""Who told a newcomer of us, and the points that he has for it.

Revision ID: 0068
Revises: 0067
"""

import sqlalchemy as sa
from alembic import op

revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'referral',
        sa.Column('member_id', ID, autoincrement=False, nullable=False),
        sa.Column('referrer_id', ID, nullable=False),
        sa.Column('points', sa.Integer(), nullable=True),
        sa.Column('rewarded_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('actor_id', ID, nullable=True),
        sa.Column('store_id', ID, nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_referral_member_id_member')),
        sa.ForeignKeyConstraint(['referrer_id'], ['member.id'], name=op.f('fk_referral_referrer_id_member')),
        sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_referral_store_id_store')),
        sa.PrimaryKeyConstraint('member_id', name=op.f('pk_referral')),
    )
    op.create_index('ix_referral_referrer_id', 'referral', ['referrer_id'], unique=False)


def downgrade() -> None:
    op.drop_table('referral')

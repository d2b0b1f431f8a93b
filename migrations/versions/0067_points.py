"""Points that no order says: by hand, lapsed, for a recommendation.

Revision ID: 0067
Revises: 0066
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'points_move',
        sa.Column('id', ID, nullable=False),
        sa.Column('member_id', ID, nullable=False),
        sa.Column('kind', sa.String(length=32), nullable=False),
        sa.Column('points', sa.Integer(), nullable=False),
        sa.Column('newcomer_id', ID, nullable=True),
        sa.Column('reason', sa.String(length=200), nullable=False),
        sa.Column('actor_id', ID, nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('store_id', ID, nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_points_move_member_id_member')),
        sa.ForeignKeyConstraint(['newcomer_id'], ['member.id'], name=op.f('fk_points_move_newcomer_id_member')),
        sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_points_move_store_id_store')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_points_move')),
    )
    op.create_index('ix_points_move_member_id', 'points_move', ['member_id'], unique=False)
    for line in append_only('points_move', op.get_bind().dialect.name):
        op.execute(line)


def downgrade() -> None:
    op.drop_table('points_move')

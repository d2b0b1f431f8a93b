"""A member's points are kept for the order that is being paid with them.

Revision ID: 0070
Revises: 0069
"""

import sqlalchemy as sa
from alembic import op

revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('points_reservation',
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('member_id', BIG, nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_points_reservation_member_id_member')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_points_reservation_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'id', name=op.f('pk_points_reservation'))
    )
    op.create_index('ix_points_reservation_member_id_ends_at', 'points_reservation', ['member_id', 'ends_at'])


def downgrade() -> None:
    op.drop_table('points_reservation')

"""A PIN proves who stands at a till that a colleague is signed in on; each taking over is a turn.

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('user', sa.Column('pin', sa.String(length=200), nullable=False, server_default=''))
    op.create_table('turn',
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('device', sa.String(length=40), nullable=False),
    sa.Column('user_id', BIG, nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_turn_store_id_store')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_turn_user_id_user')),
    sa.PrimaryKeyConstraint('store_id', 'id', name=op.f('pk_turn'))
    )
    op.create_index('ix_turn_store_id_device_at', 'turn', ['store_id', 'device', 'at'])
    for statement in append_only('turn', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('turn')
    # each sets his own again
    op.drop_column('user', 'pin')

"""Shifts at the tills, and the cash moved in them.

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
OPEN = sa.text('closed_at IS NULL')


def upgrade() -> None:
    op.create_table('shift',
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('device', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opener_id', BIG, nullable=True),
    sa.Column('float_fen', sa.BigInteger(), nullable=False),
    sa.Column('float_reason', sa.String(length=300), nullable=False),
    sa.Column('first_number', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closer_id', BIG, nullable=True),
    sa.Column('last_number', sa.BigInteger(), nullable=True),
    sa.Column('missing', sa.Integer(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('expected', sa.JSON(), nullable=True),
    sa.Column('counted', sa.JSON(), nullable=True),
    sa.Column('reasons', sa.JSON(), nullable=True),
    sa.Column('left_fen', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_shift_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'id', name=op.f('pk_shift'))
    )
    op.create_index('ix_shift_store_id_opened_at', 'shift', ['store_id', 'opened_at'])
    op.create_index('uq_shift_store_id_device', 'shift', ['store_id', 'device'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table('cash_move',
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('shift_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('fen', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id', 'shift_id'], ['shift.store_id', 'shift.id'], name=op.f('fk_cash_move_store_id_shift_id_shift')),
    sa.PrimaryKeyConstraint('store_id', 'id', name=op.f('pk_cash_move'))
    )
    op.create_index('ix_cash_move_store_id_shift_id', 'cash_move', ['store_id', 'shift_id'])
    for statement in append_only('cash_move', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('cash_move')
    op.drop_table('shift')

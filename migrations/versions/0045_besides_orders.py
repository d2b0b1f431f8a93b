"""What only some orders have: several payments, benefits, returns; and what members bought so far.

Orders and lines stay as they are, but for columns that stay empty in older ones: tables whose rows are only ever added
are not rebuilt, since that would lose their triggers. What members bought is summed up from their orders.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
ORDERS = (
    ('given', sa.BigInteger()), ('returns_id', sa.Uuid(as_uuid=False)), ('points', sa.Integer()),
    ('points_used', sa.Integer()), ('uploader_id', ID), ('snapshot', sa.BigInteger()),
    ('turn_id', sa.Uuid(as_uuid=False)),
)
SUM_UP = """
INSERT INTO member_total (store_id, member_id, orders, spent, saved, earned, used, owed, last_on)
SELECT store_id, member_id, sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END), sum(total), sum(discount), 0, 0,
    sum(CASE payment WHEN 'account' THEN total ELSE 0 END), max(CASE WHEN reverses_id IS NULL THEN business_day END)
FROM orders WHERE member_id IS NOT NULL GROUP BY store_id, member_id
"""


def upgrade() -> None:
    for name, kind in ORDERS:
        op.add_column('orders', sa.Column(name, kind, nullable=True))
    op.create_index('ix_orders_store_id_returns_id', 'orders', ['store_id', 'returns_id'], unique=False)
    op.create_table('order_payment',
    sa.Column('store_id', ID, nullable=False),
    sa.Column('order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('given', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['store_id', 'order_id'], ['orders.store_id', 'orders.id'], name=op.f('fk_order_payment_store_id_order_id_orders')),
    sa.PrimaryKeyConstraint('store_id', 'order_id', 'n', name=op.f('pk_order_payment')),
    sqlite_with_rowid=False
    )
    op.create_table('order_benefit',
    sa.Column('store_id', ID, nullable=False),
    sa.Column('order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('fen', sa.BigInteger(), nullable=False),
    sa.Column('rule_id', sa.BigInteger(), nullable=True),
    sa.Column('approver_id', ID, nullable=True),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['store_id', 'order_id', 'position'], ['order_line.store_id', 'order_line.order_id', 'order_line.position'], name=op.f('fk_order_benefit_store_id_order_id_position_order_line')),
    sa.PrimaryKeyConstraint('store_id', 'order_id', 'n', name=op.f('pk_order_benefit')),
    sqlite_with_rowid=False
    )
    op.create_table('order_return',
    sa.Column('store_id', ID, nullable=False),
    sa.Column('order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('of_order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('of_position', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['store_id', 'order_id', 'position'], ['order_line.store_id', 'order_line.order_id', 'order_line.position'], name=op.f('fk_order_return_store_id_order_id_position_order_line')),
    sa.ForeignKeyConstraint(['store_id', 'of_order_id', 'of_position'], ['order_line.store_id', 'order_line.order_id', 'order_line.position'], name=op.f('fk_order_return_store_id_of_order_id_of_position_order_line')),
    sa.PrimaryKeyConstraint('store_id', 'order_id', 'position', name=op.f('pk_order_return')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_order_return_store_id_of_order_id', 'order_return', ['store_id', 'of_order_id', 'of_position'], unique=False)
    for table in ('order_payment', 'order_benefit', 'order_return'):
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)
    op.create_table('member_total',
    sa.Column('store_id', ID, nullable=False),
    sa.Column('member_id', ID, nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('saved', sa.BigInteger(), nullable=False),
    sa.Column('earned', sa.Integer(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('owed', sa.BigInteger(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_member_total_store_id_store')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_member_total_member_id_member')),
    sa.PrimaryKeyConstraint('store_id', 'member_id', name=op.f('pk_member_total')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_member_total_member_id', 'member_total', ['member_id'], unique=False)
    op.execute(SUM_UP)


def downgrade() -> None:
    # refused before it begins where any of it is written, but for the sums; -x drop=yes drops it all the same
    for table in ('member_total', 'order_return', 'order_benefit', 'order_payment'):
        op.drop_table(table)
    op.drop_index('ix_orders_store_id_returns_id', table_name='orders')
    for name, _ in reversed(ORDERS):
        op.drop_column('orders', name)

"""The tables of selling.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('day_excuse',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_day_excuse_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_excuse'))
    )
    op.create_index('uq_day_excuse_store_id_day', 'day_excuse', ['store_id', 'day'], unique=True)
    op.create_table('day_report',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('no_sales', sa.Boolean(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('expected', sa.BigInteger(), nullable=False),
    sa.Column('expected_cash', sa.BigInteger(), nullable=False),
    sa.Column('counted_cash', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_day_report_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_report'))
    )
    op.create_index('uq_day_report_store_id_day', 'day_report', ['store_id', 'day'], unique=True)
    op.create_table('day_total',
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('reversals', sa.Integer(), nullable=False),
    sa.Column('member_orders', sa.Integer(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('coupon', sa.BigInteger(), nullable=False),
    sa.Column('coupon_match', sa.BigInteger(), nullable=False),
    sa.Column('cash', sa.BigInteger(), nullable=False),
    sa.Column('wechat', sa.BigInteger(), nullable=False),
    sa.Column('alipay', sa.BigInteger(), nullable=False),
    sa.Column('card', sa.BigInteger(), nullable=False),
    sa.Column('account', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_day_total_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'day', name=op.f('pk_day_total')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_day_total_day_store_id', 'day_total', ['day', 'store_id'], unique=False)
    op.create_table('member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('last_four', sa.String(length=4), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('pinyin', sa.String(length=120), nullable=False),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('consent_version', sa.String(length=40), nullable=False),
    sa.Column('consent_channel', sa.String(length=20), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=True),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_member_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member')),
    sa.UniqueConstraint('phone', name=op.f('uq_member_phone')),
    sa.UniqueConstraint('source_key', name=op.f('uq_member_source_key'))
    )
    op.create_index(op.f('ix_member_last_four'), 'member', ['last_four'], unique=False)
    op.create_index(op.f('ix_member_pinyin'), 'member', ['pinyin'], unique=False)
    op.create_index('ix_member_store_id_id', 'member', ['store_id', 'id'], unique=False)
    op.create_table('orders',
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('device', sa.String(length=40), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('business_day', sa.Date(), nullable=False),
    sa.Column('booked_day', sa.Date(), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('payment', sa.Enum('cash', 'wechat', 'alipay', 'card', 'account', name='payment', native_enum=False, length=32), nullable=False),
    sa.Column('lines_count', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('coupon', sa.BigInteger(), nullable=False),
    sa.Column('coupon_match', sa.BigInteger(), nullable=False),
    sa.Column('reverses_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=True),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('flags', sa.String(length=80), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('prev', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_orders_member_id_member')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_orders_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'id', name=op.f('pk_orders'))
    )
    op.create_index('ix_orders_placed_at_id', 'orders', ['placed_at', 'id'], unique=False)
    op.create_index('ix_orders_store_id_booked_day', 'orders', ['store_id', 'booked_day'], unique=False)
    op.create_index('ix_orders_store_id_member_id', 'orders', ['store_id', 'member_id'], unique=False)
    op.create_index('ix_orders_store_id_placed_at', 'orders', ['store_id', 'placed_at', 'id'], unique=False)
    op.create_index('uq_orders_store_id_device_sequence', 'orders', ['store_id', 'device', 'sequence'], unique=True)
    op.create_index('uq_orders_store_id_reverses_id', 'orders', ['store_id', 'reverses_id'], unique=True)
    op.create_index('uq_orders_store_id_seq', 'orders', ['store_id', 'seq'], unique=True)
    op.create_table('order_line',
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('coupon', sa.BigInteger(), nullable=False),
    sa.Column('coupon_match', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_order_line_product_id_product')),
    sa.ForeignKeyConstraint(['store_id', 'order_id'], ['orders.store_id', 'orders.id'], name=op.f('fk_order_line_store_id_order_id_orders')),
    sa.PrimaryKeyConstraint('store_id', 'order_id', 'position', name=op.f('pk_order_line')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_order_line_store_id_product_id', 'order_line', ['store_id', 'product_id'], unique=False)
    for table in ('orders', 'order_line', 'day_report'):
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index('ix_order_line_store_id_product_id', table_name='order_line')
    op.drop_table('order_line')
    op.drop_index('uq_orders_store_id_seq', table_name='orders')
    op.drop_index('uq_orders_store_id_reverses_id', table_name='orders')
    op.drop_index('uq_orders_store_id_device_sequence', table_name='orders')
    op.drop_index('ix_orders_store_id_placed_at', table_name='orders')
    op.drop_index('ix_orders_store_id_member_id', table_name='orders')
    op.drop_index('ix_orders_store_id_booked_day', table_name='orders')
    op.drop_index('ix_orders_placed_at_id', table_name='orders')
    op.drop_table('orders')
    op.drop_index('ix_member_store_id_id', table_name='member')
    op.drop_index(op.f('ix_member_pinyin'), table_name='member')
    op.drop_index(op.f('ix_member_last_four'), table_name='member')
    op.drop_table('member')
    op.drop_index('ix_day_total_day_store_id', table_name='day_total')
    op.drop_table('day_total')
    op.drop_index('uq_day_report_store_id_day', table_name='day_report')
    op.drop_table('day_report')
    op.drop_index('uq_day_excuse_store_id_day', table_name='day_excuse')
    op.drop_table('day_excuse')

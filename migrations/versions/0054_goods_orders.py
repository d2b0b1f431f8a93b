"""Goods ordered from head office: one document through its steps, with its lines.

Revision ID: 0054
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('goods_order',
    sa.Column('id', BIG, nullable=False),
    sa.Column('state', sa.Enum('ordered', 'shipped', 'received', 'cancelled', name='supplystate', native_enum=False, length=32), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('shipped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipped_by', BIG, nullable=True),
    sa.Column('expected_on', sa.Date(), nullable=True),
    sa.Column('waybill', sa.String(length=80), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', BIG, nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('store_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_goods_order_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_order')),
    )
    op.create_index('ix_goods_order_store_id_id', 'goods_order', ['store_id', 'id'])
    op.create_index('ix_goods_order_state_id', 'goods_order', ['state', 'id'])
    op.create_table('goods_order_line',
    sa.Column('id', BIG, nullable=False),
    sa.Column('goods_order_id', BIG, nullable=False),
    sa.Column('product_id', BIG, nullable=False),
    sa.Column('ordered', sa.BigInteger(), nullable=False),
    sa.Column('shipped', sa.BigInteger(), nullable=True),
    sa.Column('received', sa.BigInteger(), nullable=True),
    sa.Column('deviation', sa.Enum('short', 'over', 'broken', 'wrong', name='deviation', native_enum=False, length=32), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('store_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['goods_order_id'], ['goods_order.id'], name=op.f('fk_goods_order_line_goods_order_id_goods_order')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_goods_order_line_product_id_product')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_goods_order_line_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_order_line')),
    sa.UniqueConstraint('goods_order_id', 'product_id', name=op.f('uq_goods_order_line_goods_order_id_product_id')),
    )
    op.create_index('ix_goods_order_line_store_id_product_id', 'goods_order_line', ['store_id', 'product_id'])


def downgrade() -> None:
    op.drop_table('goods_order_line')
    op.drop_table('goods_order')

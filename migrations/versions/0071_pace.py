"""How fast products sell in a store, and the least that a store wants to have.

Revision ID: 0071
Revises: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = '0071'
down_revision = '0070'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('stock_pace',
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('product_id', BIG, nullable=False),
    sa.Column('per_day', sa.BigInteger(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_stock_pace_product_id_product')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_stock_pace_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'product_id', name=op.f('pk_stock_pace')),
    )
    op.create_table('stock_minimum',
    sa.Column('id', BIG, nullable=False),
    sa.Column('product_id', BIG, nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_stock_minimum_product_id_product')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_stock_minimum_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_minimum')),
    sa.UniqueConstraint('store_id', 'product_id', name=op.f('uq_stock_minimum_store_id_product_id')),
    )


def downgrade() -> None:
    op.drop_table('stock_minimum')
    op.drop_table('stock_pace')

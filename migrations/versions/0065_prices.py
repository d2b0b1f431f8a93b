"""Prices of head office by place and days, and prices of stores where head office leaves them one.

Revision ID: 0065
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op

revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def lasting(table):
    return (
        sa.Column('fen', sa.BigInteger(), nullable=False),
        sa.Column('member_fen', sa.BigInteger(), nullable=True),
        sa.Column('since', sa.BigInteger(), nullable=False),
        sa.Column('until', sa.BigInteger(), nullable=True),
        sa.Column('ends', sa.BigInteger(), nullable=True),
        sa.Column('actor_id', ID, nullable=True),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f(f'fk_{table}_product_id_product')),
        sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f(f'fk_{table}_store_id_store')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )


def upgrade() -> None:
    kinds = sa.Enum('fixed', 'range', 'free', name='pricekind', native_enum=False, length=32)
    op.create_table(
        'price',
        sa.Column('id', ID, nullable=False),
        sa.Column('product_id', ID, nullable=False),
        sa.Column('region_id', ID, nullable=True),
        sa.Column('store_id', ID, nullable=True),
        sa.Column('level', sa.Integer(), nullable=False),
        sa.Column('kind', kinds, nullable=False),
        sa.Column('least', sa.BigInteger(), nullable=True),
        sa.Column('most', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_price_region_id_region')),
        *lasting('price'),
    )
    op.create_index('ix_price_product_id_since', 'price', ['product_id', 'since'])
    op.create_index('ix_price_since_id', 'price', ['since', 'id'])
    op.create_table(
        'store_price',
        sa.Column('id', ID, nullable=False),
        sa.Column('store_id', ID, nullable=False),
        sa.Column('product_id', ID, nullable=False),
        *lasting('store_price'),
    )
    op.create_index('ix_store_price_store_id_product_id_since', 'store_price', ['store_id', 'product_id', 'since'])


def downgrade() -> None:
    op.drop_table('store_price')
    op.drop_table('price')

"""Counts of many products: sheets and their lines.

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('count_sheet',
    sa.Column('id', BIG, nullable=False),
    sa.Column('scope', sa.Enum('all', 'category', 'scanned', name='countscope', native_enum=False, length=32), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('state', sa.Enum('open', 'adopted', 'dropped', name='countstate', native_enum=False, length=32), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', BIG, nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('store_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_count_sheet_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_count_sheet')),
    )
    op.create_index('ix_count_sheet_store_id_id', 'count_sheet', ['store_id', 'id'])
    op.create_table('count_line',
    sa.Column('id', BIG, nullable=False),
    sa.Column('sheet_id', BIG, nullable=False),
    sa.Column('product_id', BIG, nullable=False),
    sa.Column('counted', sa.BigInteger(), nullable=True),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counted_by', BIG, nullable=True),
    sa.Column('expected', sa.BigInteger(), nullable=True),
    sa.Column('cause', sa.Enum('receipt', 'till', 'broken', 'taken', 'used', 'before', 'unknown', name='cause', native_enum=False, length=32), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('store_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_count_line_product_id_product')),
    sa.ForeignKeyConstraint(['sheet_id'], ['count_sheet.id'], name=op.f('fk_count_line_sheet_id_count_sheet')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_count_line_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_count_line')),
    sa.UniqueConstraint('sheet_id', 'product_id', name=op.f('uq_count_line_sheet_id_product_id')),
    )
    op.create_index('ix_count_line_store_id_product_id', 'count_line', ['store_id', 'product_id'])


def downgrade() -> None:
    op.drop_table('count_line')
    op.drop_table('count_sheet')

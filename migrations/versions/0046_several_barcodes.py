"""A product has several barcodes, and the catalogue counts its changes, so that a tablet asks for what is new.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'catalogue_head',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('number', sa.BigInteger(), nullable=False),
        sa.Column('floor', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_head')),
    )
    op.create_table(
        'product_barcode',
        sa.Column('barcode', sa.String(length=20), nullable=False),
        sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('pieces', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['product_id'], ['product.id'], name=op.f('fk_product_barcode_product_id_product')
        ),
        sa.PrimaryKeyConstraint('barcode', name=op.f('pk_product_barcode')),
    )
    op.create_index('ix_product_barcode_product_id', 'product_barcode', ['product_id'])
    op.add_column('product', sa.Column('changed', sa.BigInteger(), nullable=False, server_default='1'))
    op.create_index('ix_product_changed', 'product', ['changed'])


def downgrade() -> None:
    op.drop_index('ix_product_changed', 'product')
    op.drop_column('product', 'changed')
    op.drop_table('product_barcode')
    op.drop_table('catalogue_head')

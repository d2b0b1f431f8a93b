"""Goods sent from one store to another, with what both ends say.

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def ends(table):
    return (
        sa.Column('store_id', BIG, nullable=False),
        sa.Column('receiver_id', BIG, nullable=False),
        sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f(f'fk_{table}_store_id_store')),
        sa.ForeignKeyConstraint(['receiver_id'], ['store.id'], name=op.f(f'fk_{table}_receiver_id_store')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )


def upgrade() -> None:
    op.create_table('transfer',
    sa.Column('id', BIG, nullable=False),
    sa.Column('state', sa.Enum('sent', 'received', 'returned', name='transferstate', native_enum=False, length=32), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', BIG, nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    *ends('transfer'),
    )
    op.create_index('ix_transfer_store_id_id', 'transfer', ['store_id', 'id'])
    op.create_index('ix_transfer_receiver_id_id', 'transfer', ['receiver_id', 'id'])
    op.create_table('transfer_line',
    sa.Column('id', BIG, nullable=False),
    sa.Column('transfer_id', BIG, nullable=False),
    sa.Column('product_id', BIG, nullable=False),
    sa.Column('sent', sa.BigInteger(), nullable=False),
    sa.Column('received', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['transfer_id'], ['transfer.id'], name=op.f('fk_transfer_line_transfer_id_transfer')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_transfer_line_product_id_product')),
    sa.UniqueConstraint('transfer_id', 'product_id', name=op.f('uq_transfer_line_transfer_id_product_id')),
    *ends('transfer_line'),
    )


def downgrade() -> None:
    op.drop_table('transfer_line')
    op.drop_table('transfer')

"""A product has its article number, its scale number, brand and size, days in front, and a cost of its own table.

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TEXTS = (('brand', 40), ('spec', 60))
NUMBERS = (('code', 20), ('plu', 5))
DAYS = ('featured_from', 'featured_until')


def upgrade() -> None:
    for name, length in TEXTS:
        op.add_column('product', sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
    for name, length in NUMBERS:
        op.add_column('product', sa.Column(name, sa.String(length=length), nullable=True))
    for name in DAYS:
        op.add_column('product', sa.Column(name, sa.Date(), nullable=True))
    op.create_index('uq_product_code', 'product', ['code'], unique=True)
    op.create_index('uq_product_plu', 'product', ['plu'], unique=True)
    op.create_table(
        'product_cost',
        sa.Column('id', ID, nullable=False),
        sa.Column('product_id', ID, nullable=False),
        sa.Column('fen', sa.BigInteger(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('actor_id', ID, nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_cost_product_id_product')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_product_cost')),
    )
    op.create_index('ix_product_cost_product_id_since', 'product_cost', ['product_id', 'since'])
    for statement in append_only('product_cost', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('product_cost')
    op.drop_index('uq_product_plu', 'product')
    op.drop_index('uq_product_code', 'product')
    for name in (*DAYS, 'plu', 'code', 'spec', 'brand'):
        op.drop_column('product', name)

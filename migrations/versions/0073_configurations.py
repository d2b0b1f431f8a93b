"""Lists of a new store's first goods.

Revision ID: 0073
Revises: 0072
"""

import sqlalchemy as sa
from alembic import op

revision = '0073'
down_revision = '0072'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'configuration',
        sa.Column('id', ID, nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('least_m2', sa.Integer(), nullable=True),
        sa.Column('most_m2', sa.Integer(), nullable=True),
        sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_configuration')),
        sa.UniqueConstraint('name', name=op.f('uq_configuration_name')),
    )
    op.create_table(
        'configuration_line',
        sa.Column('id', ID, nullable=False),
        sa.Column('configuration_id', ID, nullable=False),
        sa.Column('product_id', ID, nullable=False),
        sa.Column('quantity', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ['configuration_id'],
            ['configuration.id'],
            name=op.f('fk_configuration_line_configuration_id_configuration'),
        ),
        sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_configuration_line_product_id_product')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_configuration_line')),
        sa.UniqueConstraint(
            'configuration_id', 'product_id', name=op.f('uq_configuration_line_configuration_id_product_id')
        ),
    )
    op.create_index('ix_configuration_line_product_id', 'configuration_line', ['product_id'])


def downgrade() -> None:
    op.drop_table('configuration_line')
    op.drop_table('configuration')

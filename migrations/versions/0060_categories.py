"""Categories are rows with an order, made of the words that products bear.

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
FILL = """
INSERT INTO category (name, position, made_at)
SELECT category, 10 * row_number() OVER (ORDER BY category), CURRENT_TIMESTAMP
FROM (SELECT DISTINCT category FROM product WHERE category <> '') AS named
"""


def upgrade() -> None:
    op.create_table(
        'category',
        sa.Column('id', ID, nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
        sa.UniqueConstraint('name', name=op.f('uq_category_name')),
    )
    op.execute(FILL)


def downgrade() -> None:
    op.drop_table('category')

"""A day report names the tablets out of use of which nobody knows what they sold.

Revision ID: 0064
Revises: 0063
"""

import sqlalchemy as sa
from alembic import op

revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('day_report', sa.Column('tails', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('day_report', 'tails')

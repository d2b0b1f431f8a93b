"""The list of prospects, the nearest steps first, is read in the order of an index.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_prospect_steps', 'prospect', [sa.text("coalesce(next_on, '2100-01-01')"), 'id'])


def downgrade() -> None:
    op.drop_index('ix_prospect_steps', table_name='prospect')

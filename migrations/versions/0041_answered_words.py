"""A form that was stored keeps a digest of what it said: sent again with other words it is refused, not swallowed.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('answered', sa.Column('said', sa.String(64), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('answered', 'said')

"""A member's consent is withdrawn without erasing him.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('member', sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # the trail keeps who withdrew; an older portal knows of it no more, so erase these members before
    op.drop_column('member', 'withdrawn_at')

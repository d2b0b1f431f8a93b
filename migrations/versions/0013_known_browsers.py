"""Failed sign-ins are counted by the network they come from, and a browser is known that someone signed in with.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('attempt', sa.Column('origin', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('sign_in', sa.Column('device', sa.String(length=64), nullable=False, server_default=''))


def downgrade() -> None:
    # counts of fifteen minutes; a browser is known again after its next sign-in
    op.drop_column('sign_in', 'device')
    op.drop_column('attempt', 'origin')

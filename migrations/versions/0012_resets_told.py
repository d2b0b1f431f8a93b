"""A password set anew through someone else's link is told to its person.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('one_time_link', sa.Column('reset_at', sa.DateTime(timezone=True), nullable=True))
    reset_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('sign_in', sa.Column('reset_id', reset_id, nullable=True))


def downgrade() -> None:
    # the trail keeps who made which link and when it set a password
    op.drop_column('sign_in', 'reset_id')
    op.drop_column('one_time_link', 'reset_at')

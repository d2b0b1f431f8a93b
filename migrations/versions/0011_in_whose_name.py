"""In whose name a substitute decided.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('decision', sa.Column('for_id', kind, nullable=True))


def downgrade() -> None:
    # the trail keeps in whose name it was
    op.drop_column('decision', 'for_id')

"""Why goods were written off, as a kind beside the words.

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None

KINDS = ('broken', 'spoilt', 'used', 'given', 'taken', 'other')


def upgrade() -> None:
    op.add_column('stock_move', sa.Column('loss', sa.Enum(*KINDS, name='loss', native_enum=False, length=32), nullable=True))


def downgrade() -> None:
    op.drop_column('stock_move', 'loss')

"""What people and teams have done, can put in and want.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

MAKEUPS = ('one', 'couple', 'partners', 'team')
FREES = ('now', 'quarter', 'year', 'later')
NAMES = ('makeup', 'heads', 'trade_years', 'done', 'together', 'capital', 'free', 'wants')


def upgrade() -> None:
    with op.batch_alter_table('prospect') as batch:
        batch.add_column(sa.Column('makeup', sa.Enum(*MAKEUPS, name='makeup', native_enum=False, length=32), nullable=True))
        batch.add_column(sa.Column('heads', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('trade_years', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('done', sa.String(length=1000), server_default='', nullable=False))
        batch.add_column(sa.Column('together', sa.String(length=500), server_default='', nullable=False))
        batch.add_column(sa.Column('capital', sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column('free', sa.Enum(*FREES, name='free', native_enum=False, length=32), nullable=True))
        batch.add_column(sa.Column('wants', sa.String(length=500), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('prospect') as batch:
        for name in reversed(NAMES):
            batch.drop_column(name)

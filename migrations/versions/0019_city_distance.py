"""How far a target city is from the nearest own store.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('city_file') as table:
        table.add_column(sa.Column('distance_km', sa.Integer(), nullable=True))
        table.add_column(sa.Column('distance_from', sa.String(length=80), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('city_file') as table:
        table.drop_column('distance_from')
        table.drop_column('distance_km')

"""What a version of a proposal showed when it was handed over.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('proposal') as batch:
        batch.add_column(sa.Column('as_handed', sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('proposal') as batch:
        batch.drop_column('as_handed')

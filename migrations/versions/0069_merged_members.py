"""Two files of one member: the later one names the one that it was merged into.

Revision ID: 0069
Revises: 0068
"""

import sqlalchemy as sa
from alembic import op

revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
KEY = 'fk_member_merged_into_id_member'


def upgrade() -> None:
    with op.batch_alter_table('member') as batch:
        batch.add_column(sa.Column('merged_into_id', ID, nullable=True))
        batch.create_foreign_key(op.f(KEY), 'member', ['merged_into_id'], ['id'])
        batch.create_index('ix_member_merged_into_id', ['merged_into_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('member') as batch:
        batch.drop_index('ix_member_merged_into_id')
        batch.drop_constraint(op.f(KEY), type_='foreignkey')
        batch.drop_column('merged_into_id')

"""A study that stands in place of one entered wrongly.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('study') as batch:
        batch.add_column(sa.Column('corrects_id', BIG, nullable=True))
        batch.add_column(sa.Column('reason', sa.String(length=200), server_default='', nullable=False))
        batch.create_foreign_key(op.f('fk_study_corrects_id_study'), 'study', ['corrects_id'], ['id'])
        batch.create_unique_constraint(op.f('uq_study_corrects_id'), ['corrects_id'])


def downgrade() -> None:
    with op.batch_alter_table('study') as batch:
        batch.drop_constraint(op.f('uq_study_corrects_id'), type_='unique')
        batch.drop_constraint(op.f('fk_study_corrects_id_study'), type_='foreignkey')
        batch.drop_column('reason')
        batch.drop_column('corrects_id')

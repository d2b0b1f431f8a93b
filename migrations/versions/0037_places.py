"""A coarse place of visits with consent, and appointments that were reminded of.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('contact') as batch:
        batch.add_column(sa.Column('place_lat', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('place_lon', sa.Integer(), nullable=True))
    with op.batch_alter_table('appointment') as batch:
        batch.add_column(sa.Column('reminded_on', sa.Date(), nullable=True))
    op.create_table('place_consent',
    sa.Column('id', BIG, nullable=False),
    sa.Column('user_id', BIG, nullable=False),
    sa.Column('text_version', sa.String(length=12), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_place_consent_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_consent'))
    )
    op.create_index(op.f('ix_place_consent_user_id'), 'place_consent', ['user_id'])


def downgrade() -> None:
    op.drop_table('place_consent')
    with op.batch_alter_table('appointment') as batch:
        batch.drop_column('reminded_on')
    with op.batch_alter_table('contact') as batch:
        for name in ('place_lon', 'place_lat'):
            batch.drop_column(name)

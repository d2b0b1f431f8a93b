"""A tablet's new members are known by the keys that it gave them.

Revision ID: 0072
Revises: 0071
"""

import sqlalchemy as sa
from alembic import op

revision = '0072'
down_revision = '0071'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'member_key',
        sa.Column('store_id', BIG, nullable=False),
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('member_id', BIG, nullable=False),
        sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_member_key_store_id_store')),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_member_key_member_id_member')),
        sa.PrimaryKeyConstraint('store_id', 'id', name=op.f('pk_member_key')),
    )


def downgrade() -> None:
    op.drop_table('member_key')

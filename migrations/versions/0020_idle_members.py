"""Members who are idle by the rules are announced, and later anonymised.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('idle_member',
    sa.Column('store_id', big, nullable=False),
    sa.Column('member_id', big, nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_idle_member_member_id_member')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_idle_member_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'member_id', name=op.f('pk_idle_member'))
    )


def downgrade() -> None:
    # announced anew in the night after, with another month's notice
    op.drop_table('idle_member')

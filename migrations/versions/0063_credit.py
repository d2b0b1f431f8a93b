"""How much a member may owe the store that registered him.

Revision ID: 0063
Revises: 0062
"""

import sqlalchemy as sa
from alembic import op

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('credit',
    sa.Column('store_id', BIG, nullable=False),
    sa.Column('member_id', BIG, nullable=False),
    sa.Column('limit_fen', sa.BigInteger(), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_credit_member_id_member')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_credit_store_id_store')),
    sa.PrimaryKeyConstraint('store_id', 'member_id', name=op.f('pk_credit'))
    )


def downgrade() -> None:
    op.drop_table('credit')

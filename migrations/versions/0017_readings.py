"""Whoever looks at very many members raises an alert; the files of members that were opened are counted for it.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('member_opening',
    sa.Column('id', big, nullable=False),
    sa.Column('member_id', big, nullable=False),
    sa.Column('actor_id', big, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('store_id', big, nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_member_opening_member_id_member')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_member_opening_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_opening'))
    )
    op.create_index('ix_member_opening_store_id_member_id', 'member_opening', ['store_id', 'member_id'])
    op.create_index('ix_member_opening_actor_id_at', 'member_opening', ['actor_id', 'at'])
    op.create_table('member_reading',
    sa.Column('id', big, nullable=False),
    sa.Column('actor_id', big, nullable=True),
    sa.Column('store_id', big, nullable=True),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('looked_up', sa.Integer(), nullable=False),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('revealed', sa.Integer(), nullable=False),
    sa.Column('exported', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closer_id', big, nullable=True),
    sa.Column('conclusion', sa.String(length=300), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_member_reading_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_reading'))
    )
    op.create_index('ix_member_reading_actor_id_last_at', 'member_reading', ['actor_id', 'last_at'])
    op.create_index(op.f('ix_member_reading_store_id'), 'member_reading', ['store_id'])
    op.create_index(op.f('ix_member_reading_closed_at'), 'member_reading', ['closed_at'])
    op.create_index('ix_trail_actor_id_at', 'trail', ['actor_id', 'at'])


def downgrade() -> None:
    # the trail keeps who closed which alert and why; which files were opened is lost with the table
    op.drop_index('ix_trail_actor_id_at', 'trail')
    op.drop_table('member_reading')
    op.drop_table('member_opening')

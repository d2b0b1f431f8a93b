"""The tables of accounts.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    op.create_index('ix_attempt_key_at', 'attempt', ['key', 'at'], unique=False)
    op.create_table('policy',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy'))
    )
    op.create_table('user',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('role', sa.Enum('owner', 'clerk', 'rm', 'office', 'admin', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('invited', 'active', 'disabled', name='userstate', native_enum=False, length=32), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=12), nullable=False),
    sa.Column('theme', sa.String(length=8), nullable=False),
    sa.Column('totp_secret', sa.String(length=64), nullable=False),
    sa.Column('totp_step', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('email', name=op.f('uq_user_email')),
    sa.UniqueConstraint('phone', name=op.f('uq_user_phone'))
    )
    op.create_table('one_time_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.Enum('invite', 'reset', name='purpose', native_enum=False, length=32), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_one_time_link_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_one_time_link_token_hash'))
    )
    op.create_index(op.f('ix_one_time_link_user_id'), 'one_time_link', ['user_id'], unique=False)
    op.create_table('substitute',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('absent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stand_in_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['absent_id'], ['user.id'], name=op.f('fk_substitute_absent_id_user')),
    sa.ForeignKeyConstraint(['stand_in_id'], ['user.id'], name=op.f('fk_substitute_stand_in_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitute'))
    )
    op.create_index(op.f('ix_substitute_absent_id'), 'substitute', ['absent_id'], unique=False)
    op.create_index(op.f('ix_substitute_stand_in_id'), 'substitute', ['stand_in_id'], unique=False)
    op.create_table('user_region',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_user_region_region_id_region')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_region_user_id_user')),
    sa.PrimaryKeyConstraint('user_id', 'region_id', name=op.f('pk_user_region'))
    )
    op.create_index(op.f('ix_user_region_region_id'), 'user_region', ['region_id'], unique=False)
    op.create_table('sign_in',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('browser', sa.String(length=160), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_sign_in_store_id_store')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_sign_in_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    op.create_index(op.f('ix_sign_in_user_id'), 'sign_in', ['user_id'], unique=False)
    op.create_table('user_store',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_user_store_store_id_store')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_store_user_id_user')),
    sa.PrimaryKeyConstraint('user_id', 'store_id', name=op.f('pk_user_store'))
    )
    op.create_index(op.f('ix_user_store_store_id'), 'user_store', ['store_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_user_store_store_id'), table_name='user_store')
    op.drop_table('user_store')
    op.drop_index(op.f('ix_sign_in_user_id'), table_name='sign_in')
    op.drop_table('sign_in')
    op.drop_index(op.f('ix_user_region_region_id'), table_name='user_region')
    op.drop_table('user_region')
    op.drop_index(op.f('ix_substitute_stand_in_id'), table_name='substitute')
    op.drop_index(op.f('ix_substitute_absent_id'), table_name='substitute')
    op.drop_table('substitute')
    op.drop_index(op.f('ix_one_time_link_user_id'), table_name='one_time_link')
    op.drop_table('one_time_link')
    op.drop_table('user')
    op.drop_table('policy')
    op.drop_index('ix_attempt_key_at', table_name='attempt')
    op.drop_table('attempt')

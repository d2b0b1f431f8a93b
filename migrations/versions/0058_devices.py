"""A store's tablets are enrolled by its owner, each with a name of its own and a secret.

Revision ID: 0058
Revises: 0057
"""

import sqlalchemy as sa
from alembic import op

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'device',
        sa.Column('id', BIG, nullable=False),
        sa.Column('store_id', BIG, nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('place', sa.String(length=60), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column(
            'state',
            sa.Enum('ok', 'replaced', 'withdrawn', name='devicestate', native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column('enroller_id', BIG, nullable=True),
        sa.Column('replaces_id', BIG, nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_made', sa.Integer(), nullable=False),
        sa.Column('waiting', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_device_store_id_store')),
        sa.ForeignKeyConstraint(['replaces_id'], ['device.id'], name=op.f('fk_device_replaces_id_device')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    )
    op.create_index('uq_device_store_id_name', 'device', ['store_id', 'name'], unique=True)


def downgrade() -> None:
    op.drop_table('device')

"""Appointments, how long a contact took and why nothing comes next.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
KINDS = ('call', 'visit', 'message')
STATES = ('planned', 'kept', 'cancelled')


def upgrade() -> None:
    with op.batch_alter_table('contact') as batch:
        batch.add_column(sa.Column('open_reason', sa.String(length=200), nullable=False, server_default=''))
        batch.add_column(sa.Column('minutes', sa.Integer(), nullable=True))
    with op.batch_alter_table('contact') as batch:
        batch.alter_column('open_reason', existing_type=sa.String(length=200), server_default=None)
    op.create_index('ix_contact_actor_id_at', 'contact', ['actor_id', 'at', 'kind', 'region_id'])
    op.create_index('ix_contact_next_on', 'contact', ['next_on', 'actor_id', 'prospect_id', 'region_id'])
    op.create_table('appointment',
    sa.Column('id', BIG, nullable=False),
    sa.Column('prospect_id', BIG, nullable=False),
    sa.Column('owner_id', BIG, nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='contactkind', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('remind', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum(*STATES, name='appointmentstate', native_enum=False, length=32), nullable=False),
    sa.Column('contact_id', BIG, nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', BIG, nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('region_id', BIG, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_appointment_contact_id_contact')),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_appointment_owner_id_user')),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_appointment_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_appointment_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment'))
    )
    op.create_index('ix_appointment_owner_id_state_at', 'appointment', ['owner_id', 'state', 'at'])
    op.create_index('ix_appointment_at', 'appointment', ['at', 'owner_id', 'state'])
    op.create_index('ix_appointment_prospect_id_at', 'appointment', ['prospect_id', 'at'])
    op.create_index(op.f('ix_appointment_contact_id'), 'appointment', ['contact_id'])
    op.create_index(op.f('ix_appointment_region_id'), 'appointment', ['region_id'])
    op.create_table('appointment_move',
    sa.Column('id', BIG, nullable=False),
    sa.Column('appointment_id', BIG, nullable=False),
    sa.Column('was', sa.DateTime(timezone=True), nullable=False),
    sa.Column('now', sa.DateTime(timezone=True), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'],
                            name=op.f('fk_appointment_move_appointment_id_appointment')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_appointment_move_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment_move'))
    )
    op.create_index('ix_appointment_move_was', 'appointment_move', ['was'])
    op.create_index(op.f('ix_appointment_move_appointment_id'), 'appointment_move', ['appointment_id'])
    op.create_index(op.f('ix_appointment_move_region_id'), 'appointment_move', ['region_id'])


def downgrade() -> None:
    op.drop_table('appointment_move')
    op.drop_table('appointment')
    op.drop_index('ix_contact_next_on', 'contact')
    op.drop_index('ix_contact_actor_id_at', 'contact')
    with op.batch_alter_table('contact') as batch:
        for name in ('minutes', 'open_reason'):
            batch.drop_column(name)

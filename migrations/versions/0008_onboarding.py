"""The tables of onboarding.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('template_task',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('task_group', sa.Enum('fit_out', 'goods', 'training', name='taskgroup', native_enum=False, length=32), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('guidance', sa.String(length=500), nullable=False),
    sa.Column('first_day', sa.Integer(), nullable=False),
    sa.Column('last_day', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('needs_photo', sa.Boolean(), nullable=False),
    sa.Column('after_code', sa.String(length=30), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_task')),
    sa.UniqueConstraint('code', name=op.f('uq_template_task_code'))
    )
    op.create_table('plan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('planned_opening', sa.Date(), nullable=False),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_plan_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan'))
    )
    op.create_index('uq_plan_store', 'plan', ['store_id'], unique=True)
    op.create_table('task',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('plan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('task_group', sa.Enum('fit_out', 'goods', 'training', name='taskgroup', native_enum=False, length=32), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('guidance', sa.String(length=500), nullable=False),
    sa.Column('state', sa.Enum('todo', 'doing', 'done', 'accepted', 'waived', name='taskstate', native_enum=False, length=32), nullable=False),
    sa.Column('planned_start', sa.Date(), nullable=False),
    sa.Column('planned_due', sa.Date(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('needs_photo', sa.Boolean(), nullable=False),
    sa.Column('after_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('photo_ids', sa.JSON(), nullable=False),
    sa.Column('done_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_reason', sa.String(length=500), nullable=False),
    sa.Column('waived_reason', sa.String(length=500), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delayed_to', sa.Date(), nullable=True),
    sa.Column('delay_reason', sa.String(length=500), nullable=False),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['after_id'], ['task.id'], name=op.f('fk_task_after_id_task')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_task_plan_id_plan')),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name=op.f('fk_task_store_id_store')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    op.create_index(op.f('ix_task_plan_id'), 'task', ['plan_id'], unique=False)
    op.create_index('ix_task_store_id_position', 'task', ['store_id', 'position'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_task_store_id_position', table_name='task')
    op.drop_index(op.f('ix_task_plan_id'), table_name='task')
    op.drop_table('task')
    op.drop_index('uq_plan_store', table_name='plan')
    op.drop_table('plan')
    op.drop_table('template_task')

"""The tables of kernel.

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op

from portal.kernel.append_only import append_only

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answered',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('location', sa.String(length=500), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_answered'))
    )
    op.create_table('book',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_book'))
    )
    op.create_table('file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('mime', sa.String(length=60), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file')),
    sa.UniqueConstraint('token', name=op.f('uq_file_token'))
    )
    op.create_index(op.f('ix_file_region_id'), 'file', ['region_id'], unique=False)
    op.create_index(op.f('ix_file_store_id'), 'file', ['store_id'], unique=False)
    op.create_table('import_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('format', sa.String(length=8), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reach_then', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('checking', 'draft', 'loading', 'done', 'refused', 'cancelled', name='importstate', native_enum=False, length=32), nullable=False),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('confirmed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_file')),
    sa.UniqueConstraint('token', name=op.f('uq_import_file_token'))
    )
    op.create_index(op.f('ix_import_file_kind'), 'import_file', ['kind'], unique=False)
    op.create_index(op.f('ix_import_file_owner_id'), 'import_file', ['owner_id'], unique=False)
    op.create_index(op.f('ix_import_file_store_id'), 'import_file', ['store_id'], unique=False)
    op.create_table('job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('args', sa.JSON(), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.Enum('queued', 'running', 'done', 'failed', 'cancelled', name='jobstate', native_enum=False, length=32), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(length=500), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('result_url', sa.String(length=300), nullable=False),
    sa.Column('wants_cancel', sa.Boolean(), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_index(op.f('ix_job_owner_id'), 'job', ['owner_id'], unique=False)
    op.create_index(op.f('ix_job_state'), 'job', ['state'], unique=False)
    op.create_table('outgoing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('trouble', sa.String(length=300), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing'))
    )
    op.create_index(op.f('ix_outgoing_sent_at'), 'outgoing', ['sent_at'], unique=False)
    op.create_table('trail',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('book', sa.String(length=40), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('event', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('store_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('prev', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trail'))
    )
    op.create_index('ix_trail_book_seq', 'trail', ['book', 'seq'], unique=True)
    op.create_index('ix_trail_subject', 'trail', ['subject_kind', 'subject_id'], unique=False)
    for table in ('trail',):
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index('ix_trail_subject', table_name='trail')
    op.drop_index('ix_trail_book_seq', table_name='trail')
    op.drop_table('trail')
    op.drop_index(op.f('ix_outgoing_sent_at'), table_name='outgoing')
    op.drop_table('outgoing')
    op.drop_index(op.f('ix_job_state'), table_name='job')
    op.drop_index(op.f('ix_job_owner_id'), table_name='job')
    op.drop_table('job')
    op.drop_index(op.f('ix_import_file_store_id'), table_name='import_file')
    op.drop_index(op.f('ix_import_file_owner_id'), table_name='import_file')
    op.drop_index(op.f('ix_import_file_kind'), table_name='import_file')
    op.drop_table('import_file')
    op.drop_index(op.f('ix_file_store_id'), table_name='file')
    op.drop_index(op.f('ix_file_region_id'), table_name='file')
    op.drop_table('file')
    op.drop_table('book')
    op.drop_table('answered')

"""Screening by criteria and dated judgements of intent.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
LEVELS = ('firm', 'open', 'none')


def level(nullable: bool, name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*LEVELS, name='intentlevel', native_enum=False, length=32), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table('prospect') as batch:
        batch.add_column(level(True, 'intent'))
        batch.add_column(sa.Column('intent_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('score', sa.Integer(), nullable=True))
    op.create_table('criterion',
    sa.Column('id', BIG, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('track', sa.Enum('person', 'supermarket', name='track', native_enum=False, length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('guidance', sa.String(length=300), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion'))
    )
    op.create_index('ix_criterion_track_code', 'criterion', ['track', 'code'])
    op.create_table('screening',
    sa.Column('id', BIG, nullable=False),
    sa.Column('prospect_id', BIG, nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('region_id', BIG, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_screening_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_screening_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening'))
    )
    op.create_index('ix_screening_prospect_id', 'screening', ['prospect_id'])
    op.create_index(op.f('ix_screening_region_id'), 'screening', ['region_id'])
    op.create_table('screening_answer',
    sa.Column('id', BIG, nullable=False),
    sa.Column('screening_id', BIG, nullable=False),
    sa.Column('criterion_id', BIG, nullable=False),
    sa.Column('option', sa.String(length=120), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_screening_answer_criterion_id_criterion')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_screening_answer_region_id_region')),
    sa.ForeignKeyConstraint(['screening_id'], ['screening.id'], name=op.f('fk_screening_answer_screening_id_screening')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_answer'))
    )
    for name in ('criterion_id', 'region_id', 'screening_id'):
        op.create_index(op.f(f'ix_screening_answer_{name}'), 'screening_answer', [name])
    op.create_table('intent',
    sa.Column('id', BIG, nullable=False),
    sa.Column('prospect_id', BIG, nullable=False),
    level(False, 'level'),
    sa.Column('judged_on', sa.Date(), nullable=False),
    sa.Column('why', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_intent_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_intent_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intent'))
    )
    op.create_index('ix_intent_prospect_id', 'intent', ['prospect_id'])
    op.create_index(op.f('ix_intent_region_id'), 'intent', ['region_id'])


def downgrade() -> None:
    for table in ('intent', 'screening_answer', 'screening', 'criterion'):
        op.drop_table(table)
    with op.batch_alter_table('prospect') as batch:
        for name in ('score', 'intent_on', 'intent'):
            batch.drop_column(name)

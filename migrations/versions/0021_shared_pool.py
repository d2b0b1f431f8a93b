"""The shared pool, why prospects are lost, and how far they got: what board and funnel read by an index alone.

Revision ID: 0021
Revises: 0020
"""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

from portal.kernel import clock

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

STAGES = ('found', 'decision_maker', 'pitched', 'interested', 'terms_explained', 'shortlisted', 'planned',
          'negotiating', 'agreed', 'applied', 'lost')
WHY = ('unvisited', 'terms', 'landlord', 'away', 'family', 'rival', 'unfit', 'other')
BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PROSPECT = sa.table('prospect', sa.column('id', BIG), sa.column('track', sa.String()), sa.column('stage', sa.String()),
                    sa.column('made_at', sa.DateTime(timezone=True)), sa.column('furthest', sa.String()))
MOVE = sa.table('stage_move', sa.column('prospect_id', BIG), sa.column('now', sa.String()),
                sa.column('track', sa.String()), sa.column('found_on', sa.Date()))


def upgrade() -> None:
    stage = sa.Enum(*STAGES, name='stage', native_enum=False, length=32)
    with op.batch_alter_table('prospect') as batch:
        batch.alter_column('owner_id', existing_type=BIG, nullable=True)
        batch.add_column(sa.Column('held_since', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('had_by_id', BIG, nullable=True))
        batch.add_column(sa.Column('pooled_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('pool_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('furthest', stage, nullable=True))
        batch.add_column(sa.Column('lost_why', sa.Enum(*WHY, name='losswhy', native_enum=False, length=32)))
    with op.batch_alter_table('stage_move') as batch:
        batch.add_column(sa.Column('track', sa.Enum('person', 'supermarket', name='track', native_enum=False, length=32)))
        batch.add_column(sa.Column('found_on', sa.Date(), nullable=True))
    op.execute(sa.text('UPDATE prospect SET held_since = stage_since'))
    op.execute(sa.text('UPDATE prospect SET pooled_at = stage_since WHERE owner_id IS NULL'))
    fill(op.get_bind())
    with op.batch_alter_table('prospect') as batch:
        batch.alter_column('held_since', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.alter_column('furthest', existing_type=stage, nullable=False)
    with op.batch_alter_table('stage_move') as batch:
        batch.alter_column('track', existing_type=sa.String(32), nullable=False)
        batch.alter_column('found_on', existing_type=sa.Date(), nullable=False)
    op.create_index(op.f('ix_prospect_pool_on'), 'prospect', ['pool_on'])
    op.create_index(op.f('ix_prospect_pooled_at'), 'prospect', ['pooled_at'])
    op.create_index('ix_prospect_board', 'prospect',
                    ['track', 'stage', 'next_on', 'id', 'region_id', 'owner_id', 'stage_since', 'pool_on'])
    op.create_index('ix_prospect_funnel', 'prospect', ['track', 'made_at', 'furthest', 'stage', 'region_id'])
    op.create_index('ix_stage_move_flow', 'stage_move', ['track', 'was', 'now', 'days', 'found_on', 'region_id'])


def fill(connection: sa.Connection) -> None:
    """Say of each prospect how far it ever got, and of each step whose it was: its track, and when it was found."""
    ranks = {name: n for n, name in enumerate(STAGES[:-1])}  # both tracks lie in this order
    reached: dict[int, str] = {}
    for prospect_id, now in connection.execute(sa.select(MOVE.c.prospect_id, MOVE.c.now)):
        if now in ranks and ranks[now] > ranks[reached.get(prospect_id, 'found')]:
            reached[prospect_id] = now
    rows = connection.execute(sa.select(PROSPECT.c.id, PROSPECT.c.track, PROSPECT.c.stage, PROSPECT.c.made_at)).all()
    for prospect_id, track, stage, made_at in rows:
        names = [reached.get(prospect_id, 'found'), *([stage] if stage in ranks else [])]
        furthest = max(names, key=lambda name: ranks[name])
        connection.execute(PROSPECT.update().where(PROSPECT.c.id == prospect_id).values(furthest=furthest))
        facts = {'track': track, 'found_on': clock.day_of(made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC))}
        connection.execute(MOVE.update().where(MOVE.c.prospect_id == prospect_id).values(**facts))


def downgrade() -> None:
    op.drop_index('ix_stage_move_flow', table_name='stage_move')
    op.drop_index('ix_prospect_funnel', table_name='prospect')
    op.drop_index('ix_prospect_board', table_name='prospect')
    op.drop_index(op.f('ix_prospect_pooled_at'), table_name='prospect')
    op.drop_index(op.f('ix_prospect_pool_on'), table_name='prospect')
    with op.batch_alter_table('stage_move') as batch:
        batch.drop_column('found_on')
        batch.drop_column('track')
    # what is nobody's stays nobody's, and may: whose it was would be a guess
    with op.batch_alter_table('prospect') as batch:
        for name in ('lost_why', 'furthest', 'pool_on', 'pooled_at', 'had_by_id', 'held_since'):
            batch.drop_column(name)

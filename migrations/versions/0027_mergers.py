"""Files of the same: how a name sounds and where a shop is, and which file went into which.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

from portal.prospecting.alike import place_of, sound_of

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PROSPECT = sa.table('prospect', sa.column('id', BIG), sa.column('name', sa.String()), sa.column('address', sa.String()),
                    sa.column('sound', sa.String()), sa.column('place', sa.String()))


def upgrade() -> None:
    with op.batch_alter_table('prospect') as batch:
        batch.add_column(sa.Column('sound', sa.String(length=200), server_default='', nullable=False))
        batch.add_column(sa.Column('place', sa.String(length=200), server_default='', nullable=False))
    connection = op.get_bind()
    for prospect_id, name, address in connection.execute(
        sa.select(PROSPECT.c.id, PROSPECT.c.name, PROSPECT.c.address)
    ).all():
        alike = {'sound': sound_of(name), 'place': place_of(address or '')}
        connection.execute(PROSPECT.update().where(PROSPECT.c.id == prospect_id).values(**alike))
    op.create_index(op.f('ix_prospect_sound'), 'prospect', ['sound'])
    op.create_index(op.f('ix_prospect_place'), 'prospect', ['place'])
    op.create_table('merger',
    sa.Column('id', BIG, nullable=False),
    sa.Column('kept_id', BIG, nullable=False),
    sa.Column('gone_id', BIG, nullable=False),
    sa.Column('was', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('region_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['kept_id'], ['prospect.id'], name=op.f('fk_merger_kept_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_merger_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merger'))
    )
    op.create_index(op.f('ix_merger_gone_id'), 'merger', ['gone_id'])
    op.create_index(op.f('ix_merger_kept_id'), 'merger', ['kept_id'])
    op.create_index(op.f('ix_merger_region_id'), 'merger', ['region_id'])


def downgrade() -> None:
    op.drop_table('merger')
    op.drop_index(op.f('ix_prospect_place'), table_name='prospect')
    op.drop_index(op.f('ix_prospect_sound'), table_name='prospect')
    with op.batch_alter_table('prospect') as batch:
        batch.drop_column('place')
        batch.drop_column('sound')

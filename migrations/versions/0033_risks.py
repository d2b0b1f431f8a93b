"""Risks and chances of prospects and cities.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table('risk',
    sa.Column('id', BIG, nullable=False),
    sa.Column('prospect_id', BIG, nullable=True),
    sa.Column('kind', word('riskkind', 'risk', 'chance'), nullable=False),
    sa.Column('text', sa.String(length=160), nullable=False),
    sa.Column('owner_id', BIG, nullable=False),
    sa.Column('likelihood', word('likelihood', 'low', 'middle', 'high'), nullable=False),
    sa.Column('effect', word('effect', 'low', 'middle', 'high'), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=500), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('actor_id', BIG, nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end', word('riskend', 'averted', 'happened', 'seized', 'missed', 'gone'), nullable=True),
    sa.Column('ending', sa.String(length=500), nullable=False),
    sa.Column('region_id', BIG, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_risk_owner_id_user')),
    sa.ForeignKeyConstraint(['prospect_id'], ['prospect.id'], name=op.f('fk_risk_prospect_id_prospect')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_risk_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk'))
    )
    op.create_index('ix_risk_open', 'risk', ['closed_at', 'rank', 'due_on', 'id'])
    op.create_index('ix_risk_region_open', 'risk', ['region_id', 'closed_at', 'rank', 'due_on', 'id'])
    op.create_index(op.f('ix_risk_owner_id'), 'risk', ['owner_id'])
    op.create_index(op.f('ix_risk_prospect_id'), 'risk', ['prospect_id'])
    op.create_index(op.f('ix_risk_region_id'), 'risk', ['region_id'])


def downgrade() -> None:
    op.drop_table('risk')

"""What members are given by rule, from a day until a day; a birthday that somebody told for it.

Revision ID: 0066
Revises: 0065
"""

import sqlalchemy as sa
from alembic import op

revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'benefit_rule',
        sa.Column('id', ID, nullable=False),
        sa.Column('kind', sa.String(length=32), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('words', sa.String(length=120), nullable=False),
        sa.Column('percent', sa.Integer(), nullable=True),
        sa.Column('fen', sa.BigInteger(), nullable=True),
        sa.Column('level', sa.String(length=32), nullable=True),
        sa.Column('category_id', ID, nullable=True),
        sa.Column('least_fen', sa.BigInteger(), nullable=True),
        sa.Column('first_days', sa.Integer(), nullable=True),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=True),
        sa.Column('follows_id', ID, nullable=True),
        sa.Column('actor_id', ID, nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['category_id'], ['category.id'], name=op.f('fk_benefit_rule_category_id_category')
        ),
        sa.ForeignKeyConstraint(
            ['follows_id'], ['benefit_rule.id'], name=op.f('fk_benefit_rule_follows_id_benefit_rule')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_benefit_rule')),
        sa.UniqueConstraint('follows_id', name=op.f('uq_benefit_rule_follows_id')),
    )
    op.add_column('member', sa.Column('birthday', sa.String(length=5), nullable=True))


def downgrade() -> None:
    op.drop_column('member', 'birthday')
    op.drop_table('benefit_rule')

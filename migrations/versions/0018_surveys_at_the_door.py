"""Surveys tell of the shop they are of, how long was counted, freshness, a basket of prices, rivals.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

COUNTS = ('bought', 'empty_handed', 'passed_by')


def upgrade() -> None:
    with op.batch_alter_table('survey') as table:
        table.add_column(sa.Column('shop_id', sa.BigInteger().with_variant(sa.Integer, 'sqlite'), nullable=True))
        table.add_column(sa.Column('minutes', sa.Integer(), nullable=False, server_default='60'))
        for name in COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(sa.Column('freshness', sa.String(32), nullable=True))
        table.add_column(sa.Column('prices', sa.JSON(), nullable=False, server_default='[]'))
        table.add_column(sa.Column('rivals', sa.String(500), nullable=False, server_default=''))
        table.create_index('ix_survey_shop_id', ['shop_id'])
        table.create_foreign_key('fk_survey_shop_id_survey', 'survey', ['shop_id'], ['id'])
    with op.batch_alter_table('survey') as table:
        for name in ('minutes', 'prices', 'rivals'):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('survey') as table:
        table.drop_constraint('fk_survey_shop_id_survey', type_='foreignkey')
        table.drop_index('ix_survey_shop_id')
        for name in ('rivals', 'prices', 'freshness', *reversed(COUNTS), 'minutes', 'shop_id'):
            table.drop_column(name)

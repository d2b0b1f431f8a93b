"""A manager's board is read out of an index, as head office's is.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_prospect_region_id_stage', table_name='prospect')
    op.create_index('ix_prospect_region_board', 'prospect',
                    ['region_id', 'stage', 'track', 'owner_id', 'next_on', 'stage_since', 'pool_on'])


def downgrade() -> None:
    op.drop_index('ix_prospect_region_board', table_name='prospect')
    op.create_index('ix_prospect_region_id_stage', 'prospect', ['region_id', 'stage'])

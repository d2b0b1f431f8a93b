"""The newest day reports of many stores are read in their order.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_day_report_day_store_id', 'day_report', ['day', 'store_id'])


def downgrade() -> None:
    op.drop_index('ix_day_report_day_store_id', 'day_report')

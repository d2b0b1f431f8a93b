"""Day reports keep what was counted by each way of payment, why it differs, why it came late, and the day's figures.

All of it stays empty in older reports, which kept the cash only: a table whose rows are only ever added is not rebuilt,
since that would lose its triggers.

Revision ID: 0049
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None

WAYS = ('wechat', 'alipay', 'card', 'account')
COLUMNS = (
    *((f'expected_{way}', sa.BigInteger()) for way in WAYS), *((f'counted_{way}', sa.BigInteger()) for way in WAYS),
    ('reasons', sa.JSON()), ('late_reason', sa.String(length=300)), ('reversals', sa.Integer()),
    ('returns', sa.Integer()), ('settled', sa.BigInteger()), ('members', sa.Integer()), ('by_category', sa.JSON()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column('day_report', sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column('day_report', name)

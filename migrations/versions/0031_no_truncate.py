"""What is written once can't be emptied either: PostgreSQL's TRUNCATE passes triggers of rows by.

Revision ID: 0031
Revises: 0030
"""

from alembic import op

from portal.kernel.append_only import no_truncate

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

TABLES = ('trail', 'orders', 'order_line', 'day_report')


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for table in TABLES:
            op.execute(no_truncate(table))


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for table in TABLES:
            op.execute(f'DROP TRIGGER {table}_no_truncate ON {table}')

"""Who sent a task back, let it go or held it up, and when; what is on the trail already is filled in.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

COLUMNS = {
    'returned_by': sa.BigInteger().with_variant(sa.Integer(), 'sqlite'),
    'returned_at': sa.DateTime(timezone=True),
    'waived_by': sa.BigInteger().with_variant(sa.Integer(), 'sqlite'),
    'delayed_by': sa.BigInteger().with_variant(sa.Integer(), 'sqlite'),
    'delayed_at': sa.DateTime(timezone=True),
}
FILLED = {
    'returned_by': ('actor_id', 'task.returned', "returned_reason <> ''"),
    'returned_at': ('at', 'task.returned', "returned_reason <> ''"),
    'waived_by': ('actor_id', 'task.waived', "state = 'waived'"),
    'delayed_by': ('actor_id', 'task.delayed', "delay_reason <> ''"),
    'delayed_at': ('at', 'task.delayed', "delay_reason <> ''"),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column('task', sa.Column(name, kind, nullable=True))
    for name, (said, event, where) in FILLED.items():
        op.execute(
            f"UPDATE task SET {name} = (SELECT t.{said} FROM trail t WHERE t.subject_kind = 'task' "
            f"AND t.subject_id = CAST(task.id AS VARCHAR(40)) AND t.event = '{event}' ORDER BY t.id DESC LIMIT 1) "
            f"WHERE {where}"
        )


def downgrade() -> None:
    # nothing is lost: the trail keeps who and when, and the way up fills it in again
    for name in COLUMNS:
        op.drop_column('task', name)

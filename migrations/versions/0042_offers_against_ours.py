"""What of ours somebody else's offer stands against, and our price where nobody reckons it.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('rival_offer') as batch:
        batch.add_column(sa.Column('against', sa.String(length=40), nullable=True))
        batch.add_column(sa.Column('our_price', sa.BigInteger(), nullable=True))
    op.execute(sa.text("UPDATE rival_offer SET against = ''"))
    op.create_index('ix_rival_offer_heard_on_id', 'rival_offer', ['heard_on', 'id'])


def downgrade() -> None:
    op.drop_index('ix_rival_offer_heard_on_id', 'rival_offer')
    with op.batch_alter_table('rival_offer') as batch:
        batch.drop_column('our_price')
        batch.drop_column('against')

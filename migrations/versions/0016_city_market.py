"""Figures, rivals and customer groups of cities.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('city_fact',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('population', 'income', 'retail', 'supermarkets', 'rent', 'delivery', 'other', name='factkind', native_enum=False, length=32), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('unit', sa.String(length=30), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('growth', sa.BigInteger(), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_city_fact_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city_fact'))
    )
    op.create_index(op.f('ix_city_fact_region_id'), 'city_fact', ['region_id'], unique=False)
    op.create_index('ix_city_fact_region_id_kind_as_of', 'city_fact', ['region_id', 'kind', 'as_of'], unique=False)
    op.create_table('rival',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('kind', sa.Enum('national', 'local', 'single', 'community', 'online', name='rivalkind', native_enum=False, length=32), nullable=False),
    sa.Column('shops', sa.Integer(), nullable=True),
    sa.Column('strengths', sa.String(length=500), nullable=False),
    sa.Column('weaknesses', sa.String(length=500), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_rival_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rival'))
    )
    op.create_index(op.f('ix_rival_region_id'), 'rival', ['region_id'], unique=False)
    op.create_table('segment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('share', sa.Integer(), nullable=True),
    sa.Column('traits', sa.String(length=500), nullable=False),
    sa.Column('needs', sa.String(length=500), nullable=False),
    sa.Column('habits', sa.String(length=500), nullable=False),
    sa.Column('basket', sa.BigInteger(), nullable=True),
    sa.Column('target', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_segment_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_segment'))
    )
    op.create_index(op.f('ix_segment_region_id'), 'segment', ['region_id'], unique=False)
    op.create_table('rival_price',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rival_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product', sa.String(length=80), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('our_price', sa.BigInteger(), nullable=True),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_rival_price_region_id_region')),
    sa.ForeignKeyConstraint(['rival_id'], ['rival.id'], name=op.f('fk_rival_price_rival_id_rival')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rival_price'))
    )
    op.create_index(op.f('ix_rival_price_region_id'), 'rival_price', ['region_id'], unique=False)
    op.create_index('ix_rival_price_rival_id', 'rival_price', ['rival_id'], unique=False)
    op.create_table('rival_store',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rival_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('district', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('area_m2', sa.Integer(), nullable=True),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_rival_store_region_id_region')),
    sa.ForeignKeyConstraint(['rival_id'], ['rival.id'], name=op.f('fk_rival_store_rival_id_rival')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rival_store'))
    )
    op.create_index(op.f('ix_rival_store_region_id'), 'rival_store', ['region_id'], unique=False)
    op.create_index('ix_rival_store_rival_id', 'rival_store', ['rival_id'], unique=False)



def downgrade() -> None:
    op.drop_index('ix_rival_store_rival_id', 'rival_store')
    op.drop_index(op.f('ix_rival_store_region_id'), 'rival_store')
    op.drop_table('rival_store')
    op.drop_index('ix_rival_price_rival_id', 'rival_price')
    op.drop_index(op.f('ix_rival_price_region_id'), 'rival_price')
    op.drop_table('rival_price')
    op.drop_index(op.f('ix_segment_region_id'), 'segment')
    op.drop_table('segment')
    op.drop_index(op.f('ix_rival_region_id'), 'rival')
    op.drop_table('rival')
    op.drop_index('ix_city_fact_region_id_kind_as_of', 'city_fact')
    op.drop_index(op.f('ix_city_fact_region_id'), 'city_fact')
    op.drop_table('city_fact')

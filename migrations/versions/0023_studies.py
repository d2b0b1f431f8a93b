"""Questionnaires, interviews and observations: forms, questions, answers.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('study_form',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('questionnaire', 'interview', 'observation', name='studykind', native_enum=False, length=32), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('purpose', sa.String(length=300), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study_form'))
    )
    op.create_table('study_question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('form_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('guidance', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.Enum('choice', 'several', 'scale', 'number', 'text', name='answerkind', native_enum=False, length=32), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('needed', sa.Boolean(), nullable=False),
    sa.Column('names_someone', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['form_id'], ['study_form.id'], name=op.f('fk_study_question_form_id_study_form')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study_question'))
    )
    op.create_index('ix_study_question_form_id_code', 'study_question', ['form_id', 'code'], unique=False)
    op.create_table('study',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('form_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('segment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('studied_on', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('pinyin', sa.String(length=400), nullable=False),
    sa.Column('respondent', sa.String(length=60), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['form_id'], ['study_form.id'], name=op.f('fk_study_form_id_study_form')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_study_region_id_region')),
    sa.ForeignKeyConstraint(['segment_id'], ['segment.id'], name=op.f('fk_study_segment_id_segment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study'))
    )
    op.create_index(op.f('ix_study_form_id'), 'study', ['form_id'], unique=False)
    op.create_index(op.f('ix_study_region_id'), 'study', ['region_id'], unique=False)
    op.create_index('ix_study_region_id_form_id', 'study', ['region_id', 'form_id'], unique=False)
    op.create_index(op.f('ix_study_segment_id'), 'study', ['segment_id'], unique=False)
    op.create_index(op.f('ix_study_studied_on'), 'study', ['studied_on'], unique=False)
    op.create_table('study_answer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('study_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('option', sa.String(length=80), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=True),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('region_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['study_question.id'], name=op.f('fk_study_answer_question_id_study_question')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_study_answer_region_id_region')),
    sa.ForeignKeyConstraint(['study_id'], ['study.id'], name=op.f('fk_study_answer_study_id_study')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study_answer'))
    )
    op.create_index('ix_study_answer_question_id_region_id', 'study_answer', ['question_id', 'region_id'], unique=False)
    op.create_index(op.f('ix_study_answer_region_id'), 'study_answer', ['region_id'], unique=False)
    op.create_index(op.f('ix_study_answer_study_id'), 'study_answer', ['study_id'], unique=False)



def downgrade() -> None:
    op.drop_index(op.f('ix_study_answer_study_id'), 'study_answer')
    op.drop_index(op.f('ix_study_answer_region_id'), 'study_answer')
    op.drop_index('ix_study_answer_question_id_region_id', 'study_answer')
    op.drop_table('study_answer')
    op.drop_index(op.f('ix_study_studied_on'), 'study')
    op.drop_index(op.f('ix_study_segment_id'), 'study')
    op.drop_index('ix_study_region_id_form_id', 'study')
    op.drop_index(op.f('ix_study_region_id'), 'study')
    op.drop_index(op.f('ix_study_form_id'), 'study')
    op.drop_table('study')
    op.drop_index('ix_study_question_form_id_code', 'study_question')
    op.drop_table('study_question')
    op.drop_table('study_form')

"""A way back to an older schema drops nothing that people wrote unless it is told to."""

from portal.kernel.db import db, transaction
from portal.kernel.migrations import scripts
from portal.onboarding import actions
from portal.selling import actions as selling
from portal.selling import invariants
from portal.selling.models import Payment
from portal.upkeep import losses
from tests.builders_onboarding import a_plan, task_of
from tests.builders_selling import member, product, sale
from tests.cast import Cast, Places
from tests.upkeep.test_backup import figures


def waived(app):
    """Write into a column that came with revision 0010."""
    with app.app_context(), transaction():
        plan = a_plan(Places().taiyuan, day=9)
        actions.waive(task_of(plan, "features"), by=Cast().office.viewer, reason="不需要")


def tables(app):
    with app.app_context(), db.engine.connect() as connection:
        shape = losses.shape_of(connection)
    leave_no_connection(app)
    return shape


def leave_no_connection(app):
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_without_the_answer_a_downgrade_names_what_it_would_drop_and_changes_nothing(own_app, run):
    waived(own_app)
    before = figures(own_app)
    said = run(own_app, "db", "downgrade", "0009", status=3)
    assert "task.waived_by: set in 1 rows" in said
    assert "Nothing was changed" in said and "-x drop=yes" in said
    assert figures(own_app) == before
    assert "waived_by" in tables(own_app)["task"]


def test_a_table_with_rows_is_named_with_their_number(own_app, run):
    said = run(own_app, "db", "downgrade", "base", status=3)
    with own_app.app_context(), db.engine.connect() as connection:
        people = connection.exec_driver_sql('SELECT count(*) FROM "user"').scalar()
    assert f"user: {people} rows" in said
    assert "plan: " not in said  # the cast has none, so nothing would be lost


def test_with_the_answer_it_is_dropped(own_app, run):
    waived(own_app)
    run(own_app, "db", "downgrade", "-x", "drop=yes", "0009")
    assert "waived_by" not in tables(own_app)["task"]


def test_what_members_bought_is_no_loss_and_is_summed_up_again(own_app, run):
    with own_app.app_context(), transaction():
        owner, store, milk = Cast().owner.viewer, Places().store, product()
        buyer = member(store, owner)
        undone = sale(store, owner, milk, member_id=buyer.id, payment=Payment.ACCOUNT)
        sale(store, owner, (milk, 3000), member_id=buyer.id, payment=Payment.ACCOUNT)
        sale(store, owner, milk, member_id=buyer.id)
        selling.reverse(undone, by=owner, reason="打错了", device="W1")
    before = figures(own_app)
    assert "member_total" not in run(own_app, "db", "downgrade", "base", status=3)
    run(own_app, "db", "downgrade", "-x", "drop=yes", "0044")
    assert "member_total" not in tables(own_app)
    run(own_app, "db", "upgrade")
    after = figures(own_app)
    assert after["counts"].pop("category") == 1  # the one that the product names, which the builder did not make
    del before["counts"]["category"]
    assert after == before and before["counts"]["member_total"] == 1
    with own_app.app_context():
        assert invariants.troubles() == []


def test_where_nothing_is_lost_nothing_is_asked(empty_app, run):
    run(empty_app, "db", "downgrade")
    with empty_app.app_context():
        newest, before = list(scripts().walk_revisions())[:2]
    assert newest.down_revision == before.revision
    assert figures(empty_app)["revision"] == [before.revision]


def test_the_shape_of_a_revision_is_what_its_migrations_made(empty_app):
    with empty_app.app_context():
        then = losses.shape_at("0009", scripts())
        now = losses.shape_at(scripts().get_current_head(), scripts())
    assert "waived_by" not in then["task"] and "waived_by" in now["task"]
    assert now == {name: columns for name, columns in tables(empty_app).items() if name != "alembic_version"}

"""Mistakes by which something would be lost or doubled (P01–P16)."""

from pathlib import Path

from bench.broken.mistake import BOTH, POSTGRESQL, Mistake

SELLING, KERNEL, UPKEEP = "portal/selling", "portal/kernel", "portal/upkeep"
# over a filled database `make test` takes the newest only, on SQLite; `make proof` takes all, on both
REVISIONS = Path(__file__).parents[2] / "migrations" / "versions"
NEWEST_REVISION = f"migrations/versions/{max(one.name for one in REVISIONS.glob('0*.py'))}"

MISTAKES = (
    Mistake(
        "P01", "a key is not looked up before it is booked", f"{SELLING}/booking.py",
        "        if order.id in taken:\n", "        if False:\n", BOTH,
    ),
    Mistake(
        "P01", "the book is locked after the keys were looked up", f"{SELLING}/posting.py",
        '        trail.lock(db.session(), f"store:{store.id}")\n', "", (POSTGRESQL,),
    ),
    Mistake(
        "P01", "a form's key is not kept", f"{KERNEL}/door.py",
        "                if key:\n", "                if not key:\n",
    ),
    Mistake(
        "P01", "a key spelled otherwise is another key", f"{SELLING}/keys.py",
        "str(uuid.UUID(text)) if isinstance", "uuid.UUID(text) and text if isinstance",
    ),
    Mistake(
        "P02", "bodies are compared by their total", f"{SELLING}/new_orders.py",
        "self.payment.value, self.reverses_id, self.source_key, self.lines,",
        "self.payment.value, self.reverses_id, self.source_key, sums_of(self.lines)[1],",
    ),
    Mistake(
        "P02", "bodies are compared without their member", f"{SELLING}/new_orders.py",
        "self.placed_at.isoformat(), self.member_id,", "self.placed_at.isoformat(),",
    ),
    Mistake(
        "P02", "a clash is told with 200", f"{SELLING}/sync.py", "409 if clash else 200", "200",
    ),
    Mistake(
        "P03", "synchronous=NORMAL", f"{KERNEL}/db.py", "synchronous=FULL", "synchronous=NORMAL",
    ),
    Mistake(
        "P03", "no write-ahead log", f"{KERNEL}/db.py", '"journal_mode=WAL", ', "",
    ),
    Mistake(
        "P03", "synchronous_commit=off", f"{KERNEL}/db.py",
        '{"pool_size": 5}', '{"connect_args": {"options": "-c synchronous_commit=off"}}', (POSTGRESQL,),
    ),
    Mistake(
        "P03", "production begins over a server that forgets", f"{KERNEL}/durable.py",
        'if app.config["PORTAL_ENV"] == "production":', 'if app.config["PORTAL_ENV"] == "prod":', (POSTGRESQL,),
    ),
    Mistake(
        "P03", "torn pages are nobody's business", f"{KERNEL}/durable.py",
        'KEEPING = ("fsync", "full_page_writes", ', 'KEEPING = ("fsync", ', (POSTGRESQL,),
    ),
    Mistake(
        "P04", "an event commits what came before it", f"{KERNEL}/trail.py",
        "    session.flush()\n    is_store = ", "    session.commit()\n    is_store = ",
    ),
    Mistake(
        "P04", "an action commits in its middle", f"{SELLING}/actions/members.py",
        "    member.erased_at = clock.now()\n", "    member.erased_at = clock.now()\n    db.session.commit()\n",
    ),
    Mistake(
        "P04", "a refused form commits", f"{KERNEL}/door.py",
        "            if answer.status_code < 400:\n", "            if answer.status_code < 500:\n",
    ),
    Mistake(
        "P04", "a transaction that fails commits", f"{KERNEL}/db.py",
        "            db.session.commit()\n        except BaseException:\n            db.session.rollback()\n",
        "            db.session.commit()\n        except BaseException:\n            db.session.commit()\n",
    ),
    Mistake(
        "P05", "a full disk is trouble as any other", f"{KERNEL}/errors.py",
        '    if "disk is full" in words or (', "    if False and (",
    ),
    Mistake(
        "P05", "a page waits for room to note when someone was here", "portal/accounts/viewer.py",
        "        with suppress(OperationalError), aside() as own:\n", "        with aside() as own:\n",
    ),
    Mistake(
        "P06", "what both changed is saved", f"{KERNEL}/conflicts.py", "return bool(clashing)", "return False",
    ),
    Mistake(
        "P06", "what only the first changed is overwritten", f"{KERNEL}/conflicts.py",
        "                self.take(name, stored[name])\n", "                pass\n",
    ),
    Mistake(
        "P06", "a form that changes a thing carries no marks", f"{SELLING}/forms/members.py",
        "class NameForm(Edits):", "class NameForm(Form):\n    status = 422\n",
    ),
    Mistake(
        "P06", "rows that two people edit have no version", f"{KERNEL}/db.py",
        '        return {"version_id_col": cls.version}\n', "        return {}\n",
    ),
    Mistake(
        "P07", "tomorrow is a day like any other", f"{SELLING}/rules_of_till/waiting.py",
        " or day > _day_in(now, zone)", "",
    ),
    Mistake(
        "P07", "the day is that of UTC", f"{SELLING}/booking.py",
        "order.placed_at.astimezone(clock.zone()).date()", "order.placed_at.date()",
    ),
    Mistake(
        "P07", "a sealed day takes further orders", f"{SELLING}/booking.py",
        "        if day in sealed:\n", "        if False:\n",
    ),
    Mistake(
        "P07", "one sealed day is passed over, not several", f"{SELLING}/booking.py",
        "    while day in sealed:\n", "    if day in sealed:\n",
    ),
    Mistake(
        "P07", "what a tablet says of its clock is not used", f"{SELLING}/sync_reading.py",
        "        skew=skew,\n", "",
    ),
    Mistake(
        "P08", "a job is taken whatever its state", f"{KERNEL}/jobs.py",
        ".where(Job.id == job_id, Job.state == JobState.QUEUED)", ".where(Job.id == job_id)",
    ),
    Mistake(
        "P08", "a job of a dead worker is left", f"{KERNEL}/jobs.py",
        ".values(state=JobState.QUEUED)", ".values(state=JobState.FAILED)",
    ),
    Mistake(
        "P08", "a job is taken from a worker that lives", f"{KERNEL}/jobs.py",
        "Job.state == JobState.RUNNING, Job.touched_at < now() - stale)", "Job.state == JobState.RUNNING)",
    ),
    Mistake(
        "P08", "a job that goes on does not say that it lives", f"{KERNEL}/jobs.py",
        '"total": total, "touched_at": now()}', '"total": total}',
    ),
    Mistake(
        "P08", "confirming twice loads twice", f"{KERNEL}/importing.py",
        "    if found.state in (ImportState.LOADING, ImportState.DONE):\n",
        "    if found.state == ImportState.CANCELLED:\n",
    ),
    Mistake(
        "P08", "a file taken in again has other keys", f"{SELLING}/order_file.py",
        'f"{store_code}\\n{key}".encode()', 'f"{store_code}\\n{key}\\n{clock.now()}".encode()',
    ),
    Mistake(
        "P09", "the database's file is copied without its log", f"{UPKEEP}/copies.py",
        '        source.execute("VACUUM INTO ?", (str(target),))\n',
        "        shutil.copyfile(db.engine.url.database, target)\n",
    ),
    Mistake(
        "P09", "rows are counted at another moment than they are dumped", f"{UPKEEP}/copies.py",
        'f"--snapshot={snapshot}", ', "", (POSTGRESQL,),
    ),
    Mistake(
        "P09", "a damaged backup is restored", f"{UPKEEP}/backups.py",
        "    if damaged := manifest.damage(folder, facts):\n", "    if damaged := []:\n",
    ),
    Mistake(
        "P09", "imports under way are left out", f"{UPKEEP}/manifest.py",
        'FOLDERS = ("uploads", "imports")', 'FOLDERS = ("uploads",)',
    ),
    Mistake(
        "P09", "the heads of chains are not compared", f"{UPKEEP}/manifest.py",
        '(("counts", "rows"), ("books", "its chain\'s head"))', '(("counts", "rows"),)',
    ),
    Mistake(
        "P10", "an old backup stays at its revision", f"{UPKEEP}/backups.py",
        '    if facts["revision"] != migrations.scripts().get_heads():\n', "    if False:\n", BOTH,
    ),
    Mistake(
        "P10", "a way up loses what stood there", NEWEST_REVISION,
        "def upgrade() -> None:\n", "def upgrade() -> None:\n    op.execute(\"UPDATE task SET note = ''\")\n",
    ),
    Mistake(
        "P11", "a sealed day has no triggers", "migrations/versions/0007_selling.py",
        "('orders', 'order_line', 'day_report')", "('orders', 'order_line')", BOTH,
    ),
    Mistake(
        "P11", "a later revision makes a table anew without triggers", "migrations/versions/0014_newest_reports.py",
        "def upgrade() -> None:\n",
        "def upgrade() -> None:\n    with op.batch_alter_table('order_line', recreate='always'):\n        pass\n",
    ),
    Mistake(
        "P11", "only deleting is refused", f"{KERNEL}/append_only.py",
        'for verb in ("UPDATE", "DELETE")', 'for verb in ("DELETE",)',
    ),
    Mistake(
        "P11", "only changing is refused", f"{KERNEL}/append_only.py",
        "BEFORE UPDATE OR DELETE ON", "BEFORE UPDATE ON", (POSTGRESQL,),
    ),
    Mistake(
        "P12", "a sale brings goods", "portal/goods/stock.py",
        "{product_id: -quantity for", "{product_id: quantity for",
    ),
    Mistake(
        "P12", "stock is set, not added to", "portal/goods/stock.py",
        "(product_id, quantity)\nON CONFLICT (store_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + ",
        "(product_id, quantity)\nON CONFLICT (store_id, product_id) DO UPDATE SET quantity = ", (POSTGRESQL,),
    ),
    Mistake(
        "P12", "a member's reversal is a member's order", f"{SELLING}/booking.py",
        "sells and order.member_id is not None", "order.member_id is not None",
    ),
    Mistake(
        "P12", "a day's second batch replaces the first", f"{SELLING}/booking.py",
        "{n} = day_total.{n} + excluded.{n}", "{n} = excluded.{n}", BOTH,
    ),
    Mistake(
        "P12", "a product's second line of a delivery replaces its first", "portal/goods/actions/stock.py",
        "changes.get(move.product_id, 0) + move.quantity", "move.quantity",
    ),
    Mistake(
        "P13", "a reversal is reversed", f"{SELLING}/posting_returns.py",
        "    if order.is_reversal:\n", "    if False:\n",
    ),
    Mistake(
        "P13", "a discount is given twice", f"{SELLING}/posting_returns.py", "-line.amount, -line.discount,",
        "-line.amount, line.discount,",
    ),
    Mistake(
        "P13", "a reversal that states other lines is taken", f"{SELLING}/posting.py",
        "        if stated and stated != [", "        if False and stated != [",
    ),
    Mistake(
        "P13", "an order of another store is reversed", f"{SELLING}/posting.py",
        "mine = select(Order).where(Order.store_id == self.store.id, Order.id.in_(ids))",
        "mine = select(Order).where(Order.id.in_(ids))",
    ),
    Mistake(
        "P14", "a way down loses rows", NEWEST_REVISION,
        "def downgrade() -> None:\n", "def downgrade() -> None:\n    op.execute(\"UPDATE task SET note = ''\")\n",
    ),
    Mistake(
        "P14", "a way down forgets a column", "migrations/versions/0013_known_browsers.py",
        "    op.drop_column('attempt', 'origin')\n", "",
    ),
    Mistake(
        "P15", "the week begins on another day", "portal/supervision/missed.py",
        'extract("isodow", each.c.day).cast(Integer)', 'extract("dow", each.c.day).cast(Integer) + 1', (POSTGRESQL,),
    ),
    Mistake(
        "P15", "moments keep the zone they came in", f"{KERNEL}/db.py",
        'return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc',
        'return value.replace(tzinfo=None) if dialect.name == "sqlite" else utc',
    ),
    Mistake(
        "P16", "an order is acknowledged before it is stored", f"{KERNEL}/door.py",
        "                db.session.commit()\n            else:\n",
        "                answer.call_on_close(db.session.commit)\n            else:\n", BOTH,
    ),
    Mistake(
        "P16", "a database that starts again is no reason to try again", f"{KERNEL}/errors.py",
        'AWAY = ("08", "57P", "53300", "40")', "AWAY = ()", (POSTGRESQL,),
    ),
    Mistake(
        "P17", "a form that comes again in other words is another form", f"{KERNEL}/door.py",
        '{request.path}:{given}".encode()', "{request.path}:{given}:{request.form.get('name')}\".encode()",
    ),
)  # fmt: skip

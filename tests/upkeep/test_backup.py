"""A backup taken while the portal is at work is a portal of its own: same rows, same chains, same files."""

import json
import threading

import pytest

from portal.goods.queries import catalogue_numbers
from portal.kernel import trail
from portal.kernel.db import db, transaction
from portal.kernel.files import folder as uploads
from portal.kernel.migrations import downgrade
from portal.upkeep import copies, manifest
from tests.builders_goods import a_product
from tests.builders_selling import post, product, said
from tests.cast import Cast, Places

PLACE = "ab/abcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture
def sells(own_app):
    """`sells(n)` posts n orders of the store, each in a transaction of its own."""
    with own_app.app_context(), transaction():
        tea = product()

    def post_orders(n, device="T1"):
        for _ in range(n):
            with own_app.app_context(), transaction():
                (posted,) = post(Places().store, Cast().owner.viewer, said(tea), device=device)
                assert posted.fate == "stored"

    return post_orders


def figures(app):
    with app.app_context(), db.engine.connect() as connection:
        return manifest.figures_of(connection)


def put_upload(app, content=b"a photo", kind="uploads"):
    with app.app_context():
        path = uploads().parent / kind / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.promise("P09")
def test_a_backup_under_load_is_restored_elsewhere_with_the_same_counts_and_chains(
    own_app, empty_app, sells, run, tmp_path
):
    sells(5)
    put_upload(own_app)
    put_upload(own_app, b"a table", kind="imports")
    stop, troubles = threading.Event(), []

    def keep_selling():
        try:
            while not stop.is_set():
                sells(1, device="T2")
        except BaseException as trouble:
            troubles.append(trouble)

    seller = threading.Thread(target=keep_selling)
    seller.start()
    try:
        said = run(own_app, "backup", tmp_path / "copy")
    finally:
        stop.set()
        seller.join()
    assert troubles == [] and "secret key is not in it" in said
    assert "everything holds" in run(empty_app, "restore", tmp_path / "copy")
    copy, restored = json.loads((tmp_path / "copy/manifest.json").read_text()), figures(empty_app)
    assert restored == {name: copy[name] for name in ("revision", "counts", "books")}
    assert restored["counts"]["orders"] >= 5
    with empty_app.app_context():
        assert trail.broken_links(db.session()) == []
        assert (uploads() / PLACE).read_bytes() == b"a photo"
        assert (uploads().parent / "imports" / PLACE).read_bytes() == b"a table"
    assert "Everything holds" in run(empty_app, "verify")


def test_a_restored_portal_goes_on_where_the_backup_was_taken(own_app, empty_app, sells, run, tmp_path):
    sells(2)
    run(own_app, "backup", tmp_path / "copy")
    run(empty_app, "restore", tmp_path / "copy")
    with empty_app.app_context(), transaction():
        milk = product("酸奶")
        (posted,) = post(Places().store, Cast().owner.viewer, said(milk))
        assert posted.fate == "stored"
    assert figures(empty_app)["counts"]["orders"] == 3
    assert "Everything holds" in run(empty_app, "verify")


def test_a_restored_catalogue_knows_no_number_from_before(own_app, empty_app, run, tmp_path):
    with own_app.app_context(), transaction():
        a_product()
        given = catalogue_numbers().newest
    run(own_app, "backup", tmp_path / "copy")
    run(empty_app, "restore", tmp_path / "copy")
    with empty_app.app_context():
        newest, floor = catalogue_numbers()
    assert newest == floor > given


@pytest.mark.pages
def test_the_secret_key_stays_at_home(own_app, run, tmp_path):
    (tmp_path / "secret-key").write_text("not for a copy")
    run(own_app, "backup", tmp_path / "copy")
    assert {path.name for path in (tmp_path / "copy").iterdir()} <= {"portal.db", "portal.dump", "manifest.json"}


@pytest.mark.pages
def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(own_app, run, tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/portal.db").write_text("last night's")
    assert "is not empty" in run(own_app, "backup", tmp_path / "copy", status=3)
    assert (tmp_path / "copy/portal.db").read_text() == "last night's"


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(own_app, run, tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    put_upload(own_app)
    monkeypatch.setattr(manifest, "copied", full)
    assert "No space left" in run(own_app, "backup", tmp_path / "copy", status=1)
    assert list((tmp_path / "copy").iterdir()) == []


@pytest.mark.pages
def test_a_portal_with_people_in_it_is_not_overwritten(own_app, run, tmp_path):
    run(own_app, "backup", tmp_path / "copy")
    before = figures(own_app)
    assert "holds users already" in run(own_app, "restore", tmp_path / "copy", status=3)
    assert figures(own_app) == before


@pytest.mark.pages
@pytest.mark.promise("P09")
@pytest.mark.parametrize("name", ["database", f"uploads/{PLACE}"])
@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_damaged_backup_is_refused_before_anything_is_written(own_app, empty_app, run, tmp_path, name, harm):
    put_upload(own_app)
    run(own_app, "backup", tmp_path / "copy")
    engine = json.loads((tmp_path / "copy/manifest.json").read_text())["engine"]
    path = tmp_path / "copy" / (manifest.DATABASES[engine] if name == "database" else name)
    if harm == "missing":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[-3] ^= 1
        path.write_bytes(content)
    before = figures(empty_app)
    said = run(empty_app, "restore", tmp_path / "copy", status=1)
    assert harm in said and "Nothing was restored" in said
    with empty_app.app_context():
        assert figures(empty_app) == before and not (uploads() / PLACE).exists()


def rewritten(folder, **facts):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


@pytest.mark.pages
@pytest.mark.promise("P09")
def test_counts_that_do_not_match_are_named(own_app, empty_app, run, tmp_path):
    run(own_app, "backup", tmp_path / "copy")
    counts = json.loads((tmp_path / "copy/manifest.json").read_text())["counts"]
    rewritten(tmp_path / "copy", counts=counts | {"store": counts["store"] + 1})
    assert "store: rows 4 before, 3 now" in run(empty_app, "restore", tmp_path / "copy", status=1)


@pytest.mark.pages
@pytest.mark.promise("P09")
def test_chains_that_end_elsewhere_are_named(own_app, empty_app, run, tmp_path):
    run(own_app, "backup", tmp_path / "copy")
    books = json.loads((tmp_path / "copy/manifest.json").read_text())["books"]
    name, (seq, tip) = min(books.items())
    rewritten(tmp_path / "copy", books=books | {name: [seq + 1, tip]})
    assert f"{name}: its chain's head" in run(empty_app, "restore", tmp_path / "copy", status=1)


def test_a_backup_of_the_other_engine_or_of_a_newer_portal_is_refused(own_app, empty_app, run, tmp_path):
    run(own_app, "backup", tmp_path / "copy")
    facts = json.loads((tmp_path / "copy/manifest.json").read_text())
    rewritten(tmp_path / "copy", revision=["9999"])
    assert "newer portal" in run(empty_app, "restore", tmp_path / "copy", status=3)
    (other,) = manifest.DATABASES.keys() - {facts["engine"]}
    rewritten(tmp_path / "copy", engine=other, files={manifest.DATABASES[other]: "0"})
    assert "same engine" in run(empty_app, "restore", tmp_path / "copy", status=3)


@pytest.mark.pages
@pytest.mark.parametrize("name", ["../stolen", "uploads/../../stolen", "/etc/stolen", "uploads//stolen", "demo"])
def test_a_manifest_cannot_lead_out_of_the_data_folder(own_app, empty_app, run, tmp_path, name):
    run(own_app, "backup", tmp_path / "copy")
    files = json.loads((tmp_path / "copy/manifest.json").read_text())["files"]
    rewritten(tmp_path / "copy", files=files | {name: "0"})
    assert "damaged" in run(empty_app, "restore", tmp_path / "copy", status=1)


@pytest.mark.pages
def test_a_folder_without_a_manifest_is_no_backup(empty_app, run, tmp_path):
    (tmp_path / "copy").mkdir()
    assert "is no backup" in run(empty_app, "restore", tmp_path / "copy", status=3)


def test_a_missing_program_is_named(own_app, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(copies, "PROGRAMS", tmp_path)
    with pytest.raises(SystemExit):
        copies.program("pg_dump")
    assert "pg_dump is missing" in capsys.readouterr().err


@pytest.mark.promise("P10")
def test_a_backup_of_an_older_portal_is_brought_to_the_newest_revision(own_app, empty_app, run, tmp_path):
    newest = figures(own_app)
    with own_app.app_context():
        downgrade("-1", drop=True)
        db.engine.dispose()
    older = figures(own_app)
    assert older["revision"] != newest["revision"]
    run(own_app, "backup", tmp_path / "copy")
    assert "everything holds" in run(empty_app, "restore", tmp_path / "copy")
    assert figures(empty_app)["revision"] == newest["revision"]
    assert figures(empty_app)["books"] == older["books"]

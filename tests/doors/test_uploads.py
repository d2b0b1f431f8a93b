"""Uploads: what is no picture, paper or table is refused at every door; the rest is made harmless."""

import io
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from subprocess import run
from threading import Thread

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo
from werkzeug.datastructures import FileStorage

from portal.kernel import clock, files, importing
from portal.kernel.db import _writing
from portal.kernel.door import ANYONE, PUBLIC
from portal.kernel.refusals import Refused
from portal.rooms import FLOORS
from tests.doors.conftest import path_of

pytestmark = pytest.mark.pages  # does not depend on the database

HTML = b"<!doctype html><script>alert(1)</script>"
ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024
# prints by how many KB drawing a picture anew lets a process grow
TAKEN = """
import resource, sys
from portal.kernel import files
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = most()
files.redrawn(open(sys.argv[1], "rb").read())
print(most() - before)
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind="JPEG", size=(40, 20), **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


def huge_png(side=60_000):
    """A few hundred bytes that claim 3.6 thousand million pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


NO_PICTURES = {
    "a page": HTML,
    "a drawing": SVG,
    "a drawing after a declaration": b'<?xml version="1.0"?>\n' + SVG,
    "a program": b"MZ" + b"\0" * 200,
    "another program": b"\x7fELF" + b"\0" * 200,
    "a script": b"#!/bin/sh\nid\n",
    "an archive": zipped(a="x"),
    "a picture cut off": picture()[:200],
    "a drawing program's file": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a kind of picture nobody takes": picture("TIFF"),
    "another kind": picture("BMP"),
    "more pixels than memory": huge_png(),
    "nothing": b"",
}
NO_TABLES = {
    "a page in an archive": zipped(index=HTML),
    "a picture": picture("PNG"),
    "a program": b"MZ\0" + b"\0" * 200,
    "a paper": b"%PDF-1.7\n",
    "an archive in an archive": zipped(a=zipped(a=zipped(a=b"\0" * 1_000_000))),
    "nothing": b"",
}


def text_bomb():
    """A picture whose comment unpacks to a hundred million signs."""
    plain = picture("PNG")
    body = b"Comment\0\0" + zlib.compress(b" " * 100_000_000)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return plain[:33] + chunk + plain[33:]


def upload(content, name="a.jpg"):
    return FileStorage(io.BytesIO(content), filename=name)


@pytest.fixture
def keep(session, cast, places):
    """`keep(content)`: hand it in as the owner of BJ-0001."""

    def handed_in(content, name="a.jpg"):
        kept = files.keep(upload(content, name), by=cast.owner.viewer, store_id=places.store.id)
        session.commit()
        return kept

    return handed_in


def on_disk(app, *names):
    folder = Path(app.config["PORTAL_DATA"])
    return {path for name in names or ("uploads", "imports") for path in (folder / name).rglob("*") if path.is_file()}


@pytest.mark.promise("P44", "P46")
@pytest.mark.parametrize("kind", NO_PICTURES)
def test_what_is_no_picture_is_refused_and_nothing_of_it_kept(kind, app, keep):
    before = on_disk(app)
    with pytest.raises(Refused):
        keep(NO_PICTURES[kind])
    assert on_disk(app) == before


@pytest.mark.promise("P46")
def test_a_picture_that_unpacks_to_far_more_is_refused_before_it_is_drawn(keep, monkeypatch):
    monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("it was drawn"))
    for bomb in (huge_png(), huge_png(7_200), text_bomb()):
        with pytest.raises(Refused):
            keep(bomb)


@pytest.mark.promise("P46")
@pytest.mark.parametrize("broken", [text_bomb(), picture()[:200]], ids=["too much text", "cut off"])
def test_a_library_that_takes_broken_pictures_does_not_let_them_in_here(broken, keep, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Refused):
        keep(broken)


@pytest.mark.promise("P46")
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA")])
def test_a_small_file_with_many_pixels_takes_no_more_memory_than_it_must(kind, mode, tmp_path):
    Image.new(mode, (9_900, 5_000)).save(tmp_path / "many", kind)
    drawn = run([sys.executable, "-c", TAKEN, tmp_path / "many"], cwd=ROOT, capture_output=True, check=True, text=True)
    assert int(drawn.stdout) < 500 * 1024


@pytest.mark.promise("P46")
def test_large_pictures_wait_for_each_other_and_small_ones_for_nobody():
    turned = Thread(target=files.redrawn, args=(picture(size=(4_200, 3_000)),))
    with files._one_at_a_time:
        files.redrawn(picture())
        turned.start()
        turned.join(0.5)
        assert turned.is_alive()
    turned.join(60)
    assert not turned.is_alive()


@pytest.mark.promise("P46")
def test_pictures_are_drawn_before_the_write_begins_for_which_others_wait(browse, cast, places, monkeypatch):
    writes, thumbnail = [], Image.Image.thumbnail

    def noting(self, size):
        writes.append(_writing.get())
        return thumbnail(self, size)

    monkeypatch.setattr(Image.Image, "thumbnail", noting)
    data = {"name": "和顺", "region_id": places.beijing.id, "surveyed_on": clock.today().isoformat(), "h18": "42"}
    data["photos"] = [(io.BytesIO(picture()), f"{n}.jpg") for n in range(2)]
    answer = browse(cast.rm_north).post("/prospecting/surveys", data, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert writes == [False] * 6


@pytest.mark.parametrize(("kind", "turned"), [("JPEG", 6), ("PNG", 8), ("WEBP", 5)])
def test_a_picture_stands_upright_whichever_way_the_phone_was_held(kind, turned, keep):
    exif = Image.Exif()
    exif[0x0112] = turned
    kept = keep(picture(kind, (400, 200), exif=exif.tobytes()))
    with Image.open(kept.path()) as stored:
        assert stored.size == (200, 400)


@pytest.mark.promise("P44")
@pytest.mark.parametrize("kind", NO_TABLES)
def test_what_is_no_table_is_refused_and_nothing_of_it_kept(kind, app, cast, session):
    before = on_disk(app)
    importer = importing.importers["products"]
    with pytest.raises(Refused):
        importing.receive(importer, upload(NO_TABLES[kind], "a.xlsx"), by=cast.office.viewer, store_id=None)
    session.rollback()
    assert on_disk(app) == before


@pytest.mark.promise("P25", "P44")
@pytest.mark.parametrize("room", FLOORS)
def test_a_file_or_json_where_words_are_expected_breaks_no_form(room, app, browse, cast, routes, subjects, undone):
    people = [getattr(cast, key) for key in ("admin", "office", "rm_north", "owner")]
    browsers = [(person.viewer, browse(person)) for person in people]
    wrong, item = [], subjects.known["north"]["item_id"]
    for rule, method, needs in routes(room):
        able = [b for viewer, b in browsers if needs in (ANYONE, PUBLIC) or viewer.may(needs)]
        if method == "POST" and able:
            for body in (files_for(item), {"json": {"name": 5, "q": None, "version": [1], "text": {}}}, {"json": [1]}):
                with undone():
                    path = path_of(app, rule, subjects.args(rule, "north"))
                    status = able[-1].fresh().post(path, **body).status_code
                if status >= 500:
                    wrong.append(f"{rule} → {status}")
    assert wrong == []
    assert [path for path in on_disk(app, "uploads") if path.read_bytes().startswith((HTML[:9], SVG[:4]))] == []


def files_for(item):
    """Return a form whose every field is a page, and a drawing as the photo of an audit's item."""
    names = ("name", "file", "photos", "papers", "text", "version", "quantity", "csrf_token", "_key", "q", "do", "key")
    typed = {name: (io.BytesIO(HTML), "a.html", "text/html") for name in names}
    return {"data": typed | {f"mark-{item}": "fail", f"photo-{item}": (io.BytesIO(SVG), "a.svg", "image/svg+xml")}}


class Unread(io.BytesIO):
    """A body that must not be read."""

    def readinto(self, buffer):
        pytest.fail("it was read")

    read = readline = readinto


def hand_in(browser, path, size):
    """Claim a form with files of so many bytes."""
    said = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Unread()}
    return browser.open(path, "POST", environ_overrides=said)


@pytest.mark.promise("P27", "P44")
@pytest.mark.parametrize(
    ("path", "size"),
    [("/prospecting/surveys", 70 * MIB), ("/prospecting/surveys/import", 300 * MIB)],
    ids=["photos", "table"],
)
def test_more_bytes_than_its_files_may_have_are_refused_before_they_are_read(path, size, browse, cast):
    for person in (cast.admin, cast.rm_north):
        assert hand_in(browse(person), path, size).status_code == 413


@pytest.mark.promise("P27", "P44")
@pytest.mark.parametrize("path", ["/prospecting/surveys", "/prospecting/surveys/import"])
def test_nothing_is_read_of_the_files_of_somebody_who_is_not_signed_in(path, browse, cast):
    mine, theirs = browse(cast.clerk), browse()
    assert hand_in(theirs, path, MIB).status_code == theirs.post(path).status_code == 401
    assert mine.post(path).status_code == 403


@pytest.mark.promise("P44", "P45")
def test_no_room_takes_a_file_around_the_check():
    # a room that saved an upload itself would keep it as it came
    taking = re.compile(r"\.stream\b|\.save\(|\.read\(\)|secure_filename|write_bytes")
    rooms = [path for room in FLOORS for path in (ROOT / "portal" / room).rglob("*.py")]
    assert len(rooms) > 100
    assert [str(path) for path in rooms if "upload" in path.read_text() and taking.search(path.read_text())] == []


@pytest.mark.promise("P45")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_by_whom_a_picture_was_taken_is_gone(kind, keep):
    kept = keep(picture(kind, **told_by(kind)))
    for path in (kept.path(), kept.path(thumb=True)):
        content = path.read_bytes()
        with Image.open(io.BytesIO(content)) as stored:
            assert stored.format == "WEBP"
            assert not stored.getexif()
            assert {"exif", "xmp", "icc_profile", "comment"} & stored.info.keys() == set()
        assert b"SecretOwner" not in content


def told_by(kind):
    """Return metadata of every kind that this format can hold."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x8298] = "SecretOwner"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 26.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    assert exif.get_ifd(0x8825)
    text = PngInfo()
    text.add_text("Author", "SecretOwner")
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SecretOwner</x:xmpmeta>")
    return {
        "exif": exif.tobytes(),
        **({"pnginfo": text} if kind == "PNG" else {"xmp": b"<x:xmpmeta>SecretOwner</x:xmpmeta>"}),
        **({"comment": b"SecretOwner"} if kind == "JPEG" else {}),
    }


@pytest.mark.promise("P45")
def test_a_picture_that_is_a_page_as_well_is_a_picture_only(keep, browse, cast):
    both = picture("GIF") + HTML
    kept = keep(both, "a.gif")
    answer = browse(cast.owner).get(kept_path(kept))
    assert answer.mimetype == "image/webp" and b"<script" not in answer.data


def kept_path(kept):
    return f"/files/{kept.token}"


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\system.ini": "system.ini",
    "a\r\nSet-Cookie: x=1.pdf": None,
    "a\0b.pdf": None,
    "\u202egpj.exe": None,
    '"><script>alert(1)</script>.pdf': None,
    "合同" * 200 + ".pdf": None,
    "..": None,
    "": None,
}


@pytest.mark.promise("P45")
@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_leads_nowhere(name, app, keep, browse, cast):
    kept = keep(b"%PDF-1.7 x", name)
    assert kept.path().is_relative_to(Path(app.config["PORTAL_DATA"]) / "uploads")
    assert kept.path().name == kept.token and len(kept.token) == 32
    answer = browse(cast.owner).get(kept_path(kept))
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment") and said.isascii() and not re.search(r"[\r\n\0]", said)
    if NAMES[name]:
        assert kept.name == NAMES[name]


@pytest.mark.promise("P45")
@pytest.mark.parametrize(("content", "name"), [(picture(), "a.jpg"), (b"%PDF-1.7 " + HTML, "a.pdf")])
def test_a_file_is_served_inert(content, name, keep, browse, cast):
    headers = browse(cast.owner).get(kept_path(keep(content, name))).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"].startswith("private")
    assert headers["Content-Type"] in ("image/webp", "application/pdf")


@pytest.mark.promise("P45")
def test_a_files_address_cannot_be_guessed(keep):
    tokens = {keep(picture()).token for _ in range(5)}
    assert len(tokens) == 5 and all(len(token) == 32 for token in tokens)

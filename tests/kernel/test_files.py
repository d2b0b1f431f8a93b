"""Uploads are what they claim to be, drawn anew without metadata, and seen by those who see their place."""

import io

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.kernel import files
from portal.kernel.refusals import Refused


def picture(kind="JPEG", size=(40, 20), **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


def upload(content, name="a.jpg"):
    return FileStorage(io.BytesIO(content), filename=name)


def keep(session, cast, content, name="a.jpg", **place):
    kept = files.keep(upload(content, name), by=cast.owner.viewer, **place)
    session.commit()
    return kept


@pytest.mark.promise("P45")
def test_a_photo_is_turned_upright_and_loses_its_metadata(session, cast, places):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCamera"
    kept = keep(session, cast, picture(exif=exif.tobytes()), store_id=places.store.id)
    content = kept.path().read_bytes()
    with Image.open(io.BytesIO(content)) as stored:
        assert stored.format == "WEBP"
        assert stored.size == (20, 40)
    assert b"SecretCamera" not in content


@pytest.mark.promise("P44")
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.jpg"),
        (b"<html><script>alert(1)</script>", "a.jpg"),
        (b"MZ" + b"\0" * 99, "a.png"),
        (b"<svg/>", "a.svg"),
        (b"<html><script>alert(1)</script>", "contract.pdf"),
        (b"PK" + b"\0" * 99, "contract.pdf"),
    ],
)
def test_what_is_neither_picture_nor_pdf_is_refused(content, name, session, cast, places):
    with pytest.raises(Refused):
        files.keep(upload(content, name), by=cast.owner.viewer, store_id=places.store.id)


@pytest.mark.promise("P44")
def test_a_picture_with_too_many_pixels_is_refused(session, cast, places, monkeypatch):
    monkeypatch.setattr(files, "MOST_PIXELS", 100)
    with pytest.raises(Refused):
        files.keep(upload(picture("PNG")), by=cast.owner.viewer, store_id=places.store.id)


@pytest.mark.promise("P44")
def test_a_file_larger_than_the_limit_is_refused(session, cast, places, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    with pytest.raises(Refused):
        files.keep(upload(picture()), by=cast.owner.viewer, store_id=places.store.id)


@pytest.mark.promise("P21")
def test_a_file_is_served_to_its_store_and_to_nobody_else(session, cast, places, browse, app):
    kept = keep(session, cast, picture(), store_id=places.store.id)
    path = f"/files/{kept.token}"
    assert browse(cast.owner).get(path).mimetype == "image/webp"
    assert browse(cast.rm_north).get(path).status_code == 200
    assert browse(cast.clerk).get(path).status_code == 404, "no page shows a clerk what an audit or an opening holds"
    assert browse(cast.owner_south).get(path).status_code == 404
    assert browse(cast.rm_south).get(path).status_code == 404
    assert browse().get(path).status_code == 401


@pytest.mark.promise("P45")
def test_a_pdf_is_only_ever_downloaded_and_inert(session, cast, places, browse):
    kept = keep(session, cast, b"%PDF-1.4 x", "contract.pdf", store_id=places.store.id)
    answer = browse(cast.owner).get(f"/files/{kept.token}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.promise("P41")
def test_no_cache_keeps_a_paper_and_only_ones_own_keeps_a_picture(session, cast, places, browse):
    paper = keep(session, cast, b"%PDF-1.4 x", "contract.pdf", store_id=places.store.id)
    photo = keep(session, cast, picture(), store_id=places.store.id)
    said = [browse(cast.owner).get(f"/files/{one.token}").headers["Cache-Control"] for one in (paper, photo)]
    assert said == ["private, no-store", "private, max-age=3600"]

"""Files people hand in: checked for what they are, re-encoded, stripped of metadata, named at random."""

import hashlib
import io
import secrets
import warnings
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, abort, current_app, request, send_file, url_for
from flask_login import current_user
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from sqlalchemy import BigInteger, String, or_
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from portal.kernel.db import BigId, Id, Made, Model, db
from portal.kernel.forms import tidy
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import Scoped, Sees, store_visible

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
THUMB_SIDE = 320
MOST_AT_ONCE = 12_000_000  # pixels; larger pictures wait for each other
_one_at_a_time = Lock()
# the pages that show a store's files, or a region's, ask for one of these; a link that somebody passed on asks no less
OF_STORES = (Can.SEE_ONBOARDING, Can.SEE_AUDITS)
OF_REGIONS = (Can.SEE_PROSPECTING, Can.SEE_APPLICATIONS)
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8")  # what they begin with


class File(Scoped, Made, Model):
    """A photo or a paper; belongs to a store or a region, and is seen as these are."""

    __tablename__ = "file"
    id: Mapped[Id]
    token: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    mime: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    region_id: Mapped[int | None] = mapped_column(BigId, index=True)
    store_id: Mapped[int | None] = mapped_column(BigId, index=True)
    owner_id: Mapped[int | None] = mapped_column(BigId)

    @classmethod
    def visible_to(cls, viewer: Sees) -> Any:
        return or_(store_visible(cls.store_id, viewer), cls.region_id.in_(sorted(viewer.region_ids)))

    @classmethod
    def reach(cls) -> frozenset[str]:
        return super().reach() | {"store"}

    @property
    def url(self) -> str:
        return url_for("files.file", token=self.token)

    @property
    def thumb_url(self) -> str:
        return url_for("files.file", token=self.token, size="thumb") if self.is_image else ""

    @property
    def is_image(self) -> bool:
        return self.mime == "image/webp"

    def path(self, thumb: bool = False) -> Path:
        return folder() / self.token[:2] / f"{self.token}{'-thumb' if thumb else ''}"


def folder() -> Path:
    return Path(current_app.config["PORTAL_DATA"]) / "uploads"


def keep(upload: FileStorage, *, by: Any, store_id: int | None = None, region_id: int | None = None) -> File:
    """Check and store an upload; return its row (added to the session). Raises Refused with what is wrong.

    Pictures become WebP without metadata, at most 1600 px; PDFs are kept as they are and only ever downloaded.
    """
    content = upload.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("The file is larger than 12 MB.")
    if not content:
        raise Refused("The file is empty.")
    token = secrets.token_urlsafe(24)
    name = plain_name(upload.filename)
    kept = File(token=token, name=name, store_id=store_id, region_id=region_id, owner_id=by.id)
    if content[:5] == b"%PDF-":
        write(kept.path(), content)
        kept.mime = "application/pdf"
    else:
        large, thumb = getattr(upload, "drawn", None) or redrawn(content)
        write(kept.path(), large)
        write(kept.path(thumb=True), thumb)
        content, kept.mime = large, "image/webp"
    kept.size, kept.sha256 = len(content), hashlib.sha256(content).hexdigest()
    db.session.add(kept)
    return kept


def draw_ahead(uploads: Iterable[FileStorage]) -> None:
    """Draw pictures anew before a write begins: a dozen take seconds, in which nobody else's write should wait.

    What is wrong with one is said where it is kept.
    """
    for upload in uploads:
        begins = upload.stream.read(4)
        upload.stream.seek(0)
        if not begins.startswith(PICTURES):
            continue
        content = upload.stream.read(MOST_BYTES + 1)
        upload.stream.seek(0)
        if len(content) <= MOST_BYTES:
            with suppress(Refused):
                upload.drawn = redrawn(content)  # type: ignore[attr-defined]


def plain_name(given: str | None) -> str:
    """Return what a file is called, as a header can hold it: without folders, line breaks and signs nobody sees."""
    return " ".join(tidy(Path((given or "").replace("\\", "/")).name).split())[:120] or "file"


def redrawn(content: bytes) -> tuple[bytes, bytes]:
    """Return the picture and its thumbnail, turned upright and drawn anew. Raises Refused."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library that draws papers turns it on for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refused("The picture has too many pixels.")
                picture = made_small(opened)
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise Refused("Only pictures (JPEG, PNG, WebP) and PDF files are taken.") from None
    sizes = []
    for side in (LONGEST_SIDE, THUMB_SIDE):
        picture.thumbnail((side, side))
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=80)
        sizes.append(buffer.getvalue())
    return sizes[0], sizes[1]


def made_small(opened: Image.Image) -> Image.Image:
    """Return a picture upright, in colours, no larger than is kept.

    A few kilobytes may unpack to 200 MB: it is made small before it is copied, and large ones one after the other, so
    that ten sent at once do not take a server's memory.
    """
    with _one_at_a_time if opened.width * opened.height > MOST_AT_ONCE else nullcontext():
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than that needs
        picture = opened if opened.mode == "RGB" else opened.convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(picture)


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def files_by_id(ids: list[int], viewer: Sees) -> list[File]:
    """Return the viewer's files with these ids, oldest first."""
    if not ids:
        return []
    return list(db.session.scalars(File.seen_by(viewer).where(File.id.in_(ids)).order_by(File.id)))


def serve(token: str) -> Response:
    """Answer a file to whoever has it in his reach and may open a page that shows such files, inert."""
    found = db.session.scalar(File.seen_by(current_user).where(File.token == token))
    if found is None or not any(current_user.may(right) for right in (OF_STORES if found.store_id else OF_REGIONS)):
        abort(404)
    return answer_with(found)


def answer_with(found: File) -> Response:
    """Answer a file, or its thumbnail where that is asked for, to whom the door has let in."""
    thumb = request.args.get("size") == "thumb" and found.is_image
    if not found.path(thumb).exists():
        abort(404)  # a restored database without its uploads
    answer = send_file(
        found.path(thumb), mimetype=found.mime, as_attachment=not found.is_image, download_name=found.name
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store" if not found.is_image else "private, max-age=3600"
    return answer


def init_app(app: Flask) -> None:
    from portal.kernel.door import ANYONE, Room

    room = Room("files", __name__, title="Files", prefix="")
    room.get("/files/<token>", needs=ANYONE, endpoint="file")(serve)
    app.register_blueprint(room)

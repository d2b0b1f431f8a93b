"""A proposal on four pages of paper, in Chinese, to be handed over (C19).

What is long stays on four pages by rules, not by luck: the paper shows four photos, however many were taken; text of
many short lines is set as one paragraph; lines of renovation that a page does not hold run on to the next, and what
the company gives follows where they end.
"""

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from flask import current_app, render_template
from flask_babel import force_locale
from PIL import Image

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.db import end_reading
from portal.kernel.files import File
from portal.kernel.press import TooManyPapers, printed
from portal.kernel.refusals import Unready
from portal.prospecting.models import Proposal
from portal.prospecting.payback_drawn import drawn_course

log = structlog.get_logger()
CHINESE = "zh_Hans_CN"
SHEET = "prospecting/proposals/paper.css"
MOST_PHOTOS = 4
# how a table of renovation is set by its number of lines, and what a page holds of it when it is set tightest
DENSE_FROM, TIGHT_FROM = 9, 17
TITLE_WIDE, LINE_MM, ROW_MM, PAGE_MM = 22, 3.6, 1.3, 170
# the first page in millimetres: what it holds, what stands on it in any case, a line of text, rows of photos by number
FIRST_PAGE, USUAL, TEXT_LINE, PHOTOS = 246, 102, 5.9, (0, 108, 70, 132, 132)
MOST_TEXT_LINES, WIDE = 12, 48  # of one text there, and how many signs are in a line
PRINTED_SIDE = 1100  # pixels: 300 for each inch of the larger pictures


def proposal_as_pdf(proposal: Proposal, photos: Sequence[File]) -> bytes:
    """Return the file. What it says is read first; it is drawn while no transaction is open."""
    html = proposal_as_html(proposal, photos)
    end_reading()
    try:
        return printed(html, Path(current_app.root_path, current_app.template_folder or "", SHEET).resolve())
    except TooManyPapers:
        raise Unready("Several PDFs are being drawn just now. Try again in a moment.") from None
    except OSError:
        log.exception("no paper")
        raise Unready("No PDF was made: the portal is busy. Try again, then tell your administrator.") from None


def proposal_as_html(proposal: Proposal, photos: Sequence[File]) -> str:
    there = [file.path() for file in photos if file.path().exists()]
    texts = {"findings": paragraphs(proposal.findings), "changes": paragraphs(proposal.changes)}
    name, address = proposal.prospect.name, proposal.prospect.address
    with force_locale(CHINESE):
        return render_template(
            "prospecting/proposals/paper.html",
            proposal=proposal,
            prospect=proposal.prospect,
            survey=proposal.shop,
            manager=person_name(proposal.actor_id),
            pictures=[embedded(path) for path in there[:MOST_PHOTOS]],
            taken=len(there),
            is_full=is_full([*texts.values()], name + address, min(len(there), MOST_PHOTOS)),
            density=density_of(proposal),
            runs_on=runs_on(proposal),
            course=drawn_course(proposal),
            on=clock.day_of(proposal.handed_at or proposal.made_at),
            **texts,
        )


def is_full(texts: list[str], heading: str, photos: int) -> bool:
    """Whether the first page is set smaller, with its photos in one row."""
    tall = USUAL + TEXT_LINE * sum(map(lines_of_text, texts)) + PHOTOS[photos]
    return tall + len(heading) / WIDE * 2 * TEXT_LINE > FIRST_PAGE


def density_of(proposal: Proposal) -> str:
    """Return how close the lines of renovation are set."""
    n = len(proposal.lines)
    return "tight" if n >= TIGHT_FROM else "dense" if n >= DENSE_FROM else ""


def runs_on(proposal: Proposal) -> bool:
    """Whether the lines take more than a page; the fourth page is the last also then."""
    rows = [-(-len(line.title) // TITLE_WIDE) * LINE_MM + ROW_MM for line in proposal.items]
    return len(rows) >= TIGHT_FROM and sum(rows) > PAGE_MM


def paragraphs(text: str) -> str:
    """Return a text line by line as it was typed, or, where that takes too much of a page, as one paragraph."""
    if lines_of_text(text) <= MOST_TEXT_LINES:
        return text.strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "".join(line if line[-1] in "。；！？，、.;!?," else f"{line}；" for line in lines)


def lines_of_text(text: str) -> int:
    return sum(max(1, -(-len(line) // WIDE)) for line in text.strip().splitlines())


def embedded(path: Path) -> str:
    """Return a picture as part of the page, so that drawing reads no file and no network; small enough to send."""
    buffer: Any = io.BytesIO()
    with Image.open(path) as picture:
        picture.thumbnail((PRINTED_SIDE, PRINTED_SIDE))
        picture.save(buffer, "JPEG", quality=82)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"

"""A proposal on four pages of paper, in Chinese, to be handed over (C19)."""

import base64
from collections.abc import Sequence
from pathlib import Path

import structlog
from flask import current_app, render_template
from flask_babel import force_locale

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.db import end_reading
from portal.kernel.files import File
from portal.kernel.press import printed
from portal.kernel.refusals import Refused
from portal.prospecting.models import Proposal

log = structlog.get_logger()
CHINESE = "zh_Hans_CN"
SHEET = "prospecting/proposals/paper.css"


def proposal_as_pdf(proposal: Proposal, photos: Sequence[File]) -> bytes:
    """Return the file. What it says is read first; it is drawn while no transaction is open."""
    html = proposal_as_html(proposal, photos)
    end_reading()
    try:
        return printed(html, Path(current_app.root_path, current_app.template_folder or "", SHEET).resolve())
    except OSError:
        log.exception("no paper")
        raise Refused("The PDF could not be drawn. Tell your administrator.") from None


def proposal_as_html(proposal: Proposal, photos: Sequence[File]) -> str:
    with force_locale(CHINESE):
        return render_template(
            "prospecting/proposals/paper.html",
            proposal=proposal,
            prospect=proposal.prospect,
            survey=proposal.prospect.survey,
            manager=person_name(proposal.actor_id),
            pictures=[embedded(file.path()) for file in photos if file.path().exists()],
            today=clock.today(),
        )


def embedded(path: Path) -> str:
    """Return a picture as part of the page, so that drawing reads no file and no network."""
    return f"data:image/webp;base64,{base64.b64encode(path.read_bytes()).decode()}"

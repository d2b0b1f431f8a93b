"""The list of sheets of paper."""

from typing import Any

from flask import url_for

from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_
from portal.selling import queries
from portal.selling.models import PaperSheet


def sheets(viewer: Any) -> Listing:
    """Return the sheets of the viewer's stores, newest first."""
    return Listing(
        statement=queries.sheets(viewer),
        columns=[
            Column("code", N_("Sheet"), lambda row: row.PaperSheet.code),
            Column("made_at", N_("Printed"), lambda row: row.PaperSheet.made_at, "moment"),
            Column("day", N_("Sold on"), lambda row: row.PaperSheet.day, "day"),
            Column("entered", N_("Rows entered"), lambda row: row.entered, "n"),
        ],
        order=[PaperSheet.made_at, PaperSheet.id],
        descending=True,
        row_url=lambda row: url_for("selling.show_sheet", code=row.PaperSheet.code),
        name="paper-sheets",
        empty=Empty(
            "print", N_("No sheet is printed"), N_("Print some before you need them: without power it is late.")
        ),
    )

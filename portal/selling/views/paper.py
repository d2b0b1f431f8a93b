"""Doors of the sheets of paper that bridge a time when nothing works (C32)."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from portal.kernel import clock
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import actions, lists, queries, room
from portal.selling.forms import PaperForm
from portal.selling.models import WAYS, PaperSheet
from portal.selling.posted import Fate


@room.get("/selling/paper", needs=Can.ENTER_PAPER)
def list_sheets() -> Any:
    return list_page("selling/paper/index.html", lists.sheets(current_user))


@room.post("/selling/paper", needs=Can.ENTER_PAPER)
def create_sheet() -> Any:
    sheet = actions.print_sheet(queries.shop_of(current_user), by=current_user)
    return see_other("selling.show_blank_sheet", code=sheet.code)


@room.get("/selling/paper/<code>/print", needs=Can.ENTER_PAPER)
def show_blank_sheet(code: str) -> Any:
    import segno

    sheet = queries.sheet(code, current_user)
    address = f"{request.url_root.rstrip('/')}{url_for('selling.show_sheet', code=sheet.code)}"
    drawn = segno.make(address).svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return page("selling/paper/paper.html", sheet=sheet, code=Markup(drawn))


@room.get("/selling/paper/<code>", needs=Can.ENTER_PAPER)
def show_sheet(code: str) -> Any:
    return sheet_page(queries.sheet(code, current_user))


def sheet_page(sheet: PaperSheet, status: int = 200, **facts: Any) -> Response:
    form = facts.get("form") or PaperForm(sheet.store, sheet.rows, formdata=None, day=sheet.day or clock.today())
    told = {"entered": queries.entered(sheet), "fates": facts.get("fates", {}), "ways": WAYS}
    return page("selling/paper/show.html", status=status, sheet=sheet, form=form, **told)


@room.post("/selling/paper/<code>", needs=Can.ENTER_PAPER)
def update_sheet(code: str) -> Any:
    sheet = queries.sheet(code, current_user)
    form = PaperForm(sheet.store, sheet.rows)
    if not form.accepts(lambda: entered(sheet, form)):
        return sheet_page(queries.sheet(code, current_user), 422, form=form)
    wrong = {n: one for n, one in form.result.items() if one.fate in (Fate.CLASH, Fate.REFUSED)}
    if wrong:
        flash(_("What is right is entered; look at the rows that are marked."))
        return sheet_page(sheet, form=form, fates=wrong)
    flash(_("Entered."))
    return see_other("selling.show_sheet", code=sheet.code)


def entered(sheet: PaperSheet, form: PaperForm) -> Any:
    day = form.day.data or clock.today()
    return actions.enter_sheet(sheet, sheet.store, day, form.rows, by=current_user)

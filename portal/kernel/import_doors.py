"""The doors of an import, the same for every kind: hand in, watch, see what was refused, confirm or discard."""

import io
from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import importing
from portal.kernel.db import db, reading
from portal.kernel.door import Room
from portal.kernel.forms import Form, IdField, UploadField, needed
from portal.kernel.importer import Importer, importers, refused_rows
from portal.kernel.importing import Import, ImportState
from portal.kernel.jobs import Job
from portal.kernel.listing import Column, Empty, Listing, as_csv, as_file, as_xlsx, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_, _l, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_REFUSALS = 100


class ImportForm(Form):
    """A file, and whose rows those are that name no store."""

    file = UploadField(_l("File (xlsx or csv)"), [needed()])
    store = IdField(_l("Store"), blank=_l("As the file says, row by row"))


class NothingForm(Form):
    """A confirmation: nothing to fill in."""


def import_doors(room: Room, importer: Importer, path: str, *, needs: Can, back: str) -> Importer:
    """Hang the doors of one kind of import under `path`; `back` is the list its rows end up in."""
    kind = importer.kind
    importers[kind] = importer
    names = ("list", "create", "show", "confirm", "cancel", "problems", "template")
    endpoints = (
        f"list_{kind}_imports", f"create_{kind}_import", f"show_{kind}_import", f"create_{kind}_import_confirmation",
        f"create_{kind}_import_cancellation", f"show_{kind}_import_problems", f"show_{kind}_import_template",
    )  # fmt: skip
    importer.doors.update({n: f"{room.name}.{e}" for n, e in zip(names, endpoints, strict=True)})
    importer.doors.update(path=f"{room.url_prefix or ''}{path}", back=back)

    @room.get(path, needs=needs, endpoint=endpoints[0])
    def list_imports() -> Any:
        return list_page("ui/imports/index.html", listing(importer), importer=importer, form=form_of(importer))

    @room.post(path, needs=needs, endpoint=endpoints[1])
    def create_import() -> Any:
        with reading():
            form = form_of(importer)
        upload, store_id = form.file.data, form.store.data
        if form.accepts(importing.receive, importer, upload, by=current_user, store_id=store_id):
            return see_other(importer.doors["show"], import_id=form.result.id)
        return list_page_again(importer, form)

    @room.get(f"{path}/<int:import_id>", needs=needs, endpoint=endpoints[2])
    def show_import(import_id: int) -> Any:
        return import_page(find(importer, import_id))

    @room.post(f"{path}/<int:import_id>/confirmation", needs=needs, endpoint=endpoints[3])
    def create_confirmation(import_id: int) -> Any:
        found = find(importer, import_id)
        form = NothingForm()
        if form.accepts(importing.confirm, found, by=current_user):
            return see_other(importer.doors["show"], import_id=import_id)
        return import_page(find(importer, import_id), form, status=422)

    @room.post(f"{path}/<int:import_id>/cancellation", needs=needs, endpoint=endpoints[4])
    def create_cancellation(import_id: int) -> Any:
        found = find(importer, import_id)
        form = NothingForm()
        if form.accepts(importing.cancel, found, by=current_user):
            flash(_("Stopped. What was taken in stays."))
            return see_other(importer.doors["show"], import_id=import_id)
        return import_page(find(importer, import_id), form, status=422)

    @room.get(f"{path}/<int:import_id>/problems.<any(csv, xlsx):form>", needs=needs, endpoint=endpoints[5])
    def show_problems(import_id: int, form: str) -> Any:
        return problems_file(find(importer, import_id), form)

    @room.get(f"{path}/template.xlsx", needs=needs, endpoint=endpoints[6])
    def show_template() -> Any:
        return template_file(importer)

    return importer


def find(importer: Importer, import_id: int) -> Import:
    """Return the viewer's import of this kind, or answer 404."""
    mine = Import.seen_by(current_user).where(Import.id == import_id, Import.kind == importer.kind)
    found = db.session.scalar(mine)
    if found is None:
        abort(404)
    return found


def form_of(importer: Importer) -> ImportForm:
    form = ImportForm()
    choices = importer.stores(current_user) if importer.of_store else []
    form.store.choices = choices
    if not choices:
        form.store.data = None
    elif len(choices) == 1:
        form.store.blank = None
        form.store.data = choices[0][0]
    return form


def listing(importer: Importer) -> Listing:
    return Listing(
        statement=Import.seen_by(current_user).where(Import.kind == importer.kind),
        columns=[
            Column("name", N_("File"), lambda found: found.name),
            Column("state", N_("State"), lambda found: found.state, "word"),
            Column("rows", N_("Rows"), lambda found: found.report.get("rows"), "n"),
            Column("bad", N_("Refused"), lambda found: found.report.get("bad_rows"), "n"),
            Column("at", N_("Handed in"), lambda found: found.made_at, "moment"),
        ],
        order=[Import.id],
        descending=True,
        row_url=lambda found: url_for(importer.doors["show"], import_id=found.id),
        empty=Empty("upload", N_("No file yet"), N_("Take the template, fill it, and hand it in above.")),
        name=importer.kind,
        exports=False,
        per_page=20,
    )


def list_page_again(importer: Importer, form: ImportForm) -> Any:
    """The list with the form as it was filled, and what is wrong with it."""
    return page("ui/imports/index.html", status=422, listing=listing(importer).load(), importer=importer, form=form)


def import_page(found: Import, form: NothingForm | None = None, status: int = 200) -> Any:
    work = db.session.get(Job, found.job_id) if found.job_id else None
    refused = refused_rows(found.tray_path, SHOWN_REFUSALS)[1]
    facts = {"found": found, "importer": found.importer, "job": work, "form": form or NothingForm(formdata=None)}
    return page("ui/imports/show.html", status=status, refused=refused, notes=NOTES, steps=steps_of(found), **facts)


# what became of a row, or will: word, tone
NOTES = {
    "new": (N_("New"), "now"),
    "changed": (N_("Changed"), "late"),
    "same": (N_("As it was"), ""),
    "known": (N_("Taken in before"), ""),
    "clash": (N_("Left out: someone was quicker"), "bad"),
}


def steps_of(found: Import) -> list[tuple[str, str]]:
    """Return the four steps of an import with their state: done, now or nothing."""
    words = (_("Hand the file in"), _("Check row by row"), _("You confirm"), _("Take in"))
    reached = {ImportState.CHECKING: 1, ImportState.DRAFT: 2, ImportState.LOADING: 3, ImportState.DONE: 4}
    at = reached.get(found.state, 1)
    return [(word, "done" if n < at else "now" if n == at else "") for n, word in enumerate(words)]


def problems_file(found: Import, form: str) -> Any:
    """The refused rows as they came, with what is wrong behind them: put right, the same file can be handed in."""
    heading, refused = refused_rows(found.tray_path)
    extra = [_("Row"), _("Column"), _("Why not"), _("What to do")]
    rows = []
    for number, cells, faults in refused:
        columns = "；".join(say(found.importer.column(f.column).label) for f in faults)
        whys = " ".join(say(f.why, **f.facts) for f in faults)
        fixes = " ".join(dict.fromkeys(say(f.fix, **f.facts) for f in faults if f.fix))
        cells = [*cells, *[""] * (len(heading) - len(cells))][: len(heading)]
        rows.append([*cells, str(number), columns, whys, fixes])
    word = _("refused")
    name = f"{found.kind}-{found.id}-{word}.{form}"
    return (as_xlsx if form == "xlsx" else as_csv)(name, [*heading, *extra], rows)


def template_file(importer: Importer) -> Any:
    """A workbook to fill: headings in the reader's language with a note each, and one example row."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(say(importer.units)[:31])
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for x, column in enumerate(importer.columns):
        label = say(column.label)
        sheet.set_column(x, x, max(12, 2 * len(label) + 4), text)
        sheet.write_string(0, x, f"{label}*" if column.needed else label, bold)
        hint = " ".join(part for part in (_("Must be filled.") if column.needed else "", say(column.hint)) if part)
        if column.hint or column.needed:
            sheet.write_comment(0, x, hint)
        sheet.write_string(1, x, column.example, text)
    sheet.freeze_panes(1, 0)
    book.close()
    word = _("template")
    return as_file(f"{importer.kind}-{word}.xlsx", XLSX, buffer.getvalue())

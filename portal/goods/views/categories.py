"""Doors of the catalogue's categories."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import CategoryForm
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can


@room.get("/categories", needs=Can.SEE_PRODUCTS)
def list_categories() -> Any:
    return categories_page()


def categories_page(adding: Any = None, renaming: dict[int, Any] | None = None, status: int = 200) -> Any:
    """Draw the categories; a refused name stays in its form."""
    rows = queries.all_categories()
    forms = {row.category.id: CategoryForm(formdata=None, obj=row.category, prefix=mark(row)) for row in rows}
    facts = {"adding": adding or CategoryForm(formdata=None), "renaming": forms | (renaming or {})}
    return page("goods/categories/index.html", status=status, rows=rows, **facts)


def mark(row: queries.Shelved) -> str:
    """Return what the fields of a category's own form begin with."""
    return f"category{row.category.id}-"


@room.post("/categories", needs=Can.EDIT_PRODUCTS)
def create_category() -> Any:
    form = CategoryForm()
    if form.accepts(lambda: actions.add_category(by=current_user, **form.values)):
        flash(_("Added behind all others."))
        return see_other("goods.list_categories")
    return categories_page(adding=form, status=422)


@room.post("/categories/<int:category_id>", needs=Can.EDIT_PRODUCTS)
def update_category(category_id: int) -> Any:
    category, form = queries.category(category_id), CategoryForm(prefix=f"category{category_id}-")
    if form.accepts(lambda: actions.rename_category(category, by=current_user, **form.values)):
        flash(_("Renamed. Its products follow."))
        return see_other("goods.list_categories")
    return categories_page(renaming={category_id: form}, status=422)


@room.post("/categories/<int:category_id>/lifting", needs=Can.EDIT_PRODUCTS)
def create_category_lifting(category_id: int) -> Any:
    actions.lift_category(queries.category(category_id), by=current_user)
    return see_other("goods.list_categories")


@room.post("/categories/<int:category_id>/retirement", needs=Can.EDIT_PRODUCTS)
def create_category_retirement(category_id: int) -> Any:
    actions.retire_category(queries.category(category_id), by=current_user)
    flash(_("Retired."))
    return see_other("goods.list_categories")


@room.post("/categories/<int:category_id>/restoration", needs=Can.EDIT_PRODUCTS)
def create_category_restoration(category_id: int) -> Any:
    actions.restore_category(queries.category(category_id), by=current_user)
    flash(_("In use again."))
    return see_other("goods.list_categories")

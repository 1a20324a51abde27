"""Articles: the catalogue, one item, a count of what is there."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.fields import one_line
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, may, me, page_number, today
from tiers_lieu.admin.item_forms import SHARE, CountForm, ItemForm, item_form
from tiers_lieu.catalogue import operations, queries
from tiers_lieu.catalogue.models import Item
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.stock import operations as stock
from tiers_lieu.stock import queries as stock_queries

A_PAGE = 50
ONE = "/articles/<uuid:item>"


@blueprint.get("/articles")
@needs("catalogue.see")
def items() -> str:
    """Items by name, fifty a page, found by name, barcode or category."""
    search = one_line(request.args.get("q"))[:80]
    shelves = queries.categories(db.session)
    shelf = next((c for c in shelves if c.public_id == request.args.get("rayon")), None)
    number = page_number(request.args.get("page"))
    rows, total = queries.search_items(
        db.session, search, shelf.id if shelf else None, limit=A_PAGE, offset=(number - 1) * A_PAGE
    )
    ids = [row.id for row in rows]
    return render_template(
        "admin/items.html",
        rows=rows,
        total=total,
        number=number,
        pages=max(1, -(-total // A_PAGE)),
        search=search,
        shelf=shelf,
        shelves=shelves,
        shelf_of={c.id: c for c in shelves},
        prices=queries.prices_at(db.session, clock.now(), ids),
        levels=stock_queries.levels(db.session, ids),
    )


@blueprint.route("/articles/nouveau", methods=["GET", "POST"])
@needs("catalogue.edit")
def items_new() -> Any:
    """Add an item."""
    form = item_form()
    if attempt(form, lambda: operations.add_item(facts=form.facts(), by=me())):
        flash(_("L'article est ajouté."))
        return redirect(url_for("admin.items"))
    return render_template("admin/item.html", form=form, item=None), form.status


@blueprint.get(ONE)
@needs("catalogue.see")
def items_one(item: UUID) -> tuple[str, int]:
    """One item."""
    row = _item(item)
    return _page(row, item_form(_data(row)), CountForm())


@blueprint.post(ONE)
@needs("catalogue.edit")
def items_change(item: UUID) -> Any:
    """Change an item; what was sold keeps what it cost."""
    row = _item(item)
    form = item_form({"structure": row.structure_id})
    done = attempt(
        form,
        lambda: operations.change_item(item_public_id=row.public_id, facts=form.facts(), by=me()),
    )
    if done:
        flash(_("L'article est modifié."))
        return redirect(url_for("admin.items_one", item=row.public_id))
    return _page(row, form, CountForm(formdata=None))


@blueprint.post(f"{ONE}/compte")
@needs("catalogue.edit")
def items_count(item: UUID) -> Any:
    """Say how much of an item is there."""
    row, form = _item(item), CountForm()
    if attempt(form, lambda: stock.count_stock(item_id=row.id, quantity=form.quantity.data or 0, by=me())):
        flash(_("Le stock est compté."))
        return redirect(url_for("admin.items_one", item=row.public_id))
    return _page(row, item_form(_data(row), formdata=None), form)


def _item(public_id: UUID) -> Item:
    return found(queries.item(db.session, str(public_id)), _("Cet article n'existe pas."))


def _data(row: Item) -> dict[str, Any]:
    shares = queries.shares_of(db.session, row.id, today())
    return {
        "name": row.name,
        "category": row.category_id,
        "structure": row.structure_id,
        "measure": row.measure,
        "unit": row.unit,
        "price": queries.prices_at(db.session, clock.now(), [row.id]).get(row.id),
        "vat_class": row.vat_class,
        "codes": "\n".join(queries.codes_of(db.session, [row.id]).get(row.id, [])),
        "tile": row.tile,
        "is_active": row.is_active,
    } | {f"{SHARE}{letter}": share for letter, share in shares.items()}


def _page(row: Item, form: ItemForm, count: CountForm) -> tuple[str, int]:
    page = render_template(
        "admin/item.html",
        item=row,
        form=form,
        count=count,
        level=stock_queries.levels(db.session, [row.id]).get(row.id),
        movements=stock_queries.movements(db.session, row.id, limit=10),
        may_edit=may("catalogue.edit"),
    )
    return page, max(form.status, count.status)

"""Comptes: who works here, their roles, PINs and badges."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tiers_lieu.access import changes, operations, queries
from tiers_lieu.access.guard import needs
from tiers_lieu.access.models import Account
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.account_forms import ROLES, AccountForm, RolesForm
from tiers_lieu.admin.cards import card_pdf, printer_of_pdf
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, me
from tiers_lieu.kernel.db import db

ONE = "/comptes/<uuid:account>"


@blueprint.get("/comptes")
@needs("accounts.see")
def accounts() -> str:
    """Every account and its roles."""
    return render_template(
        "admin/accounts.html",
        rows=queries.all_accounts(db.session),
        roles=queries.roles_by_account(db.session),
        words=dict(ROLES),
    )


@blueprint.route("/comptes/nouveau", methods=["GET", "POST"])
@needs("accounts.edit")
def accounts_new() -> Any:
    """Add somebody."""
    form = AccountForm()
    made = attempt(
        form,
        lambda: operations.add_account(
            name=form.name.data,
            email=form.email.data or None,
            password=form.password.data or None,
            roles=form.roles.data or [],
            by=me(),
        ),
    )
    if made:
        flash(_("Le compte est ouvert."))
        return redirect(url_for("admin.accounts_one", account=made.public_id))
    return render_template("admin/account_new.html", form=form), form.status


@blueprint.get(ONE)
@needs("accounts.see")
def accounts_one(account: UUID) -> tuple[str, int]:
    """One account."""
    row = _account(account)
    form = RolesForm(data={"roles": queries.roles_of(db.session, row.id), "is_active": row.is_active})
    return _page(row, form)


@blueprint.post(ONE)
@needs("accounts.edit")
def accounts_change(account: UUID) -> Any:
    """Change roles, open or close an account."""
    row, form = _account(account), RolesForm()
    done = attempt(
        form,
        lambda: changes.change_account(
            account_public_id=row.public_id,
            roles=form.roles.data or [],
            is_active=form.is_active.data,
            by=me(),
        ),
    )
    if done:
        flash(_("Le compte est modifié."))
        return redirect(url_for("admin.accounts_one", account=row.public_id))
    return _page(row, form)


@blueprint.post(f"{ONE}/code")
@needs("accounts.badge")
def accounts_pin(account: UUID) -> str:
    """Draw a PIN for the till and show it, once."""
    row = _account(account)
    pin = operations.assign_pin(account_public_id=row.public_id, by=me())
    return render_template("admin/account_pin.html", account=row, pin=pin)


@blueprint.post(f"{ONE}/badge")
@needs("accounts.badge")
def accounts_badge(account: UUID) -> Response:
    """Make a badge and hand its PDF over; the badge before it stops."""
    row = _account(account)
    printer_of_pdf()
    token = operations.assign_badge(account_public_id=row.public_id, by=me())
    return card_pdf(
        text=f"TLB1.{token}", number=None, title=_("Badge de caisse"), name=row.till_name, filename="badge"
    )


def _account(public_id: UUID) -> Account:
    return found(queries.by_public_id(db.session, str(public_id)), _("Ce compte n'existe pas."))


def _page(row: Account, form: RolesForm) -> tuple[str, int]:
    held = queries.permissions_of(db.session, row.id)
    page = render_template("admin/account.html", account=row, form=form, serves="till.serve" in held)
    return page, form.status

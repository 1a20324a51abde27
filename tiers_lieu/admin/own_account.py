"""Mon compte: what one may do here, and one's own password; and a new one for somebody who lost theirs."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_user

from tiers_lieu.access import passwords as operations
from tiers_lieu.access import queries
from tiers_lieu.access.guard import needs
from tiers_lieu.access.login import CurrentAccount
from tiers_lieu.access.models import Account
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.account_forms import ROLES, GivenPasswordForm, OwnPasswordForm
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, me
from tiers_lieu.kernel.db import db


@blueprint.route("/mon-compte", methods=["GET", "POST"])
@needs("account.own")
def own_account() -> Any:
    """Look at one's own account and change its password; this login goes on, the others end."""
    form = OwnPasswordForm()
    done = attempt(
        form,
        lambda: operations.change_own_password(
            account_id=me(), current=form.current.data or "", password=form.password.data or ""
        ),
    )
    if done:
        login_user(CurrentAccount(done))
        flash(_("Votre mot de passe est changé."))
        return redirect(url_for("admin.own_account"))
    page = render_template(
        "admin/own_account.html",
        account=db.session.get_one(Account, me()),
        roles=queries.roles_of(db.session, me()),
        words=dict(ROLES),
        form=form,
    )
    return page, form.status


@blueprint.route("/comptes/<uuid:account>/mot-de-passe", methods=["GET", "POST"])
@needs("accounts.badge")
def accounts_password(account: UUID) -> Any:
    """Give somebody a new password."""
    row = found(queries.by_public_id(db.session, str(account)), _("Ce compte n'existe pas."))
    form = GivenPasswordForm()
    done = attempt(
        form,
        lambda: operations.give_password(
            account_public_id=row.public_id, password=form.password.data or "", by=me()
        ),
    )
    if done:
        flash(_("Le mot de passe est changé. Dites-le de vive voix."))
        return redirect(url_for("admin.accounts_one", account=row.public_id))
    return render_template("admin/account_password.html", account=row, form=form), form.status

"""Home, login, the receipt's page, and the answer to monitoring."""

import re
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from sqlalchemy import func, select

from tiers_lieu.access import operations as access
from tiers_lieu.access.guard import public
from tiers_lieu.access.login import CurrentAccount
from tiers_lieu.access.models import Account
from tiers_lieu.admin.forms import attempt
from tiers_lieu.jobs.models import Job
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.api import answer
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotFound
from tiers_lieu.kernel.ids import read_link
from tiers_lieu.kernel.qr import qr_svg
from tiers_lieu.sales.models import Sale
from tiers_lieu.sales.papers import receipt_document
from tiers_lieu.web.forms import LoginForm

web = Blueprint("web", __name__)
_PATH = re.compile(r"/(?!/)[\w\-./?=&%]*", re.ASCII)


@web.get("/")
@public
def home() -> str:
    """The door of the house."""
    return render_template("web/home.html")


@web.route("/connexion", methods=["GET", "POST"])
@public
def login() -> Any:
    """Log in by e-mail and password."""
    form = LoginForm()
    after = _inside(request.args.get("suite"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(after)
    account_id = attempt(form, lambda: access.log_in(email=form.email.data, password=form.password.data))
    if account_id:
        login_user(CurrentAccount(db.session.get_one(Account, account_id)))
        return redirect(after)
    return render_template("web/login.html", form=form), form.status


def _inside(after: str | None) -> str:
    """Where to go after the login: a path of this house, never another site.

    Browsers drop tabs and newlines from an address and read a backslash as a slash, so none is let through.
    """
    if after and _PATH.fullmatch(after):
        return after
    return url_for("admin.today")


@web.post("/deconnexion")
@public
def logout() -> Any:
    """Log out. The till's unsent sales are the tablet's, not this session's."""
    logout_user()
    return redirect(url_for("web.home"))


@web.get("/t/<token>")
@public
def receipt(token: str) -> str:
    """The page of one ticket, for who holds its link."""
    envelope_id = read_link(current_app.extensions["keys"].secret, token)
    sale = db.session.scalar(select(Sale).where(Sale.envelope_id == envelope_id)) if envelope_id else None
    if sale is None:
        raise NotFound("no_ticket", _("Ce ticket n'existe pas. Vérifiez le lien."))
    document = receipt_document(db.session, sale)
    return render_template(
        "web/receipt.html", ticket=document, qr=qr_svg(document["url"], label=_("QR : ce ticket en ligne"))
    )


@web.get("/sante")
@public
def health() -> Response:
    """For monitoring: the database answers, and how much work waits."""
    due = (Job.done_at.is_(None), Job.run_at <= clock.now())
    waiting = db.session.scalar(select(func.count()).select_from(Job).where(*due))
    return answer({"status": "ok", "version": current_app.extensions["version"], "jobs_waiting": waiting})

"""Where every refusal becomes a page or JSON: one family, one shape, no `try` in views."""

from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from tiers_lieu.kernel.api import Refused, answer
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotKnown, Refusal


def _wants_json() -> bool:
    return "/api/" in request.path or request.path == "/sante"


def _say(code: str, message: str, field: str | None, status: int) -> Any:
    if _wants_json():
        return answer(Refused(code, message, field), status)
    return render_template("web/error.html", message=message, status=status), status


def init_errors(app: Flask) -> None:
    """Register the one place where errors are said."""

    @app.errorhandler(Refusal)
    def _refusal(refusal: Refusal) -> Any:
        if isinstance(refusal, NotKnown) and refusal.code == "login_needed" and not _wants_json():
            back = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("web.login", suite=back))
        return _say(refusal.code, str(refusal.message), refusal.field, refusal.status)

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Any:
        return _say(
            "stale_page", _("La page était trop vieille. Revenez en arrière et recommencez."), None, 400
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400:
            return error.get_response()
        sentences = {
            404: _("Cette page n'existe pas. Revenez à l'accueil."),
            405: _("Cette page s'ouvre autrement. Revenez à l'accueil."),
            413: _("Ce fichier est trop grand."),
        }
        message = sentences.get(status, _("La demande est mal formée. Revenez en arrière."))
        return _say(error.name.lower().replace(" ", "_"), message, None, status)

    @app.errorhandler(500)
    def _broken(_error: Exception) -> Response | Any:
        message = _("Une erreur est arrivée. Rien n'est perdu, réessayez.")
        try:
            db.session.rollback()  # what broke may have left a transaction in which nothing can be read
            return _say("internal_error", message, None, 500)
        except SQLAlchemyError:  # the page's own words come from the database, and it is away
            return Response(message, 500, mimetype="text/plain")

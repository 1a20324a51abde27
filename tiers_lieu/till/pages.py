"""The tablet's own files, served as they are: the shell, the service worker, the modules."""

from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, send_from_directory

from tiers_lieu.access.guard import public
from tiers_lieu.config import tablet_folder

pages = Blueprint("till", __name__, url_prefix="/caisse")

# The shell runs alone: nothing inline, nothing from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'"
)


def _send(name: str) -> Response:
    response = send_from_directory(tablet_folder(), name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    if Path(name).suffix in (".js", ".mjs"):
        response.mimetype = "text/javascript"
    return response


@pages.get("/")
@public
def shell() -> Response:
    """The till."""
    return _send("index.html")


@pages.get("/sw.js")
@public
def service_worker() -> Response:
    """The service worker, at the root of its scope."""
    return _send("sw.js")


@pages.get("/static/<path:name>")
@public
def static_file(name: str) -> Response:
    """A module, a style or a picture of the tablet. The list of what is served is the folder itself."""
    if Path(name).suffix not in {".js", ".mjs", ".css", ".svg", ".json", ".png", ".webmanifest"}:
        return current_app.make_response(redirect("/caisse/", 302))
    return _send(name)

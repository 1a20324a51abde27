"""Tiers-Lieu: what is true in the hub. `create_app` puts the house together."""

import importlib

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from tiers_lieu.config import Settings, templates_folder

__version__ = "0.1.0"

# In the order in which they may import one another: a package never imports one that comes after it.
PACKAGES = (
    "kernel",
    "structures",
    "access",
    "people",
    "tariffs",
    "catalogue",
    "stock",
    "jobs",
    "messages",
    "journal",
    "ledger",
    "payments",
    "printing",
    "sales",
    "bookings",
    "sessions",
    "entitlements",
    "activities",
    "till",
    "reports",
    "admin",
    "web",
)


def load_models() -> None:
    """Import every table, so that metadata and migrations know them all."""
    for package in ("structures", "access", "people", "tariffs", "catalogue", "stock", "jobs", "journal"):
        importlib.import_module(f"tiers_lieu.{package}.models")
    for package in ("printing", "sales"):
        importlib.import_module(f"tiers_lieu.{package}.models")


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application of one hub. Reads the environment unless `settings` are given; touches no table."""
    from tiers_lieu.access import guard
    from tiers_lieu.access.login import init_login
    from tiers_lieu.kernel.activity import discover
    from tiers_lieu.kernel.db import init_db
    from tiers_lieu.kernel.keys import open_keys
    from tiers_lieu.printing.jobs import HANDLERS as PRINTING_JOBS
    from tiers_lieu.web.errors import init_errors
    from tiers_lieu.web.headers import init_headers
    from tiers_lieu.web.pages import init_pages

    settings = settings or Settings.from_environment()
    app = Flask("tiers_lieu", template_folder=str(templates_folder()), static_folder="web/static")
    keys = open_keys(settings.keys)
    app.config.update(
        SECRET_KEY=keys.secret,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-tiers-lieu",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Paris",
    )
    app.extensions["settings"] = settings
    app.extensions["keys"] = keys
    load_models()
    init_db(app)
    init_login(app)
    Babel(app)
    CSRFProtect(app)
    app.extensions["activities"] = discover()
    app.extensions["job_handlers"] = PRINTING_JOBS
    app.before_request(guard.enforce)
    init_headers(app)
    init_errors(app)
    init_pages(app)
    return app

"""Every blueprint of the house, in one place, and what templates may say."""

from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect

from tiers_lieu.kernel.money import euros


def init_pages(app: Flask) -> None:
    """Register the pages and APIs. The APIs carry their own token, so they are outside CSRF."""
    from tiers_lieu import __version__
    from tiers_lieu.admin import blueprint as admin
    from tiers_lieu.admin.fields import described
    from tiers_lieu.printing.views import api as printing_api
    from tiers_lieu.till.pages import pages as till_pages
    from tiers_lieu.till.views import api as till_api
    from tiers_lieu.web.formats import FILTERS, house
    from tiers_lieu.web.pictures import till_shape
    from tiers_lieu.web.views import web

    app.extensions["version"] = __version__
    app.jinja_env.filters.update(FILTERS, euros=euros)
    app.jinja_env.globals.update(house=house, described=described, till_shape=till_shape)
    csrf: CSRFProtect = app.extensions["csrf"]
    for api in (till_api, printing_api):
        csrf.exempt(api)
        app.register_blueprint(api)
    for pages in (web, till_pages, admin):
        app.register_blueprint(pages)
    for activity in app.extensions["activities"].values():
        if activity.blueprint is not None:
            app.register_blueprint(activity.blueprint)

    @app.context_processor
    def _house() -> dict[str, Any]:
        from tiers_lieu.web.menu import menu_for

        return {"menu": menu_for(app)}

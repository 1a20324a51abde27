"""Every route says who may use it. One without a rule fails the build, and answers 500 if it ever ran.

`public` · `needs("permission")` for people who log in · `Guard(...)` of other callers (tablets, agents) are
made by the packages that know them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _
from flask_login import current_user

from tiers_lieu.kernel.errors import NotAllowed, NotKnown

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Guard:
    """Who may use a route: a word for the tests and the page of rights, and the check, which raises a Refusal."""

    principal: str
    check: Callable[[], None]
    permission: str | None = None

    def __call__(self, view: View) -> View:
        view.guard = self  # type: ignore[attr-defined]
        return view


def _anyone() -> None:
    return None


public = Guard("anonymous", _anyone)


def needs(permission: str) -> Guard:
    """Let in the accounts of which a role holds `permission`."""

    def check() -> None:
        if not current_user.is_authenticated:
            raise NotKnown("login_needed", _("Connectez-vous pour voir cette page."))
        if permission not in current_user.permissions:
            raise NotAllowed("not_allowed", _("Cette page n'est pas ouverte à votre rôle."))

    return Guard("account", check, permission)


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """The rule of an endpoint, or None when somebody forgot it."""
    view = app.view_functions[endpoint]
    return public if endpoint == "static" else getattr(view, "guard", None)


def enforce() -> None:
    """Run the rule of the route in hand; called before each request."""
    if request.endpoint is None:
        return
    guard = guard_of(current_app, request.endpoint)
    if guard is None:
        raise RuntimeError(f"the route {request.endpoint} says nothing of who may use it")
    guard.check()

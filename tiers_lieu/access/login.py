"""Flask-Login's user: an account as the pages see it."""

from flask import Flask
from flask_login import LoginManager, UserMixin
from sqlalchemy import select

from tiers_lieu.access import queries
from tiers_lieu.access.models import Account
from tiers_lieu.kernel.db import db


class CurrentAccount(UserMixin):
    """The account behind a request: id, name, permissions. Its login id changes when its password does."""

    def __init__(self, account: Account) -> None:
        self.id = account.id
        self.name = account.name
        self.login_version = account.login_version
        self._permissions: frozenset[str] | None = None

    def get_id(self) -> str:
        return f"{self.id}.{self.login_version}"

    @property
    def permissions(self) -> frozenset[str]:
        """What the roles of this account allow, read once a request."""
        if self._permissions is None:
            self._permissions = queries.permissions_of(db.session, self.id)
        return self._permissions


def init_login(app: Flask) -> None:
    """Tell Flask-Login how to find an account."""
    manager = LoginManager()
    manager.session_protection = (
        None  # addresses change on a local network; the cookie is HttpOnly and Secure
    )
    manager.init_app(app)

    @manager.user_loader
    def _load(login_id: str) -> CurrentAccount | None:
        number, _, version = login_id.partition(".")
        if not (number.isdigit() and version.isdigit()):
            return None
        account = db.session.scalar(
            select(Account).where(
                Account.id == int(number), Account.is_active, Account.login_version == int(version)
            )
        )
        return CurrentAccount(account) if account else None

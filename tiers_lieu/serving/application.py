"""The application outside a server: for one command, opened and closed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from tiers_lieu import create_app
from tiers_lieu.config import Settings
from tiers_lieu.kernel.db import db


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """The application with its context pushed; its connections are closed at the end."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            close(app)


def close(app: Flask) -> None:
    """Close every connection of an application that will not be used again; needs its context."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()

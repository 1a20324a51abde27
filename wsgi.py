"""The WSGI entry for a server of your own: `gunicorn wsgi:app`."""

from tiers_lieu import create_app

app = create_app()

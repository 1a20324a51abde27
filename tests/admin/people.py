"""The four people of every test, and the administrator, each with a browser of their own."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "pommes-et-poires"
HUB = "https://hub"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Person:
    """Somebody with a browser. Forms are sent as a browser does: with the page's token and a referrer."""

    app: Flask
    client: FlaskClient = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.token = self._token(self.get("/connexion"))

    def _token(self, page: TestResponse) -> str:
        found = _TOKEN.search(page.get_data(as_text=True))
        assert found, page.status
        return found[1]

    def log_in(self, email: str, password: str = PASSWORD) -> "Person":
        """Log in; fails when the door stays closed."""
        assert self.post("/connexion", email=email, password=password).status_code == 302
        return self

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=HUB)

    def post(self, path: str, **data: Any) -> TestResponse:
        """Send a form."""
        sent = {"csrf_token": self.token} | data
        return self.client.post(path, data=sent, base_url=HUB, headers={"Referer": HUB + path})

    def read(self, path: str) -> str:
        """What a page says, entities undone."""
        page = self.get(path)
        assert page.status_code == 200, (path, page.status)
        return text_of(page)


def text_of(page: TestResponse) -> str:
    """The words of a page, without its tags."""
    body = re.sub(r"(?s)<(svg|style|head).*?</\1>", " ", page.get_data(as_text=True))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

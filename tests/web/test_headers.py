"""A hub with a name of its own on the internet is always HTTPS; a name on the local network may move."""

from pathlib import Path

import pytest

from tests.fixtures.app import settings_for
from tiers_lieu import create_app


@pytest.mark.parametrize(
    ("host", "said"), [("hub.example.org", "max-age=31536000"), ("hub.local", None), ("192.168.1.20", None)]
)
def test_strict_transport_is_for_names_that_stay(host: str, said: str | None, tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/hub.sqlite3", TIERS_LIEU_HOST=host))
    answer = app.test_client().get("/caisse/api/v1/openapi.json", base_url="https://hub")
    assert answer.headers.get("Strict-Transport-Security") == said

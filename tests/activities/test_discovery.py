"""A new activity is a folder: found by its name, its page open for its roles, its work done; nothing else changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import tiers_lieu.activities
from tests.fixtures.app import settings_for
from tests.fixtures.database import Database
from tiers_lieu import create_app
from tiers_lieu.access import operations as access
from tiers_lieu.access.models import RolePermission
from tiers_lieu.jobs import operations as jobs
from tiers_lieu.jobs.worker import handlers_of, run_one
from tiers_lieu.kernel.activity import discover
from tiers_lieu.kernel.db import atomic, db
from tiers_lieu.structures import operations as structures
from tiers_lieu.structures.models import Hub

JARDIN = """
from flask import Blueprint
from tiers_lieu.access.guard import needs
from tiers_lieu.kernel.activity import Activity
from tiers_lieu.structures.models import Hub

pages = Blueprint("jardin", __name__, url_prefix="/jardin")

@pages.get("/")
@needs("jardin.see")
def home():
    return "Les semis de la semaine"

def water(session, *, bed):
    session.get_one(Hub, 1).receipt_footer = f"arrosé : {bed}"

ACTIVITY = Activity(
    name="jardin", label="Jardin", blueprint=pages, menu=(("Jardin", "jardin.home", "jardin.see"),),
    job_handlers={"jardin.water": water},
)
"""


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder `jardin` among the activities, for this test alone."""
    folder = tmp_path / "more" / "jardin"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(JARDIN)
    monkeypatch.setattr(
        tiers_lieu.activities, "__path__", [*tiers_lieu.activities.__path__, str(tmp_path / "more")]
    )
    yield
    import sys

    sys.modules.pop("tiers_lieu.activities.jardin", None)


def test_a_folder_is_an_activity(garden: None, database: Database, tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path / "instance", database.url))
    app.config["WTF_CSRF_ENABLED"] = False
    assert list(app.extensions["activities"]) == ["epicerie", "jardin"]
    with app.app_context():
        structures.found_hub(name="Lieu", place="Ici")
        for role in ("volunteer", "auditor"):
            access.add_account(name=role, email=f"{role}@hub.test", password="a long password", roles=[role])
        with atomic() as session:
            session.add(
                RolePermission(role="volunteer", permission="jardin.see")
            )  # what its migration writes
            jobs.ask(session, kind="jardin.water", arguments={"bed": "tomates"})
        assert run_one(handlers_of(app), "w")
        assert db.session.get_one(Hub, 1).receipt_footer == "arrosé : tomates"
    for role, status in (("volunteer", 200), ("auditor", 403)):
        client = app.test_client()
        form = {"email": f"{role}@hub.test", "password": "a long password"}
        client.post("/connexion", data=form, base_url="https://hub")
        page = client.get("/jardin/", base_url="https://hub")
        assert page.status_code == status
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_folder_that_names_another_activity_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "wrong"
    folder.mkdir()
    (folder / "__init__.py").write_text(JARDIN)
    monkeypatch.setattr(tiers_lieu.activities, "__path__", [str(tmp_path)])
    with pytest.raises(RuntimeError, match="wrong"):
        discover()

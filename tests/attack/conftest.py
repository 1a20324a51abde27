"""Callers for the attacks: an agent of the tests' own, and people with browsers."""

import pytest

from tests.attack.people import Person
from tests.fixtures.demo import DemoHub
from tiers_lieu.printing import operations as printing


@pytest.fixture
def agent_headers(demo: DemoHub) -> dict[str, str]:
    """What a print agent sends with each request."""
    with demo.app.app_context():
        token = printing.add_agent(name="attaque")
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


@pytest.fixture
def chloe(demo: DemoHub) -> Person:
    """A coordinator."""
    return Person(demo.app).log_in(demo.logins.coordinator)


@pytest.fixture
def alex(demo: DemoHub) -> Person:
    """An administrator."""
    return Person(demo.app).log_in(demo.logins.administrator)

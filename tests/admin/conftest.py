"""Amina has a card, Bruno serves, Chloé coordinates, Driss is a stranger, Alex administers."""

import pytest
from sqlalchemy import select

from tests.admin.people import PASSWORD, Person
from tests.fixtures.demo import DemoHub
from tiers_lieu.access import operations as access
from tiers_lieu.access.models import Account
from tiers_lieu.catalogue.models import Item
from tiers_lieu.kernel.db import db
from tiers_lieu.people.models import Household, Member


@pytest.fixture
def chloe(demo: DemoHub) -> Person:
    """A coordinator."""
    return Person(demo.app).log_in(demo.logins.coordinator)


@pytest.fixture
def alex(demo: DemoHub) -> Person:
    """An administrator."""
    return Person(demo.app).log_in(demo.logins.administrator)


@pytest.fixture
def bruno(demo: DemoHub) -> Person:
    """A cashier and volunteer, who may also log in."""
    with demo.app.app_context():
        access.add_account(
            name="Bruno Roy", email="bruno@hub.test", password=PASSWORD, roles=["cashier", "volunteer"]
        )
    return Person(demo.app).log_in("bruno@hub.test")


@pytest.fixture
def driss(demo: DemoHub) -> Person:
    """Nobody the hub knows."""
    return Person(demo.app)


@pytest.fixture
def amina(demo: DemoHub) -> Person:
    """A resident: she has a card and no account."""
    return Person(demo.app)


@pytest.fixture
def aminas(demo: DemoHub) -> str:
    """The address of Amina's household."""
    with demo.app.app_context():
        found = db.session.scalar(
            select(Household.public_id)
            .join(Member, Member.household_id == Household.id)
            .where(Member.first_name == "Amina")
        )
        return f"/bureau/foyers/{found}"


@pytest.fixture
def carrots(demo: DemoHub) -> str:
    """The address of the carrots."""
    with demo.app.app_context():
        return f"/bureau/articles/{db.session.scalar(select(Item.public_id).where(Item.name == 'Carottes'))}"


@pytest.fixture
def brunos(demo: DemoHub) -> str:
    """The address of the account of the demonstration's Bruno."""
    with demo.app.app_context():
        found = db.session.scalar(select(Account.public_id).where(Account.name == "Bruno Leroy"))
        return f"/bureau/comptes/{found}"

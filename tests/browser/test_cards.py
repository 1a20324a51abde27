"""The tablet learns of a new card by the heartbeat, without a new catalogue, and keeps it for a cold start."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.browser.conftest import House
from tests.browser.till import Till
from tiers_lieu.kernel.db import db
from tiers_lieu.people import operations as people
from tiers_lieu.people.models import Household


def test_a_card_made_meanwhile_buys_within_a_heartbeat(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    till = Till(new_context(viewport={"width": 1280, "height": 800}).new_page())
    till.open(house.hub.url)
    till.pair(house.code())
    till.enter_with(house.logins.badge)
    asked: list[str] = []
    till.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    with house.hub.app.app_context():
        household = db.session.query(Household).order_by(Household.id).first()
        assert household is not None
        card = people.issue_card(household_public_id=household.public_id)
    with till.page.expect_response("**/caisse/api/v1/cards", timeout=30_000):
        pass
    till.page.wait_for_timeout(300)
    till.scan(card.text)
    till.page.wait_for_selector("[data-card]:has-text('" + card.number + "')")
    house.hub.kill()
    till.page.reload()
    till.page.wait_for_selector("[data-screen=sell]")
    till.scan(card.text)
    till.page.wait_for_selector("[data-card]:has-text('" + card.number + "')")

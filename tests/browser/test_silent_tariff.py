"""The tariff is silent: a social basket and a full-price basket are the same picture once digits are masked."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Page

from pos.printing.interpreter import read
from pos.printing.render import render
from tests.browser.conftest import House
from tests.browser.test_main_job import CODES
from tests.browser.till import Till
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.kernel.db import db
from tiers_lieu.sales.models import Sale
from tiers_lieu.sales.papers import receipt_document

GOODS = ("Pâtes, 500 g", "Yaourts nature, par 4", "Lessive, 1 l", "Pain de campagne")

MASK = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    node.data = node.data.replace(/C1[A-Z]-[0-9]+|[0-9]+([,:][0-9]+)?/g, "8");
}"""


def masked(page: Page) -> Image.Image:
    """The screen with each number, and each ticket's, written as one 8."""
    page.mouse.move(5, 5)
    page.evaluate(MASK)
    # Painted whole: a page painted again in pieces differs by a shade at the edges of the pieces.
    page.evaluate("document.body.style.display = 'none'")
    page.screenshot()
    page.evaluate("document.body.style.display = ''")
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def difference(first: Image.Image, second: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of pixels that differ, or None."""
    assert first.size == second.size
    return ImageChops.difference(first, second).getbbox()


def screens(house: House, context: BrowserContext, card: str) -> list[Image.Image]:
    """The shelf, the basket, the other ways to pay and the paid screen, for one card."""
    till = Till(context.new_page())
    till.open(house.hub.url)
    till.pair(house.code())
    till.enter_with(house.logins.badge)
    seen = []
    for stop in ("shelf", "basket", "other", "paid"):
        till.scan(card)
        for goods in GOODS if stop != "shelf" else ():
            till.scan(CODES[goods])
        if stop == "other":
            till.page.click("[data-key=other]")
        if stop == "paid":
            till.pay_with("card")
            till.wait_until_sent()
        till.page.wait_for_timeout(150)
        seen.append(masked(till.page))
        till.page.reload()  # what was masked is drawn again, and the cart comes back
        till.page.wait_for_selector("[data-screen=sell]")
        if stop == "other" and till.page.locator("[data-act=back]").count():
            till.page.click("[data-act=back]")
        if till.page.locator("[data-act=clear]").count():
            till.page.click("[data-act=clear]")
    till.page.close()
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_till_shows_the_same_picture_for_every_purse(
    house: House, new_context: Callable[..., BrowserContext], scheme: str
) -> None:
    social, full = (
        screens(
            house,
            new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme),
            house.logins.cards[name],
        )
        for name in ("Amina", "Lucie")
    )
    assert [difference(a, b) for a, b in zip(social, full, strict=True)] == [None] * 4


def test_the_mask_hides_digits_only(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    pictures = []
    for text in (
        "<p>1,77 €</p>",
        "<p>11,38 €</p>",
        "<p>11,38 € réduit</p>",
        "<p style='color:red'>1,77 €</p>",
    ):
        page.set_content(text)
        pictures.append(masked(page))
    assert difference(pictures[0], pictures[1]) is None
    assert difference(pictures[0], pictures[2]) and difference(pictures[0], pictures[3])


def receipt(demo: DemoHub, counter: Counter, card: str, letter: str) -> dict[str, Any]:
    """The receipt's facts of four goods on a card, with digits masked where tickets differ."""
    terms = counter.letter(letter)
    lines = [line(counter.item(name), 1000, terms) for name in GOODS]
    told = counter.sell(*lines, card=counter.card(card)["id"], letter=letter)[1]
    with demo.app.test_request_context():
        sale = db.session.query(Sale).filter_by(envelope_id=told["id"]).one()
        document = receipt_document(db.session, sale)
    document["ticket"] = {key: re.sub("[0-9]", "8", text) for key, text in document["ticket"].items()}
    return document


def test_the_receipts_header_is_the_same_for_every_purse(demo: DemoHub, counter: Counter) -> None:
    papers = []
    for name, letter in (("Amina", "B"), ("Lucie", "A")):
        document = receipt(demo, counter, demo.logins.cards[name], letter)
        papers.append(read(render(document, columns=48, code_page=16))[0])
    heads = [paper.text[: paper.text.index("Valeur")] for paper in papers]
    assert heads[0] == heads[1] and "SIRET" in heads[0]
    rows = 24 * len(heads[0].splitlines())
    pictures = [Image.open(io.BytesIO(paper.picture)).convert("RGB") for paper in papers]
    tops = [picture.crop((0, 0, picture.width, rows)) for picture in pictures]
    assert difference(*tops) is None
    assert difference(pictures[0], pictures[1].resize(pictures[0].size))  # below, the sums are theirs

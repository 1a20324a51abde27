"""Cards and badges: a PDF of card size, a QR that works, no name of a household, and the old one stops."""

import re
import types
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from sqlalchemy import select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.access.models import Account
from tiers_lieu.admin import cards
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.kernel.ids import token_hash
from tiers_lieu.people.models import Card

PIXELS = 96 / 25.4  # of CSS, in a millimetre


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages given to WeasyPrint, which still makes the PDF: one page, of card size."""
    pages: list[str] = []
    real = cards.printer_of_pdf()

    def html(string: str) -> Any:
        pages.append(string)
        document = real.HTML(string=string).render()
        sizes = [(page.width / PIXELS, page.height / PIXELS) for page in document.pages]
        assert sizes == [pytest.approx((85.6, 54), abs=0.01)]
        return document

    monkeypatch.setattr(cards, "printer_of_pdf", lambda: types.SimpleNamespace(HTML=html))
    return pages


def qr_of(page: str) -> str:
    """What the QR on a page says, read by another's decoder from the squares really drawn."""
    svg = re.search(r'<svg [^>]*class="qr".*?</svg>', page, re.S)
    assert svg
    side = float(re.search(r'viewBox="0 0 ([\d.]+)', svg[0])[1])  # type: ignore[index]
    scale = 12
    image = Image.new("L", (int(side * scale), int(side * scale)), 255)
    draw = ImageDraw.Draw(image)
    path = re.search(r' d="([^"]+)"', svg[0])
    assert path
    for x, y, right, low in re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)H", path[1]):
        corner = (float(x) * scale, float(y) * scale, float(right) * scale - 1, float(low) * scale - 1)
        draw.rectangle(corner, fill=0)
    found = zxingcpp.read_barcodes(image)
    assert len(found) == 1
    return str(found[0].text)


def test_a_card_is_one_card_and_names_nobody(
    demo: DemoHub, chloe: Person, aminas: str, drawn: list[str]
) -> None:
    answer = chloe.post(aminas + "/carte")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    text = qr_of(drawn[0])
    with demo.app.app_context():
        card = db.session.scalar(
            select(Card).where(Card.token_hash == token_hash(text.removeprefix("TLC1.")))
        )
        assert card is not None
        assert card.revoked_at is None
    assert card.number in drawn[0]
    assert "Tiers-Lieu" in drawn[0]
    assert "Amina" not in drawn[0]
    assert "Benali" not in drawn[0]
    assert not re.search(r"[Tt]arif|social", drawn[0])


def test_a_new_card_stops_the_old_one_and_the_page_says_so_before(
    demo: DemoHub, chloe: Person, aminas: str, counter: Counter
) -> None:
    old = counter.card(demo.logins.cards["Amina"])
    assert f"Une nouvelle carte arrête la carte {old['number']}." in chloe.read(aminas)
    chloe.post(aminas + "/carte")
    demo.refresh(counter)
    assert counter.card(demo.logins.cards["Amina"])["revoked"] is True
    assert old["number"] in chloe.read(aminas).split("Cartes d'avant")[1]


def test_a_card_is_stopped_after_a_page_that_says_what_it_means(
    demo: DemoHub, chloe: Person, aminas: str, counter: Counter
) -> None:
    assert "Elle ne servira plus" in chloe.read(aminas + "/carte/arret")
    demo.refresh(counter)
    assert counter.card(demo.logins.cards["Amina"])["revoked"] is False
    assert chloe.post(aminas + "/carte/arret").status_code == 302
    demo.refresh(counter)
    assert counter.card(demo.logins.cards["Amina"])["revoked"] is True
    assert chloe.get(aminas + "/carte/arret").status_code == 404


def test_a_badge_opens_the_till_and_the_old_one_does_not(
    demo: DemoHub, chloe: Person, brunos: str, drawn: list[str], counter: Counter
) -> None:
    answer = chloe.post(brunos + "/badge")
    assert answer.data.startswith(b"%PDF-")
    text = qr_of(drawn[0])
    assert text.startswith("TLB1.")
    assert "Bruno" in drawn[0]
    assert "Leroy" not in drawn[0]
    with demo.app.app_context():
        stored = db.session.scalar(select(Account.badge_hash).where(Account.name == "Bruno Leroy"))
    assert stored == token_hash(text.removeprefix("TLB1."))
    assert stored != token_hash(demo.logins.badge.removeprefix("TLB1."))


def test_without_pango_the_package_is_named_and_no_card_is_lost(
    demo: DemoHub, chloe: Person, aminas: str, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> Any:
        raise OSError("cannot load library 'libpangoft2-1.0-0'")

    monkeypatch.setattr(cards.importlib, "import_module", missing)
    answer = chloe.post(aminas + "/carte")
    assert answer.status_code == 503
    assert "libpangoft2-1.0-0" in text_of(answer)
    demo.refresh(counter)
    assert counter.card(demo.logins.cards["Amina"])["revoked"] is False
    with pytest.raises(Refusal):
        cards.printer_of_pdf()


def test_only_who_may_edit_people_makes_cards(
    alex: Person, bruno: Person, driss: Person, aminas: str
) -> None:
    assert alex.post(aminas + "/carte").status_code == 403
    assert bruno.post(aminas + "/carte").status_code == 403
    assert driss.post(aminas + "/carte").status_code == 302

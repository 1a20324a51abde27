"""Le lieu and its structures: what heads a receipt is corrected, written down, and never in the past."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.access.models import AuditEntry
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.structures.models import Structure, StructureVat

HUB = "/bureau/lieu"
GOOD = {"name": "Le Verger", "place": "Lens", "receipt_footer": "Merci.\r\nÀ jeudi."}
NUMBERS = {"name": "Le Verger", "address": "1 rue Haute", "siret": "732 829 320 00074", "rna": "W931234567"}


@pytest.fixture
def shop(demo: DemoHub) -> str:
    """The address of the structure that sells."""
    with demo.app.app_context():
        return f"/bureau/caisses/structures/{db.session.scalar(select(Structure.public_id))}"


def last_edit(demo: DemoHub) -> AuditEntry:
    with demo.app.app_context():
        found = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
        assert found is not None
        return found


def in_days(days: int) -> str:
    return (clock.today("Europe/Paris") + timedelta(days=days)).isoformat()


def test_the_hub_is_renamed_on_every_page_and_at_the_till(
    demo: DemoHub, chloe: Person, driss: Person, counter: Counter
) -> None:
    assert chloe.post(HUB, **GOOD).status_code == 302
    assert "Lens Le Verger" in driss.read("/")
    demo.refresh(counter)
    assert counter.snapshot["hub"]["name"] == "Le Verger"
    edit = last_edit(demo)
    assert (edit.action, edit.account_id is not None) == ("hub.changed", True)
    assert edit.before is not None and edit.before["name"] == "Tiers-Lieu"
    assert edit.after is not None and edit.after["footer"] == "Merci.\nÀ jeudi."


@pytest.mark.parametrize(
    ("changed", "box", "sentence"),
    [
        ({"name": " "}, "name", "Écrivez le nom du lieu."),
        ({"name": "a" * 81}, "name", "C'est trop long : 80 signes au plus."),
        ({"receipt_footer": "a" * 301}, "receipt_footer", "C'est trop long : 300 signes au plus."),
    ],
)
def test_bad_input_is_said_beside_its_box(
    chloe: Person, changed: dict[str, str], box: str, sentence: str
) -> None:
    answer = chloe.post(HUB, **GOOD | changed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'href="#{box}"' in answer.get_data(as_text=True)


def test_a_structure_is_corrected(demo: DemoHub, alex: Person, shop: str) -> None:
    assert alex.post(shop, **NUMBERS).status_code == 302
    page = alex.read("/bureau/caisses/structures")
    assert "Le Verger" in page
    assert "73282932000074" in page
    edit = last_edit(demo)
    assert edit.before is not None and edit.before["name"] == "Épicerie solidaire"


@pytest.mark.parametrize(
    ("changed", "box"),
    [({"name": ""}, "name"), ({"siret": "73282932000075"}, "siret"), ({"rna": "W" * 11}, "rna")],
)
def test_a_wrong_number_changes_nothing(
    demo: DemoHub, alex: Person, shop: str, changed: dict[str, str], box: str
) -> None:
    answer = alex.post(shop, **NUMBERS | changed)
    assert answer.status_code == 400
    assert f'href="#{box}"' in answer.get_data(as_text=True)
    assert "Épicerie solidaire" in alex.read("/bureau/caisses/structures")


def test_a_regime_begins_today_and_the_till_follows(
    demo: DemoHub, chloe: Person, shop: str, counter: Counter
) -> None:
    assert counter.snapshot["structure"]["vat_regime"] == "liable"
    assert chloe.post(shop + "/tva", vat_regime="franchise", valid_from=in_days(0)).status_code == 302
    page = chloe.read(shop)
    assert "En franchise, article 293 B en cours" in page
    assert "Assujettie à la TVA depuis le 1 janvier 2014" in page
    demo.refresh(counter)
    assert counter.snapshot["structure"]["vat_regime"] == "franchise"
    assert last_edit(demo).action == "structure.vat"


def test_a_regime_to_come_waits(demo: DemoHub, chloe: Person, shop: str, counter: Counter) -> None:
    assert chloe.post(shop + "/tva", vat_regime="exempt", valid_from=in_days(30)).status_code == 302
    assert "Exonérée, article 261-7-1° à venir" in chloe.read(shop)
    demo.refresh(counter)
    assert counter.snapshot["structure"]["vat_regime"] == "liable"


def test_a_regime_never_begins_in_the_past_nor_twice_on_a_day(
    demo: DemoHub, chloe: Person, shop: str
) -> None:
    past = chloe.post(shop + "/tva", vat_regime="franchise", valid_from=in_days(-1))
    assert past.status_code == 400
    assert "Choisissez aujourd'hui ou un jour à venir." in text_of(past)
    assert chloe.post(shop + "/tva", vat_regime="franchise", valid_from=in_days(1)).status_code == 302
    twice = chloe.post(shop + "/tva", vat_regime="exempt", valid_from=in_days(1))
    assert "Un régime commence déjà ce jour-là." in text_of(twice)
    assert chloe.post(shop + "/tva", vat_regime="none", valid_from=in_days(2)).status_code == 400
    with demo.app.app_context():
        assert len(list(db.session.scalars(select(StructureVat)))) == 2


def test_only_who_may_edit_the_hub(bruno: Person, driss: Person, shop: str) -> None:
    for page in (HUB, shop):
        assert bruno.get(page).status_code == 403
        assert bruno.post(page, **GOOD).status_code == 403
        assert driss.get(page).status_code == 302
    assert bruno.post(shop + "/tva", vat_regime="exempt", valid_from=in_days(0)).status_code == 403

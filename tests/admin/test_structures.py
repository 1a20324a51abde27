"""Structures: who sells here, and the numbers that must be right since they head every receipt."""

import pytest

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub

PAGE = "/bureau/caisses/structures/nouvelle"
GOOD = {
    "name": "Café associatif",
    "kind": "association",
    "vat_regime": "franchise",
    "valid_from": "2026-01-01",
    "siret": "732 829 320 00074",
    "rna": "W931234567",
}


def test_a_structure_is_added_and_a_till_may_sell_for_it(demo: DemoHub, chloe: Person) -> None:
    assert chloe.post(PAGE, **GOOD).status_code == 302
    page = chloe.read("/bureau/caisses/structures")
    assert "Café associatif" in page
    assert "En franchise, article 293 B" in page
    assert "73282932000074" in page
    assert "Café associatif" in chloe.read("/bureau/caisses/nouvelle")


@pytest.mark.parametrize(
    ("changed", "box", "sentence"),
    [
        ({"siret": "73282932000075"}, "siret", "Ce SIRET est faux. Vérifiez les 14 chiffres."),
        ({"siret": "7328293"}, "siret", "Ce SIRET est faux."),
        ({"siret": "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"}, "siret", "Ce SIRET est faux."),
        ({"name": " "}, "name", "Écrivez le nom de la structure."),
        ({"kind": "entreprise"}, "kind", ""),
        ({"valid_from": "hier"}, "valid_from", "Choisissez un jour du calendrier."),
    ],
)
def test_bad_input_is_said_beside_its_box(
    chloe: Person, changed: dict[str, str], box: str, sentence: str
) -> None:
    answer = chloe.post(PAGE, **GOOD | changed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'href="#{box}"' in answer.get_data(as_text=True)
    assert "W931234567" in answer.get_data(as_text=True)


def test_only_who_may_edit_registers(bruno: Person, driss: Person) -> None:
    for page in ("/bureau/caisses/structures", PAGE):
        assert bruno.get(page).status_code == 403
        assert driss.get(page).status_code == 302

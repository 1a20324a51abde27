"""Caisses: adding one, pairing its tablet by a code that serves once, and losing the tablet."""

import re

import pytest

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line


def code_on(page: str) -> str:
    found = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4})\b", page)
    assert found
    return found[1]


@pytest.fixture
def register(demo: DemoHub) -> str:
    """The address of the demonstration's till."""
    return f"/bureau/caisses/{demo.logins.register}"


def test_a_code_pairs_one_tablet_once(demo: DemoHub, chloe: Person, register: str) -> None:
    page = chloe.post(register + "/appairer")
    code = code_on(text_of(page))
    assert f"/caisse/#appairer={code}" in page.get_data(as_text=True)
    assert "pendant 15 minutes" in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert Counter(post=demo.post).pair(code)[0] == 200
    status, told = Counter(post=demo.post).pair(code)
    assert (status, told["code"]) == (400, "bad_pairing_code")


def test_a_lost_tablet_is_stopped_after_a_page_that_says_what_it_means(
    demo: DemoHub, chloe: Person, register: str, counter: Counter
) -> None:
    assert "iront « à vérifier »" in chloe.read(register + "/tablette-perdue")
    assert counter.sell(line(counter.item("Baguette"), 1000))[1]["status"] == "recorded"
    assert chloe.post(register + "/tablette-perdue").status_code == 302
    late = counter.sell(line(counter.item("Baguette"), 1000))[1]
    assert (late["status"], late["code"]) == ("quarantined", "revoked_device")
    assert "pas de tablette" in chloe.read(register)
    assert chloe.get(register + "/tablette-perdue").status_code == 404


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("OI", "sans O ni I"),
        ("C10000", "1 à 4 signes"),
        ("é", "1 à 4 signes"),
        ("C1", "déjà ce code"),
        ("", "Écrivez un code"),
    ],
)
def test_a_code_that_would_be_misread_is_refused(chloe: Person, code: str, sentence: str) -> None:
    answer = chloe.post("/bureau/caisses/nouvelle", code=code, name="Caisse 9", structure=1, printer=0)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert 'value="Caisse 9"' in answer.get_data(as_text=True)


def test_a_till_is_added_renamed_and_closed(chloe: Person) -> None:
    made = chloe.post("/bureau/caisses/nouvelle", code="k2", name="Kiosque", structure=1, printer=1)
    assert made.status_code == 302
    assert "K2" in chloe.read(made.location)
    assert chloe.post(made.location, name="Kiosque nord", printer=0).status_code == 302
    page = chloe.read("/bureau/caisses")
    assert "Kiosque nord" in page
    assert "fermée" in page
    nameless = chloe.post(made.location, name=" ", printer=0)
    assert nameless.status_code == 400
    assert "Écrivez le nom de la caisse." in text_of(nameless)


def test_only_who_may_edit_registers_pairs(bruno: Person, driss: Person, register: str) -> None:
    for page in (register, register + "/appairer", register + "/tablette-perdue"):
        assert bruno.post(page).status_code == 403
        assert driss.post(page).status_code == 302

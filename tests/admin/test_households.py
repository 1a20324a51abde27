"""Foyers: writing one, its letter and its reason, and what bad input is told."""

import pytest
from sqlalchemy import func, select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tiers_lieu.kernel.db import db
from tiers_lieu.people.models import Household, Member
from tiers_lieu.tariffs.models import LetterGrant


def count(demo: DemoHub, table: type) -> int:
    with demo.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def person(number: int, first: str, last: str, year: str = "") -> dict[str, str]:
    start = f"persons-{number}-"
    return {start + "first_name": first, start + "last_name": last, start + "birth_year": year}


def test_a_household_is_written_then_given_a_tariff(demo: DemoHub, chloe: Person) -> None:
    made = chloe.post(
        "/bureau/foyers/nouveau", **person(0, "  Nour  ", "Haddad", "1991"), **person(2, "Léa", "Haddad")
    )
    assert made.status_code == 302
    page = chloe.read(made.location)
    assert "Nour Haddad, Léa Haddad" in page
    assert "le foyer paie le prix plein" in page
    given = chloe.post(
        made.location + "/tarif",
        letter="B",
        reason="Fin de contrat.",
        valid_from="2026-01-01",
        valid_until="",
    )
    assert given.status_code == 302
    page = chloe.read(made.location)
    assert "paie 20 % du prix" in page
    assert "Fin de contrat." in page
    assert "Chloé Martin" in page


def test_a_household_needs_somebody(demo: DemoHub, chloe: Person) -> None:
    before = count(demo, Household)
    answer = chloe.post("/bureau/foyers/nouveau")
    assert answer.status_code == 400
    assert "Écrivez au moins une personne." in text_of(answer)
    assert count(demo, Household) == before


def test_half_a_name_is_marked_where_it_is_missing_and_the_rest_is_kept(chloe: Person) -> None:
    answer = chloe.post("/bureau/foyers/nouveau", **person(0, "Nour", "Haddad"), **person(1, "Léa", ""))
    body = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'href="#persons-1-last_name"' in body
    assert 'value="Nour"' in body
    assert 'value="Léa"' in body


@pytest.mark.parametrize("year", ["19", "99999", "dix", "-5", "١٩٩٠", "9" * 400])
def test_a_year_that_is_none_is_refused(demo: DemoHub, chloe: Person, year: str) -> None:
    before = count(demo, Member)
    answer = chloe.post("/bureau/foyers/nouveau", **person(0, "Nour", "Haddad", year))
    assert answer.status_code == 400
    assert "corriger" in text_of(answer)
    assert count(demo, Member) == before


def test_a_letter_needs_a_reason(demo: DemoHub, chloe: Person, aminas: str) -> None:
    before = count(demo, LetterGrant)
    answer = chloe.post(aminas + "/tarif", letter="C", reason="   ", valid_from="2026-01-01")
    body = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'href="#reason"' in body
    assert 'aria-invalid="true"' in body
    assert "Écrivez la raison de ce choix." in text_of(answer)
    assert 'value="C" selected' in body.replace('selected value="C"', 'value="C" selected')
    assert count(demo, LetterGrant) == before


def test_a_letter_outside_the_grid_and_dates_upside_down_are_refused(chloe: Person, aminas: str) -> None:
    wrong = chloe.post(aminas + "/tarif", letter="Z", reason="Essai.", valid_from="2026-01-01")
    assert wrong.status_code == 400
    assert "pas dans la grille" in text_of(wrong)
    upside = chloe.post(
        aminas + "/tarif", letter="B", reason="Essai.", valid_from="2026-02-01", valid_until="2026-01-01"
    )
    assert upside.status_code == 400
    assert "La fin vient avant le début" in text_of(upside)
    never = chloe.post(aminas + "/tarif", letter="B", reason="Essai.", valid_from="31/02/2026")
    assert never.status_code == 400
    assert "Choisissez un jour du calendrier." in text_of(never)


def test_a_name_is_searched_without_being_in_the_address(chloe: Person) -> None:
    found = chloe.post("/bureau/foyers", search="benali")
    assert "Amina Benali" in text_of(found)
    assert "Lucie Garnier" not in text_of(found)
    assert "benali" not in found.request.url
    nobody = chloe.post("/bureau/foyers", search="zzzz")
    assert "Personne de ce nom" in text_of(nobody)


@pytest.mark.parametrize(
    "typed", ["zoe lefevre", "ZOÉ", "lefèvre-bœuf", "LEFÈVRE-BOEUF ZOÉ", "  zoé   boeuf "]
)
def test_a_name_is_found_without_its_accents_and_capitals(chloe: Person, typed: str) -> None:
    assert chloe.post("/bureau/foyers/nouveau", **person(0, "Zoé", "Lefèvre-Bœuf")).status_code == 302
    found = text_of(chloe.post("/bureau/foyers", search=typed))
    assert "Zoé Lefèvre-Bœuf" in found
    assert "Amina" not in found


def test_a_search_follows_a_correction_and_takes_signs_as_they_are(
    demo: DemoHub, chloe: Person, aminas: str
) -> None:
    with demo.app.app_context():
        member = db.session.scalar(select(Member.id).where(Member.first_name == "Amina"))
    changed = {"first_name": "Émine", "last_name": "Benali", "birth_year": ""}
    assert chloe.post(f"{aminas}/personnes/{member}", **changed).status_code == 302
    assert "Émine Benali" in text_of(chloe.post("/bureau/foyers", search="emine"))
    for sign in ("%", "_", "e_ine"):
        assert "Personne de ce nom" in text_of(chloe.post("/bureau/foyers", search=sign))


def test_the_longest_name_fits_both_databases(chloe: Person) -> None:
    longest = person(0, "ﷺ" * 60, "œ" * 60)  # one sign that folds into eighteen
    assert chloe.post("/bureau/foyers/nouveau", **longest).status_code == 302


def test_a_name_is_corrected_and_a_script_in_it_stays_text(demo: DemoHub, chloe: Person, aminas: str) -> None:
    with demo.app.app_context():
        member = db.session.scalar(select(Member.id).where(Member.first_name == "Amina"))
    evil = "<script>alert(1)</script>"
    done = chloe.post(f"{aminas}/personnes/{member}", first_name=evil, last_name="Benali\x00", birth_year="")
    assert done.status_code == 302
    body = chloe.get(aminas).get_data(as_text=True)
    assert evil not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Benali" in body
    for page in ("/bureau/foyers", f"{aminas}/personnes/{member}"):
        assert "<script" not in chloe.get(page).get_data(as_text=True)


def test_somebody_else_s_member_is_not_found(demo: DemoHub, chloe: Person, aminas: str) -> None:
    with demo.app.app_context():
        other = db.session.scalar(select(Member.id).where(Member.first_name == "Lucie"))
    assert chloe.get(f"{aminas}/personnes/{other}").status_code == 404
    assert chloe.get(f"{aminas}/personnes/99999999999").status_code == 404


def test_pages_with_names_are_kept_by_nobody(chloe: Person, aminas: str) -> None:
    assert chloe.get(aminas).headers["Cache-Control"] == "no-store"


def test_who_sees_but_may_not_edit_has_no_form(demo: DemoHub, bruno: Person, aminas: str) -> None:
    from tiers_lieu.access.models import RolePermission
    from tiers_lieu.kernel.db import atomic

    with demo.app.app_context(), atomic() as session:
        session.add(RolePermission(role="cashier", permission="people.see"))
    page = bruno.read(aminas)
    assert "Amina" in page
    assert "Donner ce tarif" not in page
    assert "Remplacer la carte" not in page
    assert (
        bruno.post(aminas + "/tarif", letter="A", reason="Moi.", valid_from="2026-01-01").status_code == 403
    )

"""What holds for every page: its headers, nothing inline, and errors that say what to do."""

import re

import pytest

from tests.admin.people import HUB, Person, text_of
from tests.admin.test_who import PAGES
from tests.fixtures.demo import DemoHub

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.I)


def test_pages_carry_nothing_inline_and_nobody_keeps_them(chloe: Person, alex: Person) -> None:
    for page, may in {**PAGES, "/": {"chloe"}}.items():
        answer = (chloe if "chloe" in may else alex).get(page)
        body = answer.get_data(as_text=True)
        assert not INLINE.search(body), (page, INLINE.search(body))
        assert '<html lang="fr">' in body
        assert body.count("<h1") == 1, page
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_carries_only_the_shapes_it_uses(chloe: Person) -> None:
    for page in ("/bureau/", "/bureau/foyers", "/"):
        body = chloe.get(page).get_data(as_text=True)
        drawn = set(re.findall(r'<symbol id="([^"]+)"', body))
        used = set(re.findall(r'<use href="#([^"]+)"', body))
        assert drawn == used, page


def test_the_first_page_says_the_hub_s_name_to_anybody(driss: Person) -> None:
    page = driss.get("/")
    assert "Tiers-Lieu" in text_of(page)
    assert "Connexion" in text_of(page)
    assert 'href="/caisse/"' in page.get_data(as_text=True)


def test_a_page_that_is_not_there_says_what_to_do(driss: Person, chloe: Person) -> None:
    for person, home in ((driss, "Revenir à l'accueil"), (chloe, "Revenir au bureau")):
        answer = person.get("/rien/du/tout")
        assert answer.status_code == 404
        assert home in text_of(answer)


def test_an_error_of_ours_says_that_nothing_is_lost(demo: DemoHub, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def broken() -> str:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(demo.app.view_functions, "web.home", broken)
    broken.guard = demo.app.view_functions["web.health"].guard  # type: ignore[attr-defined]
    answer = demo.app.test_client().get("/", base_url=HUB)
    assert answer.status_code == 500
    assert "Rien n'est perdu, réessayez." in text_of(answer)
    assert "secret" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("odd", ["\x00", "é" * 5000, "𝔘𝔫𝔦", "‮", "%", "_", "' or 1=1 --", "{{7*7}}", "9" * 50])
def test_odd_searches_find_nothing_and_break_nothing(chloe: Person, odd: str) -> None:
    assert chloe.post("/bureau/foyers", search=odd).status_code in (200, 400)
    answer = chloe.client.get("/bureau/articles", query_string={"q": odd}, base_url=HUB)
    assert answer.status_code == 200
    assert "49" not in text_of(answer) or odd != "{{7*7}}"

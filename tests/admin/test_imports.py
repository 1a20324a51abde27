"""Importer: shown before it is written, each bad row with its reason, all or nothing, twice is once."""

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.admin.people import HUB, Person, text_of
from tests.fixtures.demo import DemoHub
from tiers_lieu.catalogue.models import Item
from tiers_lieu.kernel.db import db

PAGE = "/bureau/articles/importer"
GOOD = "ean13,nom,marque,famille\n3017620422003,Pâte à tartiner,Ferrero,Sucré\n"
BAD = GOOD + "3017620422004,<script>x</script>,Autre,Sucré\n"
PRICES = "ean,prix_eur\n3017620422003,4.19\n"


def send(person: Person, raw: bytes, *prices: bytes) -> TestResponse:
    data: dict[str, Any] = {
        "csrf_token": person.token,
        "structure": "1",
        "file": (io.BytesIO(raw), "liste.csv"),
        "prices": [(io.BytesIO(each), "prix.csv") for each in prices],
    }
    return person.client.post(PAGE, data=data, base_url=HUB, headers={"Referer": HUB + PAGE})


def hidden(page: TestResponse, name: str) -> str:
    return page.get_data(as_text=True).split(f'name="{name}" value="')[1].split('"')[0]


def write(person: Person, page: TestResponse, **more: str) -> TestResponse:
    kept = {name: hidden(page, name) for name in ("file", "prices", "structure")}
    return person.post(f"{PAGE}/ecrire", **kept | more)


def items(demo: DemoHub) -> int:
    with demo.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Item)) or 0


def test_a_list_is_looked_at_then_written_and_again_changes_nothing(demo: DemoHub, chloe: Person) -> None:
    before = items(demo)
    page = send(chloe, GOOD.encode(), PRICES.encode())
    assert page.status_code == 200
    assert "Rien n'est encore écrit" in text_of(page)
    assert "4,19 €" in text_of(page)
    assert items(demo) == before
    assert write(chloe, page).status_code == 302
    assert items(demo) == before + 1
    assert "4,19 €" in chloe.read("/bureau/articles?q=3017620422003")
    again = send(chloe, GOOD.encode(), PRICES.encode())
    assert "Rien à écrire : tout est déjà là." in text_of(again)


def test_bad_rows_are_named_and_only_left_out_on_purpose(demo: DemoHub, chloe: Person) -> None:
    before = items(demo)
    page = send(chloe, BAD.encode())
    assert "1 ligne fausse" in text_of(page)
    assert "<script" not in page.get_data(as_text=True)
    refused = write(chloe, page)
    assert refused.status_code == 400
    assert "Des lignes sont fausses." in text_of(refused)
    assert items(demo) == before
    assert write(chloe, page, leave_out="y").status_code == 302
    assert items(demo) == before + 1


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("ean13,nom\n3017620422003,Pâte\n".encode("latin-1"), "UTF-8"),
        (b"", ""),
        (b"a,b\n1,2\n", ""),
        (b"\x00\xff\xfe", "UTF-8"),
    ],
)
def test_a_file_that_is_no_list_is_said(chloe: Person, raw: bytes, sentence: str) -> None:
    answer = send(chloe, raw)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert 'href="#file"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["../../keys/instance.secret", "0" * 64, "", "x"])
def test_only_what_was_sent_here_is_written(chloe: Person, name: str) -> None:
    answer = chloe.post(f"{PAGE}/ecrire", file=name, prices="", structure="1")
    assert answer.status_code == 400
    assert "Envoyez-le encore." in text_of(answer)


def test_only_who_may_edit_the_catalogue(bruno: Person, driss: Person) -> None:
    assert send(bruno, GOOD.encode()).status_code == 403
    assert send(driss, GOOD.encode()).status_code == 302


@pytest.mark.real_data
def test_the_real_list_is_shown_and_its_odd_rows_have_reasons(chloe: Person, real_data: Path) -> None:
    whole = send(chloe, (real_data / "products_fr.csv").read_bytes())
    assert whole.status_code == 200
    odd = send(chloe, (real_data / "products_odd.csv").read_bytes())
    assert odd.status_code == 200
    assert "lignes fausses" in text_of(odd)

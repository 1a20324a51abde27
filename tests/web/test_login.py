"""The door: who comes in, what a wrong key is told, and that it leads nowhere else."""

import pytest

from tests.admin.people import HUB, PASSWORD, Person, text_of
from tests.fixtures.demo import DemoHub


def test_a_wrong_password_is_one_sentence_and_the_address_is_kept(demo: DemoHub, driss: Person) -> None:
    for email in (demo.logins.coordinator, "nobody@hub.test"):
        answer = driss.post("/connexion", email=email, password="not the password")
        assert answer.status_code == 401
        assert "Adresse ou mot de passe faux. Réessayez." in text_of(answer)
        body = answer.get_data(as_text=True)
        assert f'value="{email}"' in body
        assert "not the password" not in body
        assert 'href="#password"' in body


def test_empty_boxes_are_named(driss: Person) -> None:
    answer = driss.post("/connexion", email="", password="")
    assert answer.status_code == 400
    assert "Écrivez votre adresse." in text_of(answer)


def test_too_many_tries_wait(demo: DemoHub, driss: Person) -> None:
    for _ in range(5):
        driss.post("/connexion", email=demo.logins.coordinator, password="not the password")
    answer = driss.post("/connexion", email=demo.logins.coordinator, password=PASSWORD)
    assert answer.status_code == 429
    assert "Attendez cinq minutes" in text_of(answer)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.test",
        "https://evil.test/",
        "/\\evil.test",
        "\\\\evil.test",
        "/%09/evil.test",
        "/\t/evil.test",
        "/\n/evil.test",
        " //evil.test",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "/bureau/@evil.test:80",
        "",
    ],
)
def test_the_door_never_leads_to_another_site(demo: DemoHub, driss: Person, elsewhere: str) -> None:
    answer = driss.client.post(
        "/connexion",
        query_string={"suite": elsewhere},
        data={"csrf_token": driss.token, "email": demo.logins.coordinator, "password": PASSWORD},
        base_url=HUB,
        headers={"Referer": HUB + "/connexion"},
    )
    assert answer.status_code == 302
    assert answer.location.startswith(("/bureau/", "/%09/"))
    assert not answer.location.startswith(("//", "/\\", "http"))


def test_the_door_leads_to_the_page_first_asked_for(demo: DemoHub, driss: Person) -> None:
    asked = driss.get("/bureau/ventes?jour=2026-01-02")
    answer = driss.post(asked.location, email=demo.logins.coordinator, password=PASSWORD)
    assert answer.location == "/bureau/ventes?jour=2026-01-02"


def test_a_form_without_its_token_or_from_elsewhere_is_refused(demo: DemoHub, chloe: Person) -> None:
    for sent, headers in (
        ({"csrf_token": ""}, {"Referer": HUB}),
        ({"csrf_token": "forged"}, {"Referer": HUB}),
        ({}, {"Referer": "https://evil.test/"}),
    ):
        data = {"csrf_token": chloe.token, "persons-0-first_name": "X", "persons-0-last_name": "Y"} | sent
        answer = chloe.client.post("/bureau/foyers/nouveau", data=data, base_url=HUB, headers=headers)
        assert answer.status_code == 400
        assert "La page était trop vieille." in text_of(answer)
    assert chloe.client.post("/deconnexion", base_url=HUB).status_code == 400
    assert chloe.get("/bureau/").status_code == 200


def test_logging_out_ends_it(chloe: Person) -> None:
    assert chloe.post("/deconnexion").status_code == 302
    assert chloe.get("/bureau/").status_code == 302
    assert chloe.get("/deconnexion").status_code == 405


def test_the_cookie_is_for_this_host_over_https_and_not_for_scripts(demo: DemoHub) -> None:
    cookie = demo.app.test_client().get("/connexion", base_url=HUB).headers["Set-Cookie"]
    assert cookie.startswith("__Host-tiers-lieu=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie

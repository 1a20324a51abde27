"""What every page is sent with, and what the doors of the pages refuse."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.admin.people import HUB
from tests.attack.people import Person
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tests.test_routes import every_route
from tiers_lieu.kernel.ids import link_token, read_link
from tiers_lieu.till import snapshot

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*\bnonce=)|<[^>]+\son[a-z]+\s*=|<[^>]+\sstyle\s*=|javascript:", re.I
)


def pages(demo: DemoHub) -> list[str]:
    """Every address that is opened by GET, those of things that do not exist too."""
    return [path for _, method, path in every_route(demo.app) if method == "GET"]


def test_every_answer_carries_the_headers(demo: DemoHub, alex: Person) -> None:
    for path in [*pages(demo), "/nowhere", "/t/forged", "/static/desk.css", "/caisse/static/till.css"]:
        for client in (alex.client, demo.app.test_client()):
            answer = client.get(path, base_url=HUB)
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'") and "unsafe" not in policy, path
            assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            assert answer.headers["X-Frame-Options"] == "DENY", path
            assert answer.headers["Referrer-Policy"] == "same-origin", path
            kept = answer.headers.get("Cache-Control", "")
            assert "no-store" in kept or "/static/" in path or path.startswith("/caisse/"), (path, kept)
            answer.close()


def test_no_page_has_anything_inline(demo: DemoHub, alex: Person, chloe: Person) -> None:
    seen = 0
    for person in (alex, chloe):
        for path in pages(demo):
            answer = person.get(path)
            if answer.mimetype == "text/html":
                assert INLINE.findall(answer.get_data(as_text=True)) == [], path
                seen += 1
            answer.close()
    assert seen > 30
    assert INLINE.search("<script>alert(1)</script>") and INLINE.search('<p onclick="x">')


def test_the_cookie_is_of_this_host_alone(demo: DemoHub, chloe: Person) -> None:
    set_by = demo.app.test_client().get("/connexion", base_url=HUB).headers["Set-Cookie"]
    assert set_by.startswith("__Host-tiers-lieu=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in set_by
    assert "Domain" not in set_by and "chloe" not in set_by


def test_every_form_is_refused_without_its_token(demo: DemoHub, alex: Person) -> None:
    tried = 0
    for endpoint, method, path in every_route(demo.app):
        if method not in WRITES or "/api/" in path:
            continue
        for sent, referrer in (
            ({}, HUB + path),
            ({"csrf_token": "forged"}, HUB + path),
            ({"csrf_token": alex.token}, "https://evil.test/"),
        ):
            answer = alex.client.post(path, data=sent, base_url=HUB, headers={"Referer": referrer})
            assert answer.status_code == 400, (endpoint, sent, referrer, answer.status)
            assert "trop vieille" in answer.get_data(as_text=True), endpoint
            tried += 1
    assert tried >= 3 * 15
    assert alex.get("/bureau/").status_code == 200  # the forged logout did not log out


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "javascript:alert(1)",
        "/bureau\r\nSet-Cookie: a=b",
        "http:evil.test",
        "///evil.test",
        "/@evil.test:80//x",
    ],
)
def test_the_login_leads_nowhere_else(away: str, demo: DemoHub) -> None:
    driss = Person(demo.app)
    form = {"csrf_token": driss.token, "email": demo.logins.coordinator, "password": demo.logins.password}
    headers = {"Referer": f"{HUB}/connexion"}
    answer = driss.client.post(
        "/connexion", query_string={"suite": away}, data=form, base_url=HUB, headers=headers
    )
    assert (answer.status_code, answer.location) == (302, "/bureau/")
    assert driss.client.get("/connexion", query_string={"suite": away}, base_url=HUB).location == "/bureau/"


def _cookie(client: FlaskClient) -> str:
    found = client.get_cookie("__Host-tiers-lieu", domain="hub")
    assert found is not None
    return found.value


def test_a_cookie_planted_before_the_login_stays_a_strangers(demo: DemoHub) -> None:
    amina = Person(demo.app)
    planted = _cookie(amina.client)
    amina.log_in(demo.logins.coordinator)
    thief = demo.app.test_client()
    thief.set_cookie("__Host-tiers-lieu", planted, domain="hub", secure=True)
    assert thief.get("/bureau/", base_url=HUB).status_code == 302
    assert _cookie(amina.client) != planted and amina.get("/bureau/").status_code == 200


@pytest.mark.parametrize(
    "forge", [lambda c: c[:-2] + ("AA" if c[-2:] != "AA" else "BB"), lambda c: "", lambda c: c.split(".")[0]]
)
def test_a_forged_cookie_is_a_stranger(forge: Any, demo: DemoHub, chloe: Person) -> None:
    thief = demo.app.test_client()
    thief.set_cookie("__Host-tiers-lieu", forge(_cookie(chloe.client)), domain="hub", secure=True)
    assert thief.get("/bureau/", base_url=HUB).status_code == 302


def test_five_wrong_passwords_close_the_page_for_a_while(demo: DemoHub) -> None:
    driss = Person(demo.app)
    answers = [
        driss.post("/connexion", email=demo.logins.coordinator, password="wrong").status_code
        for _ in range(6)
    ]
    assert answers == [401] * 5 + [429]
    assert (
        driss.post("/connexion", email=demo.logins.coordinator, password=demo.logins.password).status_code
        == 429
    )


def test_a_receipts_link_cannot_be_made(demo: DemoHub, counter: Counter) -> None:
    sold = [counter.sell(line(counter.item("Radis"), 1000))[1] for _ in range(2)]
    good = [str(told["receipt_url"]).rsplit("/", 1)[1] for told in sold]
    client = demo.app.test_client()
    assert all(client.get(f"/t/{token}", base_url=HUB).status_code == 200 for token in good)
    key, first = demo.app.extensions["keys"].secret, sold[0]["id"]
    forged = [
        good[0][:32] + good[1][32:],
        good[0][:-1],
        good[0] + "A",
        good[0][:32],
        good[0].upper(),
        link_token(b"another key", first),
        link_token(key, first, version=2),
        first,
        "é" * 54,
        "\u0660" * 54,
        "%00",
    ]
    forged += [good[0][:at] + ("0" if good[0][at] != "0" else "1") + good[0][at + 1 :] for at in range(53)]
    for token in forged:
        assert token != good[0] and client.get(f"/t/{token}", base_url=HUB).status_code == 404, token
    assert read_link(key, good[0]) == first


def test_every_error_of_the_apis_has_one_shape(
    demo: DemoHub, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(snapshot, "build", broken)
    demo.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    client, base, bearer = demo.app.test_client(), "/caisse/api/v1", counter.headers
    answers = [
        client.get(f"{base}/snapshot", headers=bearer, base_url=HUB),
        client.get(f"{base}/snapshot", base_url=HUB),
        client.get(f"{base}/nothing", headers=bearer, base_url=HUB),
        client.delete(f"{base}/state", headers=bearer, base_url=HUB),
        client.post(f"{base}/pairing", data=b"{", base_url=HUB),
        client.post(f"{base}/cashier", data=b"{}", headers=bearer, base_url=HUB),
        client.post(f"{base}/pairing", data=b"x" * (9 * 1024 * 1024), base_url=HUB),
        client.post("/impression/api/v1/lease", data=b"{}", headers=bearer, base_url=HUB),
    ]
    assert [answer.status_code for answer in answers] == [500, 401, 404, 405, 400, 400, 413, 401]
    for answer in answers:
        told = answer.get_json()
        assert set(told) == {"code", "message", "field"} and told["message"].endswith(".")
        assert "secret" not in answer.get_data(as_text=True)

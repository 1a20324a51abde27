"""Each box of each form, with what nobody should type: never a 500, never a tag of the sender's in the page."""

from collections.abc import Iterator

import pytest

from tests.attack.people import Form, Person
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tests.test_routes import every_route
from tiers_lieu.kernel.db import db
from tiers_lieu.people.models import Household

EVIL = "<script>alert('évil')</script>"
HOSTILE = {
    "nul": "a\0b",
    "a script": EVIL,
    "right to left": "\u202eabc\u202c \u0627\u0644\u0639",
    "emoji": "🥕👩‍🌾" * 30,
    "a megabyte": "x" * 1_000_000,
    "huge": "9" * 400,
    "negative": "-1",
    "a list": "1,2,,3",
    "sql": "' OR '1'='1",
    "a template": "{{ 7*7 }}${7*7}%(x)s",
    "surrogates": "\ufffd\ufffe\uffff",
}


def pages(demo: DemoHub, counter: Counter) -> Iterator[str]:
    """The desk's pages with a form, those of things that exist too."""
    told = counter.sell(line(counter.item("Radis"), 1000, unit_cents=1))[1]
    counter.send(counter.envelope("ticket", {"nothing": "that fits"}))
    with demo.app.app_context():
        household = db.session.query(Household).first()
        assert household is not None
    item = counter.item("Radis")["id"]
    yield "/connexion"
    yield from (path for _, method, path in every_route(demo.app) if method == "GET" and "/bureau/" in path)
    yield from (f"/bureau/foyers/{household.public_id}{more}" for more in ("", "/personnes", "/carte/arret"))
    yield from (f"/bureau/articles/{item}", f"/bureau/caisses/{demo.logins.register}")
    yield from (f"/bureau/ventes/{told['id']}", "/bureau/impression/imprimantes/1", "/bureau/a-verifier")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_box_of_no_form_breaks_anything(
    demo: DemoHub, counter: Counter, alex: Person, chloe: Person
) -> None:
    tried: set[tuple[str, str]] = set()
    broken = []
    for person in (chloe, alex):
        for page in (
            list(pages(demo, counter))
            if person is chloe
            else (
                "/bureau/comptes/nouveau",
                "/bureau/caisses/nouvelle",
                "/bureau/impression/imprimantes/nouvelle",
            )
        ):
            for form in person.forms(page):
                if "deconnexion" in form.action or (form.action, page) in tried:
                    continue
                tried.add((form.action, page))
                for box, what, status, text in attack(person, form):
                    if status >= 500 or "<script>alert('évil')" in text:
                        broken.append((page, form.action, box, what, status))
    assert broken == []
    assert len(tried) >= 15, tried


def attack(person: Person, form: Form) -> Iterator[tuple[str, str, int, str]]:
    """Fill each box with each hostile text, the others as the page had them."""
    boxes = [name for name in form.values if name != "csrf_token"]
    for box in boxes[:8]:
        for what, text in HOSTILE.items():
            sent = {name: value for name, value in form.values.items() if name != "csrf_token"} | {box: text}
            if form.method == "get":
                if len(text) > 4000:
                    continue
                answer = person.client.get(form.action, query_string=sent, base_url="https://hub")
            else:
                answer = person.post(form.action, **sent)
            yield box, what, answer.status_code, answer.get_data(as_text=True)

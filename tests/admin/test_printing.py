"""Impression: printers in words, the queue, one job with the picture of its paper, and who says it came out."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.admin.people import Person, text_of
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.kernel.db import db
from tiers_lieu.printing import leases
from tiers_lieu.printing.models import PrintAgent, Printer, PrintJob
from tiers_lieu.printing.operations import adopt_agent

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTy8VAAAAABJRU5ErkJggg=="
)
Basket = Callable[..., dict[str, Any]]


@pytest.fixture
def job(demo: DemoHub, counter: Counter, basket: Basket) -> str:
    """A receipt asked for, sent by an agent, of which nobody knows whether it came out."""
    _, sold = counter.send(counter.envelope("ticket", basket()))
    counter.send(counter.envelope("paper", {"ticket": sold["id"], "reason": "asked"}))
    with demo.app.app_context():
        adopt_agent(name="ici", token="t" * 32)
        agent = db.session.scalar(select(PrintAgent.id))
        assert agent
        while leased := leases.lease(agent_id=agent, printer_ids=None):
            printed, _printer = leased[0]
            told: dict[str, Any] = {
                "agent_id": agent,
                "job_public_id": printed.public_id,
                "ack_level": None,
                "cause": None,
                "sha256": None,
                "picture": None,
            }
            leases.report(**told | {"state": "sending"})
            picture = base64.b64encode(PNG).decode() if printed.kind == "receipt" else None
            leases.report(**told | {"state": "unconfirmed", "picture": picture})
        found = db.session.scalar(select(PrintJob.public_id).where(PrintJob.kind == "receipt"))
        return f"/bureau/impression/{found}"


def test_the_paper_is_seen_as_it_was_printed(chloe: Person, job: str) -> None:
    page = chloe.get(job)
    assert f'src="{job}/papier.png"' in page.get_data(as_text=True)
    words = text_of(page)
    assert "Ticket C1A-000001 sur papier" in words
    assert "sans réponse de l'imprimante" in words
    assert "Carottes" in words
    assert "1,77 €" in words
    picture = chloe.get(job + "/papier.png")
    assert (picture.data, picture.mimetype) == (PNG, "image/png")


@pytest.mark.parametrize(("answer", "state"), [("oui", "confirmed"), ("non", "failed")])
def test_somebody_says_whether_it_came_out(
    demo: DemoHub, chloe: Person, job: str, answer: str, state: str
) -> None:
    assert "Le ticket est-il sorti ?" in chloe.read("/bureau/impression")
    assert chloe.post(job + "/sorti", reponse=answer).status_code == 302
    with demo.app.app_context():
        found = db.session.scalar(select(PrintJob).where(PrintJob.public_id == job.rsplit("/", 1)[1]))
        assert found is not None
        assert found.state == state
    assert "Rien n'attend" in chloe.read("/bureau/impression")
    assert chloe.post(job + "/sorti", reponse=answer).status_code == 404


def test_no_answer_is_not_a_no(chloe: Person, job: str) -> None:
    assert chloe.post(job + "/sorti").status_code == 400
    assert "Le ticket est-il sorti ?" in chloe.read(job)


def test_a_printer_is_added_changed_and_taken_out(demo: DemoHub, alex: Person) -> None:
    facts = {
        "name": "Cuisine",
        "driver": "network",
        "host": "192.168.1.50",
        "port": "9100",
        "columns": "42",
        "code_page": "16",
        "confirm": "barrier",
        "drawer_pin": "",
    }
    made = alex.post("/bureau/impression/imprimantes/nouvelle", **facts)
    assert made.status_code == 302
    assert "192.168.1.50:9100" in alex.read("/bureau/impression")
    twice = alex.post("/bureau/impression/imprimantes/nouvelle", **facts)
    assert twice.status_code == 400
    assert "a déjà ce nom" in text_of(twice)
    for wrong, sentence in (
        ({"host": ""}, "Écrivez l'adresse"),
        ({"port": "99999"}, "Un port va de 1 à 65535"),
        ({"driver": "raw"}, "corriger"),
    ):
        answer = alex.post("/bureau/impression/imprimantes/nouvelle", **facts | {"name": "X"} | wrong)
        assert answer.status_code == 400
        assert sentence in text_of(answer)
    with demo.app.app_context():
        number = db.session.scalar(select(Printer.id).where(Printer.name == "Cuisine"))
    page = f"/bureau/impression/imprimantes/{number}"
    assert 'value="192.168.1.50"' in alex.get(page).get_data(as_text=True)
    assert alex.post(page, **facts | {"columns": "32", "drawer_pin": "5"}).status_code == 302
    with demo.app.app_context():
        changed = db.session.get_one(Printer, number)
        assert (changed.columns, changed.drawer_pin, changed.is_active) == (32, 5, False)


def test_only_who_may_sees_and_settles(
    alex: Person, chloe: Person, bruno: Person, driss: Person, job: str
) -> None:
    for page in ("/bureau/impression", job, job + "/papier.png"):
        assert bruno.get(page).status_code == 403
        assert driss.get(page).status_code == 302
        assert chloe.get(page).status_code == 200
    assert bruno.post(job + "/sorti", reponse="oui").status_code == 403
    assert chloe.post("/bureau/impression/imprimantes/nouvelle", name="X").status_code == 403

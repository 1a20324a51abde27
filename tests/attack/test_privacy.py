"""Names seeded as canaries are searched for wherever they must not be; secrets wherever they must not be in clear."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import DateTime, inspect, select
from sqlalchemy.exc import OperationalError

from tests.attack.people import Person
from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tests.test_routes import every_route
from tiers_lieu.access import operations as access
from tiers_lieu.kernel.db import Base, db
from tiers_lieu.people import operations as people
from tiers_lieu.people.models import Household
from tiers_lieu.people.operations import NewMember
from tiers_lieu.printing.models import PrintJob
from tiers_lieu.tariffs import operations as tariffs

CANARIES = ("Zébulonia", "Quetzalcoatlus", "canari-mail", "raison-canari")
PERSONAL_TABLES = ("account", "member", "card", "letter_grant", "audit_entry", "print_job")
# What says nothing of a person by itself: keys, hashes, marks of time, and what a role or a state is called.
PLAIN = re.compile(
    r"^(id|.*_id|public_id|.*_hash|is_active|login_version|kind|state|reason|action|subject_kind|granted_by|dedupe_key|cause|attempts|ack_level|bytes_sha256|valid_from|valid_until)$"
)
EXPLAINED = {("letter_grant", "reason")}


@pytest.fixture
def canary(demo: DemoHub) -> dict[str, str]:
    """A household, its card, its letter and an account, all named after canaries."""
    with demo.app.app_context():
        household = people.add_household(members=[NewMember("Zébulonia", "Quetzalcoatlus", 1980)])
        day = household.created_at.date()
        tariffs.grant_letter(household_id=household.id, letter="B", reason="raison-canari", valid_from=day)
        card = people.issue_card(household_public_id=household.public_id).text
        account = access.add_account(
            name="Hector Quetzalcoatlus",
            roles=["cashier"],
            email="canari-mail@hub.test",
            password="douze caracteres",
        )
        badge = access.assign_badge(account_public_id=account.public_id)
        pin = access.assign_pin(account_public_id=account.public_id)
    return {"household": household.public_id, "card": card, "badge": badge, "pin": pin}


def canaries_in(text: str) -> list[str]:
    """The canaries in a text, however JSON or a URL writes them."""
    plain = text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text
    return [each for each in CANARIES if each in text or each in plain or each.encode().hex() in text]


def test_snapshot_receipts_and_print_jobs_know_no_name(
    demo: DemoHub, counter: Counter, canary: dict[str, str]
) -> None:
    demo.refresh(counter)
    assert canaries_in(json.dumps(counter.snapshot, ensure_ascii=False)) == []
    card = counter.card(canary["card"])
    assert (card["letter"], card["cap_left_cents"] is not None) == ("B", True)
    told = counter.sell(line(counter.item("Radis"), 1000, counter.letter("B")), card=card["id"], letter="B")[
        1
    ]
    counter.send(counter.envelope("paper", {"ticket": told["id"], "reason": "asked"}))
    page = demo.app.test_client().get("/t/" + told["receipt_url"].rsplit("/", 1)[1], base_url="https://hub")
    assert page.status_code == 200 and canaries_in(page.get_data(as_text=True)) == []
    with demo.app.app_context():
        documents = db.session.scalars(select(PrintJob.document)).all()
        sold = [
            row
            for table in (
                "sale",
                "sale_line",
                "journal_entry",
                "intake",
                "cap_use",
                "print_job",
                "stock_movement",
            )
            for row in db.session.execute(select(Base.metadata.tables[table])).all()
        ]
    assert len(documents) == 2 and canaries_in(json.dumps(documents, ensure_ascii=False)) == []
    assert sold and canaries_in(str(sold)) == []


def test_no_secret_is_in_the_database_in_clear(
    demo: DemoHub, counter: Counter, canary: dict[str, str], agent_headers: dict[str, str]
) -> None:
    code = demo.code()
    secrets = {
        "card": canary["card"].removeprefix("TLC1."),
        "badge": canary["badge"],
        "tablet": counter.token,
        "agent": agent_headers["Authorization"].removeprefix("Bearer "),
        "pairing code": code,
        "pin": f"'{canary['pin']}'",
        "password": "douze caracteres",
    }
    with demo.app.app_context():
        rows = [
            row for table in Base.metadata.sorted_tables for row in db.session.execute(select(table)).all()
        ]
        found = str(rows)
    assert "Quetzalcoatlus" in found  # the search sees what is there
    assert [name for name, secret in secrets.items() if secret in found] == []


def test_the_logs_say_no_name(
    demo: DemoHub, chloe: Person, alex: Person, canary: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("tiers_lieu").setLevel(logging.DEBUG)
    assert canaries_in(chloe.get(f"/bureau/foyers/{canary['household']}").get_data(as_text=True))
    chloe.post("/bureau/foyers", search="Quetzalcoatlus")
    chloe.post("/connexion", email="canari-mail@hub.test", password="raison-canari")
    alex.post(
        "/bureau/comptes/nouveau",
        name="Zébulonia",
        email="canari-mail@hub.test",
        password="x",
        roles="cashier",
    )
    demo.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def broken(*_: object, **__: object) -> None:
        db.session.execute(
            select(Household).where(Household.public_id == "Zébulonia", Household.id / 0 == 1)
        ).all()
        raise RuntimeError("raison")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "add_member", broken)
        path = f"/bureau/foyers/{canary['household']}/personnes"
        assert chloe.post(path, first_name="Zébulonia", last_name="Quetzalcoatlus").status_code == 500
    said = caplog.text
    assert "Traceback" in said and canaries_in(said) == []


def test_the_page_of_an_error_needs_no_database(
    demo: DemoHub, chloe: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server is away"))

    monkeypatch.setattr(db.session, "execute", away)
    monkeypatch.setattr(db.session, "scalar", away)
    answer = chloe.get("/bureau/")
    assert answer.status_code == 500 and "réessayez" in answer.get_data(as_text=True)
    assert "SELECT" not in answer.get_data(as_text=True)


def test_no_address_holds_a_name(demo: DemoHub, chloe: Person, canary: dict[str, str]) -> None:
    """Every link and form of the pages that show the canaries, and where a search leads."""
    seen = 0
    pages = [path for _, method, path in every_route(demo.app) if method == "GET" and "/bureau/" in path]
    for path in [*pages, f"/bureau/foyers/{canary['household']}"]:
        text = chloe.get(path).get_data(as_text=True)
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', text)
        seen += len(addresses)
        assert [each for each in addresses if canaries_in(each)] == []
    assert seen > 100
    answer = chloe.post("/bureau/foyers", search="Quetzalcoatlus")
    assert answer.status_code == 200 and "Z\u00e9bulonia" in answer.get_data(as_text=True)
    searches = [form for form in chloe.forms("/bureau/foyers") if "search" in form.values]
    assert [form.method for form in searches] == ["post"]


def columns() -> list[Any]:
    """Every column of the tables that hold data on persons."""
    return [column for name in PERSONAL_TABLES for column in Base.metadata.tables[name].columns]


def test_every_column_on_a_person_says_what_for_and_how_long() -> None:
    silent = [
        f"{column.table.name}.{column.name}"
        for column in columns()
        if not {"purpose", "keep"} <= set(column.info)
        and not isinstance(column.type, DateTime)
        and not hasattr(column.type, "process_bind_param")
        and (not PLAIN.match(column.name) or (column.table.name, column.name) in EXPLAINED)
    ]
    assert silent == []
    assert all(column.info["purpose"] and column.info["keep"] for column in columns() if column.info)


def test_no_other_table_holds_personal_columns_unseen() -> None:
    """A column called like a person's, or marked as one, in a table that is not on the list."""
    words = re.compile(r"first_name|last_name|email|phone|birth|address|income|quotient")
    places = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        for column in inspect(mapper.class_).columns
        if column.info.get("purpose") or words.search(column.name)
    }
    assert places - {"structure"} <= set(PERSONAL_TABLES), places


def test_the_search_finds_a_canary_however_it_is_written() -> None:
    found: Callable[[str], list[str]] = canaries_in
    assert found(json.dumps("Zébulonia")) == ["Zébulonia"] and found("rien") == []

"""Tablets and agents: codes serve once, tokens are kept as hashes and can be taken back, nobody sees a neighbour's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic, db
from tiers_lieu.kernel.ids import new_token, token_hash
from tiers_lieu.printing import operations as printing
from tiers_lieu.printing.models import PrintAgent
from tiers_lieu.sales import registers
from tiers_lieu.sales.models import Device, PairingCode

BASE = "/caisse/api/v1"


def neighbour(demo: DemoHub) -> Counter:
    """The tablet of another register."""
    with demo.app.app_context():
        register = registers.add_register(code="C2", name="Caisse 2", structure_id=1, printer_id=1)
        code = registers.issue_pairing_code(register_public_id=register.public_id)
    other = Counter(post=demo.post)
    assert other.pair(code)[0] == 200
    demo.refresh(other)
    return other


def test_a_pairing_code_serves_once(demo: DemoHub) -> None:
    code = demo.code()
    assert Counter(post=demo.post).pair(code)[0] == 200
    status, told = Counter(post=demo.post).pair(code)
    assert (status, told["code"]) == (400, "bad_pairing_code")


def test_a_pairing_code_serves_once_even_to_eight_at_the_same_time(demo: DemoHub) -> None:
    code = demo.code()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: Counter(post=demo.post).pair(code)[0], range(8)))
    assert sorted(answers) == [200] + [400] * 7


def test_a_pairing_code_is_kept_as_a_hash_and_grows_old(demo: DemoHub) -> None:
    code = demo.code()
    with demo.app.app_context():
        assert db.session.scalars(select(PairingCode.code_hash)).all() == [token_hash(code)]
    with clock.frozen(clock.now() + timedelta(minutes=15, seconds=1)):
        assert Counter(post=demo.post).pair(code)[1]["code"] == "bad_pairing_code"


@pytest.mark.parametrize("field", ["x", "y"])
@pytest.mark.parametrize("value", ["A" * 43, "_" * 43, "A" * 42 + "\n", "A" * 44, ""])
def test_a_key_that_is_no_point_of_the_curve_uses_no_code(field: str, value: str, demo: DemoHub) -> None:
    code, counter = demo.code(), Counter(post=demo.post)

    def spoil(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        import json

        sent = json.loads(body)
        sent["public_key"][field] = value
        return demo.post(path, json.dumps(sent).encode(), headers)

    counter.post = spoil
    assert counter.pair(code)[0] == 400
    assert Counter(post=demo.post).pair(code)[0] == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic {}", "Bearer {}x", "Bearer é", "Bearer " + "x" * 3000, "{}"]
)
def test_only_the_token_opens(header: str, demo: DemoHub, counter: Counter) -> None:
    sent = {"Authorization": header.format(counter.token)}
    assert demo.get(f"{BASE}/state", sent)[1]["code"] == "unknown_device"
    assert demo.post("/impression/api/v1/lease", b"{}", sent)[1]["code"] == "unknown_agent"


def test_the_hash_of_a_token_is_no_token(demo: DemoHub, counter: Counter) -> None:
    with demo.app.app_context():
        kept = db.session.scalars(select(Device.token_hash)).all()
    assert kept == [token_hash(counter.token)]
    assert demo.get(f"{BASE}/state", {"Authorization": f"Bearer {kept[0]}"})[0] == 401


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000 and all(len(token) == 32 for token in tokens)  # 192 bits


def test_an_agent_taken_back_gets_nothing_more(demo: DemoHub, agent_headers: dict[str, str]) -> None:
    asked = ("/impression/api/v1/lease", b'{"agent": "a"}', agent_headers)
    assert demo.post(*asked)[0] == 200
    with demo.app.app_context(), atomic() as session:
        session.execute(update(PrintAgent).values(revoked_at=clock.now()))
    assert (
        demo.post(*asked) == (401, demo.post(*asked)[1]) and demo.post(*asked)[1]["code"] == "unknown_agent"
    )


def test_an_agents_token_is_no_tablets_and_the_other_way_round(
    demo: DemoHub, counter: Counter, agent_headers: dict[str, str]
) -> None:
    assert demo.get(f"{BASE}/snapshot", agent_headers)[0] == 401
    assert demo.get("/impression/api/v1/printers", counter.headers)[0] == 401


def test_a_tablet_hears_of_its_own_registers_paper_only(demo: DemoHub, counter: Counter) -> None:
    sold = counter.sell(line(counter.item("Radis"), 1000))[1]["id"]
    counter.send(counter.envelope("paper", {"ticket": sold, "reason": "asked"}))
    where = f"{BASE}/tickets/{sold}/paper"
    assert demo.get(where, counter.headers)[1]["state"] == "queued"
    other = neighbour(demo)
    assert demo.get(where, other.headers) == (200, {"state": "none", "words": "Pas de papier demandé."})
    asked = other.send(other.envelope("paper", {"ticket": sold, "reason": "asked"}))[1]
    assert (asked["status"], asked["code"]) == ("quarantined", "unknown_ticket")


def test_a_tablet_cannot_speak_for_its_neighbour(demo: DemoHub, counter: Counter) -> None:
    other = neighbour(demo)
    ticket = counter.ticket(line(counter.item("Radis"), 1000))
    for changed, code in (
        ({"register": other.register["id"]}, "wrong_register"),
        ({"series": other.snapshot["series"][0]["code"]}, "unknown_series"),
    ):
        told = counter.send(counter.envelope("ticket", ticket, **changed))[1]
        assert (told["status"], told["code"]) == ("quarantined", code)
    replayed = counter.envelope("ticket", ticket)
    assert other.send(replayed)[1]["code"] == "wrong_register"


def test_an_agent_cannot_report_for_another(
    demo: DemoHub, counter: Counter, agent_headers: dict[str, str]
) -> None:
    with demo.app.app_context():
        second = printing.add_agent(name="autre")
    counter.sell(line(counter.item("Radis"), 1000))
    job = demo.post("/impression/api/v1/lease", b'{"agent": "a"}', agent_headers)[1]["jobs"][0]
    where = f"/impression/api/v1/jobs/{job['id']}/report"
    stolen = {"Authorization": f"Bearer {second}"}
    assert demo.post(where, b'{"state": "sending"}', stolen)[1]["code"] == "not_your_lease"
    assert demo.post(where, b'{"state": "sending"}', agent_headers) == (200, {"state": "sending"})

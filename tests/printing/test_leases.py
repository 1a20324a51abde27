"""The states of a print: every report from every state, leases that lapse, two agents, and nothing printed twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic, db
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.kernel.ids import new_id
from tiers_lieu.printing import leases, operations
from tiers_lieu.printing.models import STATES, PrintAgent, PrintEvent, PrintJob
from tiers_lieu.printing.operations import queue_job

REPORTS = ("sending", "confirmed", "unconfirmed", "waiting", "expired", "failed")
ALLOWED = {
    ("leased", "sending"): "sending",
    ("leased", "waiting"): "queued",
    ("leased", "expired"): "expired",
    ("leased", "failed"): "failed",
    ("sending", "confirmed"): "confirmed",
    ("sending", "unconfirmed"): "unconfirmed",
    ("sending", "failed"): "failed",
    ("unconfirmed", "confirmed"): "confirmed",
}


@pytest.fixture
def agents(demo: DemoHub) -> Iterator[tuple[int, int]]:
    """Two agents, inside the application's context."""
    with demo.app.app_context():
        for name in ("un", "deux"):
            operations.add_agent(name=name)
        found = db.session.scalars(select(PrintAgent.id).order_by(PrintAgent.id.desc()).limit(2)).all()
        db.session.rollback()
        yield found[0], found[1]


def queue(kind: str = "receipt", life: timedelta = timedelta(minutes=15)) -> str:
    """Queue a job on the first printer; returns its public id."""
    now, subject = clock.now(), new_id()
    with atomic() as session:
        queue_job(
            session.connection(),
            kind=kind,
            dedupe_key=f"test:{subject}",
            printer_id=1,
            subject_id=subject,
            document={"version": 1, "kind": kind},
            reason="test",
            now=now,
            expires_at=now + life,
        )
    return job(subject_id=subject).public_id


def job(**where: Any) -> PrintJob:
    """One job as it is now."""
    db.session.rollback()
    return db.session.scalars(select(PrintJob).filter_by(**where)).one()


def take(agent: int) -> list[str]:
    """What an agent is given."""
    return [row.public_id for row, _ in leases.lease(agent_id=agent, printer_ids=None)]


def report(agent: int, public_id: str, state: str, **more: Any) -> str:
    """Say where a job is."""
    told: dict[str, Any] = {"ack_level": None, "cause": None, "sha256": None, "picture": None}
    return leases.report(agent_id=agent, job_public_id=public_id, state=state, **(told | more))


def put_in(public_id: str, state: str, agent: int) -> None:
    """Set a state as if it had been reached."""
    with atomic() as session:
        row = session.scalars(select(PrintJob).where(PrintJob.public_id == public_id)).one()
        row.state, row.agent_id = state, agent
        row.lease_until = clock.now() + leases.LEASE if state in ("leased", "sending") else None


@pytest.mark.parametrize(("state", "said"), list(product(STATES, REPORTS)))
def test_every_report_from_every_state(state: str, said: str, agents: tuple[int, int]) -> None:
    public_id = queue()
    put_in(public_id, state, agents[0])
    expected = ALLOWED.get((state, said))
    if expected is None:
        with pytest.raises(Refusal, match="autre agent") as refused:
            report(agents[0], public_id, said)
        assert (refused.value.status, refused.value.code) == (409, "not_your_lease")
        assert job(public_id=public_id).state == state
    else:
        with pytest.raises(Refusal, match="autre agent"):
            report(agents[1], public_id, said)
        assert report(agents[0], public_id, said) == expected
        assert job(public_id=public_id).state == expected


def test_a_job_nobody_knows_is_not_found(agents: tuple[int, int]) -> None:
    with pytest.raises(NotFound):
        report(agents[0], new_id(), "sending")


def test_two_agents_never_hold_one_printers_jobs_together(demo: DemoHub, agents: tuple[int, int]) -> None:
    first, second = queue(), queue()

    def hand(agent: int) -> list[str]:
        with demo.app.app_context():
            return take(agent)

    with ThreadPoolExecutor(8) as pool:
        given = [each for found in pool.map(hand, agents * 8) for each in found]
    assert given == [first]
    owner = job(public_id=first).agent_id
    assert owner is not None
    report(owner, first, "sending")
    assert take(agents[0]) == take(agents[1]) == []
    report(owner, first, "confirmed", ack_level=2)
    assert take(agents[1]) == [second]


def later(seconds: float) -> datetime:
    return clock.now() + timedelta(seconds=seconds)


def test_a_lease_that_lapsed_before_a_byte_is_offered_again_and_the_old_one_is_over(
    agents: tuple[int, int],
) -> None:
    public_id = queue()
    assert take(agents[0]) == [public_id]
    with clock.frozen(later(61)):
        with pytest.raises(Refusal, match="Ce bail est fini"):
            report(agents[0], public_id, "sending")
        assert take(agents[1]) == [public_id]
        with pytest.raises(Refusal, match="autre agent"):
            report(agents[0], public_id, "sending")
        assert report(agents[1], public_id, "sending") == "sending"


def test_a_lease_that_lapsed_while_sending_is_never_offered_again(agents: tuple[int, int]) -> None:
    public_id = queue()
    take(agents[0])
    report(agents[0], public_id, "sending")
    for seconds in (61, 600, 3600, 86_400):
        with clock.frozen(later(seconds)):
            assert take(agents[0]) == take(agents[1]) == []
            assert job(public_id=public_id).state == "unconfirmed"
    with clock.frozen(later(86_400)):
        assert report(agents[0], public_id, "confirmed", ack_level=3) == "confirmed"
    states = db.session.scalars(select(PrintEvent.state).order_by(PrintEvent.id)).all()
    assert states == ["queued", "leased", "sending", "unconfirmed", "confirmed"]


def test_a_late_confirmation_before_anybody_looked_is_taken(agents: tuple[int, int]) -> None:
    public_id = queue()
    take(agents[0])
    report(agents[0], public_id, "sending")
    with clock.frozen(later(300)):
        assert report(agents[0], public_id, "confirmed", ack_level=2) == "confirmed"


def test_waiting_is_offered_again_after_one_two_five_then_ten_seconds(agents: tuple[int, int]) -> None:
    public_id, at = queue(), clock.now()
    for pause in (1, 2, 5, 10, 10, 10):
        with clock.frozen(at):
            assert take(agents[0]) == [public_id]
            report(agents[0], public_id, "waiting", cause="paper_out")
            assert (job(public_id=public_id).state, job(public_id=public_id).cause) == ("queued", "paper_out")
        with clock.frozen(at + timedelta(seconds=pause - 0.01)):
            assert take(agents[0]) == []
        at += timedelta(seconds=pause)


def test_an_old_job_expires_instead_of_printing(agents: tuple[int, int]) -> None:
    old, young = queue(life=timedelta(seconds=5)), queue()
    with clock.frozen(later(5.1)):
        assert take(agents[0]) == [young]
        assert job(public_id=old).state == "expired"


def test_a_drawer_is_tried_once(agents: tuple[int, int]) -> None:
    public_id = queue(kind="drawer", life=operations.DRAWER_LIFE)
    assert take(agents[0]) == [public_id]
    assert report(agents[0], public_id, "waiting", cause="offline") == "failed"
    with clock.frozen(later(2)):
        assert take(agents[0]) == []


def test_a_lapsed_drawer_is_not_opened_a_minute_later(agents: tuple[int, int]) -> None:
    queue(kind="drawer", life=operations.DRAWER_LIFE)
    take(agents[0])
    with clock.frozen(later(61)):
        assert take(agents[1]) == []


def test_a_person_says_whether_it_came_out_once(agents: tuple[int, int]) -> None:
    for came_out, state in ((True, "confirmed"), (False, "failed")):
        public_id = queue()
        put_in(public_id, "unconfirmed", agents[0])
        assert operations.settle_unconfirmed(job_public_id=public_id, came_out=came_out).state == state
        with pytest.raises(NotFound):
            operations.settle_unconfirmed(job_public_id=public_id, came_out=came_out)


@pytest.mark.parametrize("picture", ["", "é", "not base64", "QUJD", "\u0080", "iVBORw0KGgo=" + "A" * 4])
def test_a_picture_that_is_none_is_refused(picture: str, agents: tuple[int, int]) -> None:
    public_id = queue()
    take(agents[0])
    report(agents[0], public_id, "sending")
    with pytest.raises(Refusal, match="image du papier"):
        report(agents[0], public_id, "confirmed", picture=picture)
    assert job(public_id=public_id).state == "sending"


def test_every_paper_after_the_first_is_a_duplicate_even_asked_at_once(
    demo: DemoHub, counter: Counter, basket: Callable[..., dict[str, Any]]
) -> None:
    sold = counter.send(counter.envelope("ticket", basket()))[1]["id"]
    asked = [counter.envelope("paper", {"ticket": sold, "reason": "asked"}) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert {told["status"] for _, told in pool.map(counter.send, asked)} == {"recorded"}
    with demo.app.app_context():
        rows = db.session.scalars(select(PrintJob).where(PrintJob.kind == "receipt")).all()
        assert sorted(row.document["copy"] for row in rows) == list(range(6))

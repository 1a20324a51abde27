"""The agent beside a printer peer and a small hub: the states of the contract, in their order."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from pos.agent.api import ServerApi, UnknownAgent
from pos.agent.loop import Agent, Rhythm
from pos.agent.work import Insistence, Work
from pos.printing.drivers import Timeouts
from pos.printing.render import driver_for, render
from tests.peers.printer import Faults, PrinterPeer
from tests.pos.agent.hub import TOKEN, Hub
from tests.pos.printing.documents import amina, drawer, receipt

QUICK = Timeouts(connect=0.5, answer=0.3, send=0.5, confirm=0.4, confirm_each_kilobyte=0, drain=0.5)
PATIENT = replace(QUICK, confirm=5)
RHYTHM = Rhythm(
    poll=0.02, watch=0.1, away=(0.05,), insistence=Insistence((0.05,), at_most=5, once_stopping=1)
)


def settings(peer: PrinterPeer | None = None, **changes) -> dict:
    """A printer as the server leases it."""
    where = {"driver": "network", "host": peer.host, "port": peer.port} if peer else {"driver": "virtual"}
    return {
        "id": 1,
        "name": "Comptoir",
        "host": "",
        "port": 0,
        "columns": 48,
        "code_page": 16,
        "confirm": "process_id",
        "drawer_pin": 2,
        "status": True,
        "model": "a field of next year",
        **where,
        **changes,
    }


@contextmanager
def agent(hub: Hub, timeouts: Timeouts = QUICK, **options):
    """An agent at work in a thread; it is stopped at the end and must end."""
    api = ServerApi(hub.url, TOKEN, timeout=1)
    options |= {"rhythm": RHYTHM, "make_driver": lambda printer: driver_for(printer, timeouts)}
    worker = Agent(api, "accueil", **options)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(8)
        assert not thread.is_alive()


@pytest.fixture
def hub():
    with Hub() as hub:
        yield hub


def test_a_receipt_goes_from_lease_to_paper_to_word(hub):
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", amina(), settings(peer))
        hub.wait_for_state("j1", "confirmed")
        assert hub.told("j1") == ["sending", "confirmed"]
        assert hub.last("j1")["ack_level"] == 3
        assert (
            hub.last("j1")["sha256"] == hashlib.sha256(render(amina(), columns=48, code_page=16)).hexdigest()
        )
        assert hub.last("j1")["picture"] is None
        assert "1,77 €" in peer.wait_for_paper().text
        assert hub.leases[0] == {"agent": "accueil", "printers": None}


def test_a_virtual_printer_reports_its_picture(hub):
    with agent(hub):
        hub.add("j1", receipt(), settings(None, confirm="barrier"))
        hub.wait_for_state("j1", "confirmed")
        assert hub.last("j1")["picture"]
        assert hub.last("j1")["ack_level"] == 2


@pytest.mark.parametrize(
    ("faults", "states", "cause"),
    [
        (Faults(refuse=True), ["waiting"], "offline"),
        (Faults(paper_out=True), ["waiting"], "paper_out"),
        (Faults(cover_open=True), ["waiting"], "cover_open"),
        (Faults(reset_at_once=True), ["waiting"], "offline"),
        (Faults(mute=True), ["waiting"], "mute"),
        (Faults(reset_after=600), ["sending", "unconfirmed"], "connection_lost"),
        (Faults(lose_confirmation=True), ["sending", "unconfirmed"], "no_answer"),
        (Faults(paper_out_after=300), ["sending", "unconfirmed"], "paper_out"),
    ],
)
def test_waiting_is_for_what_never_left_and_unconfirmed_for_the_rest(hub, faults, states, cause):
    with PrinterPeer(faults) as peer, agent(hub):
        hub.add("j1", receipt(), settings(peer))
        hub.wait_for_state("j1", states[-1])
        assert hub.told("j1") == states
        assert hub.last("j1")["cause"] == cause


@pytest.mark.parametrize("how", ["drop_reports", "refuse_reports"])
@pytest.mark.parametrize("document", [receipt(), drawer()], ids=["receipt", "drawer"])
def test_without_the_servers_word_nothing_is_sent(hub, how, document):
    getattr(hub, how).add("sending")
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", document, settings(peer))
        hub.add("j2", {"version": 9, "kind": document["kind"]}, settings(peer))  # Told after j1 is done with.
        hub.wait_for_state("j2", "failed")
        peer.wait_for_hang_up()
        assert hub.told("j1") == []
        assert peer.papers == []
        assert peer.drawer_openings == 0
        assert peer.received.translate(None, b"\x10\x04\x01\x02") == b""


def test_what_cannot_be_laid_out_fails_and_says_so(hub):
    with agent(hub):
        hub.add("j1", {"version": 1, "kind": "receipt"}, settings(None))
        hub.wait_for_state("j1", "failed")
        assert hub.last("j1")["cause"] == "document"


def test_an_error_of_ours_is_never_a_silence(hub):
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", receipt(url="https://héberge.example/"), settings(peer))  # The encoder refuses that QR.
        hub.wait_for_state("j1", "failed")
        assert hub.last("j1")["cause"] == "agent_error"
        hub.add("j2", receipt(), settings(peer))
        hub.wait_for_state("j2", "confirmed")


def test_the_drawer_opens_once_and_is_told(hub):
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", drawer(), settings(peer), expires_in=5)
        hub.wait_for_state("j1", "confirmed")
        assert hub.told("j1") == ["sending", "confirmed"]
        assert hub.last("j1")["ack_level"] == 1
        assert peer.drawer_openings == 1
        assert peer.papers == []


def test_a_drawer_asked_too_long_ago_stays_shut(hub):
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", drawer(), settings(peer), expires_in=-0.01)
        hub.wait_for_state("j1", "expired")
        assert hub.told("j1") == ["expired"]
        assert peer.drawer_openings == 0


def test_a_drawer_whose_time_passes_at_the_door_stays_shut(hub):
    """The printer is slow to connect: the time is looked at again just before the pulse."""
    api = ServerApi(hub.url, TOKEN, timeout=1)
    times = iter([timedelta(0), timedelta(seconds=10)])
    real_now = api.now
    api.now = lambda: real_now() + next(times)
    with PrinterPeer() as peer:
        hub.add("j1", drawer(), settings(peer), expires_in=5)
        (job,) = api.lease("accueil", None)
        Work(api, job, driver_for(job.printer, QUICK), threading.Event()).carry_out()
        assert hub.told("j1") == ["expired"]
        assert peer.drawer_openings == 0


def test_a_drawer_out_of_reach_is_not_tried_again(hub):
    with PrinterPeer(Faults(refuse=True)) as peer, agent(hub):
        hub.add("j1", drawer(), settings(peer), expires_in=5)
        hub.wait_for_state("j1", "failed")
        assert hub.told("j1") == ["failed"]


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_wrong_clock_beside_the_printer_keeps_no_drawer_shut(hub, hours):
    hub.clock_ahead = timedelta(hours=hours)
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", drawer(), settings(peer), expires_in=5)
        hub.wait_for_state("j1", "confirmed")
        hub.add("j2", drawer(), settings(peer), expires_in=-5)
        hub.wait_for_state("j2", "expired")
        assert peer.drawer_openings == 1


def test_the_last_word_is_told_until_it_is_heard(hub):
    hub.drop_reports.add("confirmed")
    with PrinterPeer() as peer, agent(hub):
        hub.add("j1", receipt(), settings(peer))
        peer.wait_for_paper()
        time.sleep(0.15)
        assert hub.told("j1") == ["sending"]
        hub.drop_reports.clear()
        hub.wait_for_state("j1", "confirmed")
        assert len(peer.papers) == 1


def test_a_server_away_is_waited_for_and_said_once(hub, caplog):
    caplog.set_level(logging.INFO, "pos.agent")
    hub.is_away = True
    with PrinterPeer() as peer, agent(hub):
        time.sleep(0.3)
        hub.is_away = False
        hub.add("j1", receipt(), settings(peer))
        hub.wait_for_state("j1", "confirmed")
    messages = [record.getMessage() for record in caplog.records]
    assert len([m for m in messages if m.startswith("Serveur injoignable")]) == 1
    assert "Serveur de nouveau joignable." in messages


def test_logs_never_hold_the_text_of_a_receipt(hub, caplog):
    caplog.set_level(logging.DEBUG)
    document = receipt(hub={"name": "Canari-jaune"}, footer=["Canari-jaune"])
    with PrinterPeer(Faults(reset_after=600)) as peer, agent(hub):
        hub.add("j1", document, settings(peer))
        hub.wait_for_state("j1", "unconfirmed")
        hub.add("j2", document | {"ticket": {"number": "Canari-jaune"}}, settings(peer))
        hub.wait_for_state("j2", "failed")
    assert "Canari" not in caplog.text
    assert TOKEN not in caplog.text
    assert "j1" in caplog.text


def test_an_unknown_agent_ends_and_says_why(hub):
    hub.token = "another"
    api = ServerApi(hub.url, TOKEN, timeout=1)
    with pytest.raises(UnknownAgent):
        Agent(api, "accueil", rhythm=RHYTHM).run()


def test_the_state_of_printers_is_told_between_jobs(hub):
    with PrinterPeer(Faults(paper_low=True)) as peer, PrinterPeer(Faults(refuse=True)) as dead:
        hub.printers = [
            settings(peer),
            settings(dead, id=2),
            settings(None, id=3, driver="virtual"),
            settings(None, id=4, driver="telepathy"),
        ]
        with agent(hub, only=[1, 2, 3]):
            hub.wait(lambda: {printer for printer, _ in hub.statuses} == {1, 2, 3})
    told = dict(reversed(hub.statuses))
    assert told[1] == {"online": True, "paper": "low", "cover": "closed", "drawer": None}
    assert told[2] == {"online": False, "paper": None, "cover": None, "drawer": None}
    assert told[3] == {"online": True, "paper": "ok", "cover": "closed", "drawer": "closed"}
    assert hub.leases[0]["printers"] == [1, 2, 3]


def test_a_slow_printer_holds_up_no_other(hub):
    with PrinterPeer(Faults(slow=8)) as slow, PrinterPeer() as quick, agent(hub, PATIENT):
        hub.add("j1", receipt(), settings(slow))
        slow.wait_for_bytes(20)
        for number in range(3):
            hub.add(f"k{number}", receipt(), settings(quick, id=2))
            hub.wait_for_state(f"k{number}", "confirmed")
        assert hub.told("j1")[-1] == "sending"
        slow.faults.slow = None
        hub.wait_for_state("j1", "confirmed")


def test_stopping_finishes_the_job_in_hand(hub):
    with PrinterPeer(Faults(slow=20)) as peer, agent(hub, PATIENT) as worker:
        hub.add("j1", receipt(), settings(peer))
        hub.wait_for_state("j1", "sending")
        worker.stop()
        peer.faults.slow = None
        hub.wait_for_state("j1", "confirmed")
        asked = len(hub.leases)
    assert len(hub.leases) == asked
    assert peer.papers[0].is_cut


def test_settings_changed_by_an_administrator_are_used_at_once(hub):
    with PrinterPeer() as first, PrinterPeer() as second, agent(hub):
        hub.add("j1", receipt(), settings(first))
        hub.wait_for_state("j1", "confirmed")
        hub.add("j2", receipt(), settings(second, columns=32))
        hub.wait_for_state("j2", "confirmed")
        assert second.wait_for_paper().widest == 32

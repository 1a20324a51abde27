"""Every fault of a printer and what becomes of a job: offered again only when no byte of it had left."""

from __future__ import annotations

import random
import threading

import pytest

from pos.printing.drivers import Confirmed, Failed, NotSent, Outcome, Printer, Timeouts, Unconfirmed
from pos.printing.drivers.network import NetworkDriver
from pos.printing.drivers.virtual import VirtualDriver
from pos.printing.render import UnknownDriver, driver_for, render
from pos.printing.status import Status
from tests.peers.printer import Faults, PrinterPeer
from tests.pos.printing.documents import drawer, receipt

QUICK = Timeouts(connect=0.5, answer=0.3, send=0.5, confirm=0.5, confirm_each_kilobyte=0, drain=0.5)
JOB = render(receipt(), columns=48, code_page=16)
PULSE = render(drawer(), columns=48, code_page=16)


def driver(peer: PrinterPeer, timeouts: Timeouts = QUICK, **settings) -> NetworkDriver:
    return NetworkDriver(Printer(1, "Comptoir", "network", peer.host, peer.port, **settings), timeouts)


class Announced:
    """Says yes, and remembers what the printer had received by then."""

    def __init__(self, peer: PrinterPeer, answer: bool = True) -> None:
        self.peer, self.answer, self.times, self.printed_before = peer, answer, 0, b""

    def __call__(self) -> bool:
        self.times += 1
        self.printed_before = self.peer.received.replace(b"\x10\x04", b"")
        return self.answer


@pytest.mark.parametrize(
    ("confirm", "level"), [("process_id", 3), ("barrier", 2), ("status", 1), ("none", 0)]
)
def test_a_ready_printer_confirms_as_well_as_it_can(confirm, level):
    with PrinterPeer() as peer:
        announce = Announced(peer)
        report = driver(peer, confirm=confirm).send(JOB, announce)
        assert report.outcome == Confirmed(level)
        assert announce.times == 1
        assert announce.printed_before.strip(b"\x01\x02\x04") == b""
        paper = peer.wait_for_paper()
        assert paper.is_cut
        assert "8,75 €" in paper.text
        assert peer.unknown == []
        assert peer.connections == 1


@pytest.mark.parametrize(
    ("faults", "outcome"),
    [
        (Faults(refuse=True), NotSent("offline")),
        (Faults(reset_at_once=True), NotSent("offline")),
        (Faults(close_at_once=True), NotSent("offline")),
        (Faults(mute=True), NotSent("mute")),
        (Faults(paper_out=True), NotSent("paper_out")),
        (Faults(cover_open=True), NotSent("cover_open")),
        (Faults(offline=True), NotSent("offline")),
        (Faults(error=True), NotSent("error")),
        (Faults(reset_after=600), Unconfirmed("connection_lost")),
        (Faults(close_after=600), Unconfirmed("connection_lost")),
        (Faults(lose_confirmation=True), Unconfirmed("no_answer")),
        (Faults(paper_out_after=300), Unconfirmed("paper_out")),
        (Faults(paper_low=True), Confirmed(2)),
        (Faults(slow=400), Confirmed(2)),
        (Faults(automatic_status=b"\x10\x00\x03\x00"), Confirmed(2)),
    ],
    ids=lambda value: str(value) if not isinstance(value, Faults) else "",
)
def test_each_fault_has_its_outcome(faults, outcome):
    with PrinterPeer(faults) as peer:
        announce = Announced(peer)
        report = driver(peer, confirm="barrier").send(JOB, announce)
        assert report.outcome == outcome
        assert announce.times == (0 if isinstance(outcome, NotSent) else 1)
        if isinstance(outcome, NotSent):
            assert b"TIERS-LIEU" not in peer.received
            assert peer.papers == []


def test_without_the_servers_word_no_byte_is_on_the_wire():
    with PrinterPeer() as peer:
        report = driver(peer).send(JOB, Announced(peer, answer=False))
        assert report.outcome == NotSent("not_announced")
        assert driver(peer).kick(PULSE, Announced(peer, answer=False)).outcome == NotSent("not_announced")
        assert driver(peer).look().online is True
        assert peer.received.translate(None, b"\x10\x04\x01\x02") == b""
        assert peer.drawer_openings == 0


def test_a_clone_without_process_id_is_not_believed():
    with PrinterPeer(knows_process_id=False) as peer:
        assert driver(peer, confirm="process_id").send(JOB, Announced(peer)).outcome == Unconfirmed(
            "no_answer"
        )


@pytest.mark.parametrize(
    ("faults", "confirm", "outcome"),
    [
        (Faults(mute=True), "none", Confirmed(0)),
        (Faults(mute=True), "barrier", Unconfirmed("mute")),
        (Faults(reset_after=600), "none", Unconfirmed("connection_lost")),
        (Faults(stuck=True), "barrier", Unconfirmed("mute")),
    ],
)
def test_a_printer_known_to_be_mute_is_not_asked(faults, confirm, outcome):
    with PrinterPeer(faults) as peer:
        report = driver(peer, confirm=confirm, status=False).send(JOB, Announced(peer))
        assert report.outcome == outcome
        assert b"\x10\x04" not in peer.received


@pytest.mark.parametrize("times", [100, 8000], ids=["accepted by the network here", "refused by it"])
def test_a_printer_that_takes_nothing_more_is_stalled(times):
    """`sendall` to a stalled printer was all right up to 8 MB (measured): that it returned proves nothing."""
    with PrinterPeer(Faults(stuck=True)) as peer:
        report = driver(peer, confirm="none", status=False).send(JOB * times, Announced(peer))
        assert report.outcome == Unconfirmed("stalled")


@pytest.mark.parametrize("act", ["send", "kick"])
def test_a_connection_dead_before_the_first_byte_is_a_known_failure(act):
    """Announced, and the printer had hung up meanwhile: it is certain that nothing came out."""
    with PrinterPeer() as peer:

        def hang_up_meanwhile() -> bool:
            peer.faults.hang_up = True
            peer.wait_for_hang_up()
            return True

        data = {"send": JOB, "kick": PULSE}[act]
        assert getattr(driver(peer), act)(data, hang_up_meanwhile).outcome == Failed("offline")
        assert peer.papers == []
        assert peer.drawer_openings == 0


def test_closing_never_cuts_off_what_is_under_way():
    """A close on unread status bytes resets: a printer got 4 096 of 60 000 bytes (measured)."""
    long_job = JOB + b"x" * 40 + b"\n" * 20_000 + b"\x1dV\x42\x00"
    with PrinterPeer(Faults(slow=4096, automatic_status=b"\x10\x00\x00\x00")) as peer:
        patient = Timeouts(connect=0.5, answer=0.3, send=5, confirm=5, confirm_each_kilobyte=0, drain=5)
        report = driver(peer, patient, confirm="none", status=False).send(long_job, Announced(peer))
        assert report.outcome == Confirmed(0)
        assert peer.received == long_job


def test_a_big_job_is_waited_for_longer():
    with PrinterPeer(Faults(slow=64)) as peer:
        brief = Timeouts(connect=0.5, answer=0.3, send=5, confirm=0.01, confirm_each_kilobyte=0, drain=5)
        assert driver(peer, brief).send(JOB, Announced(peer)).outcome != Confirmed(2)
    with PrinterPeer(Faults(slow=64)) as peer:
        fair = Timeouts(connect=0.5, answer=0.3, send=5, confirm=0.01, confirm_each_kilobyte=1, drain=5)
        assert driver(peer, fair).send(JOB, Announced(peer)).outcome == Confirmed(2)


def test_a_new_roll_prints_the_held_paper_once_and_nobody_sent_it_again():
    with PrinterPeer(Faults(paper_out_after=300)) as peer:
        assert driver(peer).send(JOB, Announced(peer)).outcome == Unconfirmed("paper_out")
        peer.new_roll()
        peer.wait_for_paper()
        assert len(peer.papers) == 1


def test_jobs_one_after_the_other_never_mix():
    with PrinterPeer() as peer:
        outcomes = [driver(peer, confirm="process_id").send(JOB, Announced(peer)).outcome for _ in range(5)]
        assert outcomes == [Confirmed(3)] * 5
        assert peer.connections == 5
        assert len({paper.text for paper in peer.papers}) == 1
        assert len(peer.papers) == 5


def test_ipv6_is_an_address_like_another():
    with PrinterPeer(host="::1") as peer:
        assert driver(peer).send(JOB, Announced(peer)).outcome == Confirmed(2)


@pytest.mark.parametrize(
    ("faults", "settings", "outcome", "openings"),
    [
        (Faults(), {}, Confirmed(1), 1),
        (Faults(paper_out=True), {}, Confirmed(1), 1),
        (Faults(cover_open=True), {}, Confirmed(1), 1),
        (Faults(mute=True), {}, Unconfirmed("mute"), 1),
        (Faults(mute=True), {"status": False}, Confirmed(0), 1),
        (Faults(refuse=True), {}, NotSent("offline"), 0),
    ],
)
def test_the_drawer_opens_once_whatever_the_paper(faults, settings, outcome, openings):
    with PrinterPeer(faults) as peer:
        assert driver(peer, **settings).kick(PULSE, lambda: True).outcome == outcome
        if openings:
            peer.wait_for_drawer()
        assert peer.drawer_openings == openings
        if faults.paper_out:
            peer.new_roll()
            assert driver(peer).send(JOB, lambda: True).outcome == Confirmed(2)
            assert peer.drawer_openings == 1, "a late pulse came with the roll"


def test_a_look_tells_the_state_and_never_guesses():
    with PrinterPeer(Faults(paper_low=True)) as peer:
        assert driver(peer).look() == Status(True, "low", "closed", None, False)
        assert driver(peer, status=False).look() == Status()
    with PrinterPeer(Faults(mute=True)) as peer:
        assert driver(peer).look() == Status()
    assert driver(peer).look() == Status(online=False)


def test_many_faults_never_lose_a_job_in_silence_nor_print_one_twice(seed):
    """300 jobs, faults drawn by the run's seed: confirmed is one paper, offered again is none before."""
    chance = random.Random(seed)
    quick = Timeouts(connect=0.3, answer=0.03, send=0.3, confirm=0.03, confirm_each_kilobyte=0, drain=0.2)
    with PrinterPeer() as peer:
        for number in range(300):
            data = render(
                receipt(ticket=receipt()["ticket"] | {"number": f"C1A-{number:06d}"}),
                columns=48,
                code_page=16,
            )
            peer.faults = draw_fault(chance, len(data))
            outcome: Outcome = (
                driver(peer, quick, confirm=chance.choice(["process_id", "barrier"]))
                .send(data, lambda: True)
                .outcome
            )
            peer.faults = Faults()
            driver(peer).look()  # The printer has seen to the connection before when it answers the next.
            whole = [p for p in peer.papers if p.is_cut and f"C1A-{number:06d}" in p.text]
            if isinstance(outcome, Confirmed):
                assert len(whole) == 1, (number, outcome)
            elif isinstance(outcome, NotSent | Failed):
                assert whole == [], (number, outcome)
            else:
                assert len(whole) <= 1, (number, outcome)


def draw_fault(chance: random.Random, size: int) -> Faults:
    if chance.random() < 0.5:
        return Faults()
    return chance.choice(
        [
            Faults(reset_at_once=True),
            Faults(close_at_once=True),
            Faults(reset_after=chance.randrange(1, size + 20)),
            Faults(close_after=chance.randrange(1, size + 20)),
            Faults(lose_confirmation=True),
            Faults(mute=True),
            Faults(paper_out=True),
        ]
    )


def test_the_virtual_printer_shows_what_it_received():
    virtual = driver_for(
        Printer(7, "Écran", "virtual", columns=42, confirm="process_id", drawer_pin=2), QUICK
    )
    assert isinstance(virtual, VirtualDriver)
    try:
        report = virtual.send(render(receipt(), columns=42, code_page=16), lambda: True)
        assert report.outcome == Confirmed(3)
        assert report.picture is not None
        assert report.picture.startswith(b"\x89PNG")
        assert virtual.look().drawer == "closed"
        assert virtual.kick(PULSE, lambda: True).outcome == Confirmed(1)
        assert virtual.look().drawer == "open"
        for fault, cause in (
            ("paper_out", "paper_out"),
            ("cover_open", "cover_open"),
            ("offline", "offline"),
            ("mute", "mute"),
        ):
            virtual.peer.set_fault(fault)
            assert virtual.send(JOB, lambda: True).outcome == NotSent(cause)
            virtual.peer.set_fault(fault, False)
    finally:
        virtual.close()
    assert "virtual-printer" not in [thread.name for thread in threading.enumerate()]


def test_a_driver_nobody_wrote_is_refused():
    with pytest.raises(UnknownDriver):
        driver_for(Printer(1, "x", "usb"))

"""What the bytes of a printer mean, by the tables of Epson's reference."""

from __future__ import annotations

import pytest

from pos.printing.status import ReplyReader, Status, named_job, read_real_time


@pytest.mark.parametrize(
    ("answers", "status", "obstacle"),
    [
        ({1: 0x12, 2: 0x12, 4: 0x12}, Status(True, "ok", "closed", None, False), None),
        ({1: 0x12, 2: 0x12, 4: 0x1E}, Status(True, "low", "closed", None, False), None),
        ({1: 0x1A, 2: 0x32, 4: 0x7E}, Status(False, "out", "closed", None, False), "paper_out"),
        ({1: 0x1A, 2: 0x16, 4: 0x12}, Status(False, "ok", "open", None, False), "cover_open"),
        ({1: 0x1A, 2: 0x52, 4: 0x12}, Status(False, "ok", "closed", None, True), "error"),
        ({1: 0x1A, 2: 0x12, 4: 0x12}, Status(False, "ok", "closed", None, False), "offline"),
        ({}, Status(), None),
    ],
)
def test_the_state_is_what_the_bits_say(answers, status, obstacle):
    assert read_real_time(answers) == status
    assert read_real_time(answers).obstacle == obstacle


def test_silence_is_unknown_and_never_ready():
    assert read_real_time({}).online is None
    assert read_real_time({}).paper is None


@pytest.mark.parametrize(
    ("is_high", "byte", "drawer"), [(True, 0x16, "open"), (True, 0x12, "closed"), (False, 0x16, "closed")]
)
def test_the_drawer_is_known_only_where_its_wiring_is(is_high, byte, drawer):
    assert read_real_time({1: byte}, drawer_open_is_high=is_high).drawer == drawer
    assert read_real_time({1: byte}).drawer is None


def test_kinds_of_answers_are_told_apart_in_any_pieces():
    stream = b"\x12" + b"\x14\x00\x00\x0f" + b"\x00" + b"\x37\x22AB12\x00" + b"\x11" + b"\xff" + b"\x03"
    kinds = ["real_time", "automatic", "sensor", "block", "flow", "unknown", "sensor"]
    whole = [reply.kind for reply in ReplyReader().feed(stream)]
    reader = ReplyReader()
    in_pieces = [reply.kind for byte in stream for reply in reader.feed(bytes([byte]))]
    assert whole == in_pieces == kinds


def test_an_automatic_status_is_not_taken_for_paper_out():
    """With ASB on, python-escpos read the first byte of a paper-low notice as « paper out »."""
    (reply,) = ReplyReader().feed(b"\x10\x00\x03\x00")
    assert reply.kind == "automatic"


def test_a_job_is_named_by_its_own_name_only():
    (reply,) = ReplyReader().feed(b"\x37\x22AB12\x00")
    assert named_job(reply, b"AB12")
    assert not named_job(reply, b"AB13")
    (offline,) = ReplyReader().feed(b"\x37\x23AB12\x00")
    assert not named_job(offline, b"AB12")

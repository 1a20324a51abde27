"""The bytes: what data can never make a printer do, and the two readings that must agree."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pos.printing import interpreter, raster
from pos.printing.escpos_encoder import encode
from pos.printing.paper import Cell, Cut, Line, Pulse
from pos.printing.render import render
from pos.printing.text import clean, is_printable
from tests.peers.escpos_reading import EscPosReading
from tests.pos.printing.documents import amina, drawer, line, receipt

FRENCH = "Crème brûlée à l’œuf – « façon Noël » : 5 € l’unité… Ü ÿ Æ ç ÉÈÀÙ"
SCRIPTS = {
    "Arabic": "قهوة عربية",
    "Tamil": "கேரட்",
    "Chinese": "苹果",
    "Cyrillic": "Яблоки",
    "Greek": "Ελιές",
    "Hebrew": "תפוח",
}


def peer_read(data: bytes, **options) -> EscPosReading:
    reading = EscPosReading(**options)
    reading.feed(data)
    reading.hang_up()
    return reading


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("document", [receipt(), amina(), receipt(copy=3)], ids=["look", "amina", "copy"])
def test_two_independent_readings_agree_and_know_every_command(document, columns):
    data = render(document, columns=columns, code_page=16)
    (ours,) = interpreter.read(data, columns=columns)
    theirs = peer_read(data)
    assert [paper.text for paper in theirs.papers] == [ours.text]
    assert theirs.papers[0].qr_codes == list(ours.qr_codes) == [document["url"]]
    assert theirs.papers[0].widest <= columns
    assert theirs.papers[0].is_cut
    assert theirs.unknown == theirs.controls == []


def test_french_is_printed_whole():
    text = peer_read(render(receipt(lines=[line(FRENCH, 1, 1)]), columns=48, code_page=16)).papers[0].text
    assert clean(FRENCH) in " ".join(text.split()).replace(" 0,01 0,01", "").replace("Valeur Payé ", "")
    assert "?" not in text.replace("Un souci ?", "")


@pytest.mark.parametrize("slot", [16, 71, 6])
def test_the_page_is_chosen_once_after_the_reset_and_never_changed(slot):
    data = render(receipt(), columns=48, code_page=slot)
    assert data.startswith(b"\x1b@\x1bt" + bytes([slot]))
    assert data.count(b"\x1bt") == data.count(b"\x1b@") == 1
    assert "économisé" in peer_read(data, code_pages={slot: "cp1252"}).papers[0].text


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("Łukasz Hạnh Đặng", "Lukasz Hanh Dang"),
        ("e\u0301pice", "épice"),
        ("a\u00a0b\u202fc\td\ne", "a b c d e"),
        ("\u202eabc\u2066", "abc"),
        ("Note \x1bp\x00\x19\x19\x7f\x90", "Note p"),
        ("\ud800x", "?x"),
        ("−5 ′ ≤", "-5 ' <="),
    ],
)
def test_text_is_cleaned_and_folded(given_text, printed):
    assert clean(given_text) == printed


@pytest.mark.parametrize("script", SCRIPTS)
def test_other_scripts_are_drawn_or_honestly_marked(script):
    label = SCRIPTS[script]
    data = render(receipt(lines=[line(label, 270, 27)]), columns=48, code_page=16)
    paper = peer_read(data).papers[0]
    if "?" in raster.drawable(label):  # No font of this machine draws it.
        assert "?" in paper.text
        assert "2,70" in paper.text
    else:
        assert paper.rasters == [(576, 30)]
        assert "?" not in paper.text.replace("Un souci ?", "")


def test_arabic_is_drawn_from_right_to_left_and_joined():
    if "?" in raster.drawable(SCRIPTS["Arabic"]):
        pytest.fail("install fonts-dejavu-core: the tests draw Arabic with it")

    def drawn(text):
        picture = raster.draw_line(Line((Cell(text, 20),)))
        return Image.eval(picture.convert("L"), lambda level: 255 - level)

    joined, letters = drawn("بت"), [drawn(letter) for letter in "بت"]
    # Joined letters take less room than the same ones standing alone.
    alone = sum(box[2] - box[0] for box in (letter.getbbox() for letter in letters))
    left, _, right, _ = joined.getbbox()
    assert right - left < alone
    # The first letter has its dot below, the second its two above: the right end hangs lower.
    third = (right - left) // 3
    first, last = joined.crop((right - third, 0, right, 30)), joined.crop((left, 0, left + third, 30))
    assert first.getbbox()[3] > last.getbbox()[3]


ANY_TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "\x1bp\x00\x19\x19",
        "\x10\x14\x01\x00\x05",
        "\x1dV\x41\x00",
        "\x1b@",
        "\x1dr\x01",
        "\x00",
        "\x9b",
        "a\u0301\u200d",
        "𝒜",
    ]
)


@given(label=ANY_TEXT, name=ANY_TEXT, note=ANY_TEXT, columns=st.sampled_from([32, 42, 48]))
@settings(max_examples=150)
def test_no_text_at_all_makes_a_command(label, name, note, columns):
    """Whatever is typed: no control byte but line feeds, no drawer, one cut, nothing wider than the paper."""
    document = receipt(lines=[line(label, 270, 27)], hub={"name": name}, footer=[note])
    data = render(document, columns=columns, code_page=16)
    reading = peer_read(data)
    assert reading.controls == reading.unknown == []
    assert reading.drawer_openings == 0
    assert [paper.is_cut for paper in reading.papers] == [True]
    assert reading.papers[0].widest <= columns
    assert all(width == columns * 12 for width, _ in reading.papers[0].rasters)
    assert all(is_printable(row) for row in reading.papers[0].lines)
    # Not even inside a picture, where a printer would still obey it.
    assert not any(real_time in data for real_time in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    assert interpreter.read(data, columns=columns)[0].text == reading.papers[0].text


def test_dots_that_spell_a_real_time_command_are_broken_up():
    picture = Image.frombytes("1", (32, 1), bytes(byte ^ 0xFF for byte in b"\x10\x14\x01\x00"))
    assert raster.raster_bytes(picture) == (4, 1, b"\x18\x14\x01\x00")


def test_the_drawer_is_real_time_and_alone():
    assert render(drawer(2), columns=48, code_page=16) == b"\x10\x14\x01\x00\x02"
    assert render(drawer(5), columns=48, code_page=16) == b"\x10\x14\x01\x01\x02"
    with pytest.raises(ValueError, match="its own job"):
        encode([Line(), Pulse(2), Cut()], columns=48, code_page=16)


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_the_qr_of_the_picture_is_read_back_by_another_library(columns):
    url = "https://hub.example.org/t/" + "aB3-_" * 7
    (paper,) = interpreter.read(render(receipt(url=url), columns=columns, code_page=16), columns=columns)
    picture = Image.open(io.BytesIO(paper.picture))
    assert picture.mode == "1"
    assert picture.width == columns * 12 + 64
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [url]


def test_the_pictures_of_two_purses_have_one_header():
    full_price = receipt(lines=[line("Lessive", 499, 499)], value_cents=499, paid_cents=499, saved_cents=0)

    def header(document):
        (paper,) = interpreter.read(render(document, columns=48, code_page=16))
        return Image.open(io.BytesIO(paper.picture)).crop((0, 0, 640, 32 + 48 + 3 * 30)).tobytes()

    assert header(amina()) == header(full_price)


def test_the_same_facts_give_the_same_bytes():
    assert render(receipt(), columns=48, code_page=16) == render(receipt(), columns=48, code_page=16)


def test_the_byte_builder_leaves_no_trace():
    """python-escpos 3.1 leaks a folder at each import, and gives the root logger a handler."""
    program = (
        "import logging, os, tempfile\n"
        "import pos.agent.__main__, pos.printing.render, sys\n"
        "assert 'escpos' not in sys.modules and 'PIL' not in sys.modules, 'imported before it is needed'\n"
        "from pos.printing.escpos_encoder import encode\n"
        "from pos.printing.paper import Cut\n"
        "encode([Cut()], columns=48, code_page=16)\n"
        "assert 'escpos' in sys.modules\n"
        "assert logging.root.handlers == []\n"
        "assert os.listdir(tempfile.gettempdir()) == [], os.listdir(tempfile.gettempdir())\n"
    )
    root = Path(__file__).parents[3]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"TMPDIR": folder, "PYTHONPATH": str(root)}
        environment["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(root / "nowhere")
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    assert logging.getLogger("escpos").handlers == []

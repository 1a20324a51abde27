"""What the tablet ships: libraries as recorded, a list of the shell that is true, small files, no address."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pos.tablet.conftest import TABLET

VENDOR = TABLET / "vendor"
OURS = [path for path in sorted(TABLET.rglob("*.js")) if VENDOR not in path.parents]


def test_vendored_libraries_are_those_recorded_with_their_licences() -> None:
    recorded: dict[str, str] = {}
    for library in json.loads((VENDOR / "VENDOR.json").read_text()):
        assert library["licence"] in {"MIT", "Apache-2.0", "ISC", "0BSD", "BSD-3-Clause"}
        assert (VENDOR / library["licence_file"]).stat().st_size > 500
        recorded |= library["sha256"]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert found == recorded


def test_the_list_of_the_shell_is_true() -> None:
    checked = subprocess.run(
        [sys.executable, TABLET / "precache.py", "--check"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_the_shell_leaves_nothing_out_that_a_module_imports() -> None:
    listed = set(json.loads((TABLET / "precache.json").read_text())["paths"])
    for path in [*OURS, *VENDOR.glob("*.js")]:
        for imported in re.findall(r"""(?:from|import)\s*\(?["'](\.[^"'`$]+)["']""", path.read_text()):
            target = (path.parent / imported).resolve().relative_to(TABLET).as_posix()
            assert f"/caisse/static/{target}" in listed, f"{path.name} imports {imported}"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(TABLET).as_posix())
def test_a_file_is_small_and_asks_nothing_of_the_policy(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    for forbidden in (
        "innerHTML",
        "eval(",
        "new Function",
        "style=",
        'setAttribute("style',
        "navigator.onLine",
    ):
        assert forbidden not in text
    if "core" in path.parts:
        for impure in (
            "document",
            "fetch(",
            "indexedDB",
            "localStorage",
            "setTimeout",
            "../store",
            "../net",
            "../ui",
        ):
            assert impure not in text, f"core is pure: {impure}"


def test_no_address_of_a_registry_is_kept() -> None:
    for path in TABLET.rglob("*"):
        if path.is_file() and path.suffix in {".js", ".json", ".py", ".html", ".css"}:
            assert "registry." not in path.read_text(), path


def test_screens_say_at_most_twelve_words_a_sentence() -> None:
    for path in OURS:
        for literal in re.findall(r'\b(?:t|tn)\("((?:[^"\\]|\\.)*)"', path.read_text()) + (
            re.findall(r'^  \w+: "(.*)",$', path.read_text(), re.MULTILINE)
            if path.name == "problems.js"
            else []
        ):
            for sentence in re.split(r"[.!?:]\s", literal):
                assert len(re.findall(r"[\w{}'’-]+", sentence)) <= 12, f"{path.name}: {sentence}"

"""Arrows never turn back: who imports whom is walked, and the walker is itself tried."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tiers_lieu import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
# Above every package: they put the house together.
ROOF = ("demo", "serving", "commands", "cli", "config", "migrations")
ORDER = {name: place for place, name in enumerate(PACKAGES)}
SERVER = ROOT / "tiers_lieu"


def imports(source: str) -> Iterator[str]:
    """Every module a source imports, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def faults(package: str, source: str) -> list[str]:
    """What a file of a server package imports and may not."""
    found = []
    for name in imports(source):
        top, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if (
            name.startswith(".")
            or top == "pos"
            or top == "escpos"
            or (top == "stripe" and package != "payments")
        ):
            found.append(name)
        elif top == "tiers_lieu" and target in ORDER and package in ORDER:
            if ORDER[target] > ORDER[package] or (
                target == "entitlements" and package in ("till", "sales", "printing", "web")
            ):
                found.append(name)
        elif top == "tiers_lieu" and target in ROOF[:4] and package in ORDER:
            found.append(name)
    return found


SOURCES = [
    pytest.param(path, id=str(path.relative_to(ROOT)))
    for path in sorted(SERVER.rglob("*.py"))
    if path.parent != SERVER
]


@pytest.mark.parametrize("path", SOURCES)
def test_a_package_imports_only_what_is_below_it(path: Path) -> None:
    package = path.relative_to(SERVER).parts[0]
    assert package in ORDER or package in ROOF, f"{package} is in no order: add it to tiers_lieu/__init__.py"
    assert faults(package, path.read_text()) == []


@pytest.mark.parametrize(
    ("package", "source", "expected"),
    [
        ("kernel", "from tiers_lieu.sales import rules", ["tiers_lieu.sales", "tiers_lieu.sales.rules"]),
        ("sales", "def f():\n    import tiers_lieu.till.views", ["tiers_lieu.till.views"]),
        (
            "till",
            "from tiers_lieu.entitlements import x",
            ["tiers_lieu.entitlements", "tiers_lieu.entitlements.x"],
        ),
        ("sales", "import stripe", ["stripe"]),
        ("payments", "import stripe", []),
        ("printing", "from escpos.printer import Dummy", ["escpos.printer", "escpos.printer.Dummy"]),
        ("web", "from pos.printing import layouts", ["pos.printing", "pos.printing.layouts"]),
        ("sales", "from . import rules", [".", "..rules"]),
        ("sales", "from tiers_lieu.kernel.money import half_up", []),
    ],
)
def test_the_walker_sees_what_it_should(package: str, source: str, expected: list[str]) -> None:
    assert faults(package, source) == expected


def test_an_activity_never_imports_another() -> None:
    folder = SERVER / "activities"
    for path in folder.rglob("*.py"):
        if path.parent == folder:
            continue
        own = path.relative_to(folder).parts[0]
        for name in imports(path.read_text()):
            if name.startswith("tiers_lieu.activities."):
                assert name.split(".")[2] == own, f"{path}: {name}"


def test_the_counter_never_imports_the_server() -> None:
    for path in (ROOT / "pos").rglob("*.py"):
        tops = {name.partition(".")[0] for name in imports(path.read_text())}
        assert "tiers_lieu" not in tops, path
        if "printing" not in path.parts:
            assert "escpos" not in tops, path


def test_the_peers_share_no_code_with_either_side() -> None:
    for path in (ROOT / "tests" / "peers").rglob("*.py"):
        tops = {name.partition(".")[0] for name in imports(path.read_text())}
        assert not tops & {"tiers_lieu", "pos"}, path


@pytest.mark.parametrize("folder", ["tiers_lieu", "pos", "tests"])
def test_no_file_is_longer_than_a_room(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 300, path

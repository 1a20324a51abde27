"""What holds the project together: its verbs, its settings' table, its wheel, and no address of a machine."""

import re
import subprocess
import sys
import time
import venv
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest
import requests

from tests.fixtures.hub import free_port
from tiers_lieu.config import Settings, settings_table

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    """The files git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_make_lists_its_verbs() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for verb in ("demo", "test", "bench", "lint", "venv", "lock", "clean"):
        assert f"make {verb} " in said.stdout


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for line in settings_table().splitlines()[2:]:
        assert line in readme, "paste tiers_lieu.config.settings_table() into README.md"
    variables = {each.metadata["variable"] for each in fields(Settings)}
    source = (ROOT / "tiers_lieu" / "config.py").read_text()
    assert variables | {"PORT"} >= set(re.findall(r'text\("([A-Z_]+)"\)', source))


def test_no_address_of_a_registry_or_a_machine_is_kept() -> None:
    # Written in two halves, so that this file does not find itself.
    forbidden = [
        "pypi." + "org",
        "files.python" + "hosted",
        "registry." + "npmjs",
        "deb.debian" + ".org",
        "--index" + "-url",
        "--extra-index" + "-url",
        "/wo" + "rk/",
        "/home/" + "runner",
        "/ro" + "ot/",
    ]
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in forbidden if word in text]
    assert found == []


def test_the_locked_lists_hold_versions_and_hashes_only() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    wanted = re.findall(
        r'^    "([A-Za-z0-9_-]+)[^"=]*==([^";]+)', (ROOT / "pyproject.toml").read_text(), re.M
    )
    dev = (ROOT / "requirements-dev.txt").read_text().lower()
    for library, version in wanted:
        assert re.search(rf"^{library.lower()}(\[\w+\])?=={re.escape(version)}\b", dev, re.M), library


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_the_wheel_installed_elsewhere_starts(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("tiers_lieu/_templates/", "tiers_lieu/migrations/versions/", "pos/tablet/", "pos/agent/"):
        assert any(name.startswith(part) for name in names), part
    assert not any(name.startswith(("tests/", "templates/")) for name in names)

    elsewhere = tmp_path / "elsewhere"
    venv.create(elsewhere, with_pip=False, symlinks=True)
    packages = next(elsewhere.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(packages)
    libraries = next(path for path in map(Path, sys.path) if (path / "flask").is_dir())
    # The libraries only: a .pth of theirs would bring this repository back.
    (packages / "libraries.pth").write_text(f"{libraries}\n")
    ports = {"TIERS_LIEU_PORT": str(free_port()), "TIERS_LIEU_PLAIN_PORT": str(free_port())}
    environment = {
        "PATH": "/usr/bin:/bin",
        "TIERS_LIEU_INSTANCE": str(tmp_path / "hub"),
        "TIERS_LIEU_HOST": "localhost",
        "TIERS_LIEU_BIND": "127.0.0.1",
        **ports,
    }
    command = [str(elsewhere / "bin" / "python"), "-m", "tiers_lieu.cli"]
    where = subprocess.run(
        [command[0], "-c", "import tiers_lieu, pos; print(tiers_lieu.__file__, pos.__file__)"],
        env=environment,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert str(ROOT) not in where.stdout
    subprocess.run([*command, "init"], env=environment, cwd=tmp_path, check=True)
    with (tmp_path / "log").open("wb") as log:
        serving = subprocess.Popen([*command, "serve"], env=environment, cwd=tmp_path, stdout=log, stderr=log)
    try:
        address = f"https://localhost:{ports['TIERS_LIEU_PORT']}"
        assert _answers(f"{address}/sante", tmp_path), (tmp_path / "log").read_text()
        for page in ("/", "/caisse/", "/caisse/api/v1/openapi.json"):
            answer = requests.get(address + page, verify=str(tmp_path / "hub/keys/authority.pem"), timeout=10)
            assert answer.status_code == 200, page
    finally:
        serving.terminate()
        serving.wait(40)


def _answers(address: str, folder: Path) -> bool:
    limit = time.monotonic() + 40
    while time.monotonic() < limit:
        try:
            return requests.get(address, verify=str(folder / "hub/keys/authority.pem"), timeout=2).ok
        except (requests.RequestException, OSError):
            time.sleep(0.2)
    return False

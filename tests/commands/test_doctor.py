"""`doctor` finds what is wrong and says what to do; it is silent about nothing."""

import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from tiers_lieu.commands.init import make_hub
from tiers_lieu.config import Settings
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.serving import checkup, schema, writer


def problems(settings: Settings) -> dict[str, str]:
    """What is not well, and the advice given."""
    return {each.name: each.advice for each in checkup.examine(settings) if not each.is_well}


@pytest.fixture
def hub(settings: Settings) -> Settings:
    make_hub(settings)
    return settings


def test_a_new_hub_is_well(hub: Settings) -> None:
    assert problems(hub) == {}


def test_keys_that_others_can_read(hub: Settings) -> None:
    (hub.keys / "authority.key").chmod(0o644)
    assert "chmod" in problems(hub)["clés"]


def test_a_certificate_that_does_not_cover_the_hub_any_more(hub: Settings) -> None:
    moved = Settings(**{**vars(hub), "addresses": ("10.1.2.3",)})
    assert "10.1.2.3" in problems(moved)["certificat"]


def test_a_clock_from_before_the_code(hub: Settings) -> None:
    with clock.frozen(datetime(2020, 1, 1, tzinfo=UTC)):
        assert "timedatectl" in problems(hub)["horloge"]


def test_a_clock_that_went_back(hub: Settings) -> None:
    (hub.instance / "later").touch()
    earlier = clock.now() - timedelta(hours=1)
    assert earlier > checkup.WRITTEN  # so that only the newer file tells
    with clock.frozen(earlier):
        assert "timedatectl" in problems(hub)["horloge"]
    assert "horloge" not in problems(hub)


def test_a_full_disk(hub: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(1, 1, 10_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert "500 Mo" in problems(hub)["disque"]


def test_tables_of_another_version(hub: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "revision", lambda _settings: schema.Revision("0001_old", "9999_new"))
    assert "tiers-lieu init" in problems(hub)["migrations"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_damaged_file(hub: Settings) -> None:
    content = bytearray(hub.sqlite_file.read_bytes())
    content[8192 : 8192 + 20000] = b"\xff" * 20000
    hub.sqlite_file.write_bytes(content)
    assert "base" in problems(hub)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_which_sqlite_is_safe(version: tuple[int, ...], safe: bool) -> None:
    assert writer.is_safe(version) is safe


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_unsafe_sqlite_lets_one_process_in_at_a_time(
    hub: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "sqlite_version", lambda: (3, 40, 1))
    assert problems(hub) == {}  # it is said, and it works
    with writer.alone_if_unsafe(hub), pytest.raises(Refusal), writer.alone_if_unsafe(hub):
        pass
    with writer.alone_if_unsafe(hub):
        pass


def test_the_lease_of_a_certificate_is_told_before_it_ends(hub: Settings) -> None:
    with clock.frozen(clock.now() + timedelta(days=380)):
        assert "certificat" not in problems(hub)  # renewed by itself

"""The demo hub and the import: filled once, kept, and begun again when the filling was cut short."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.commands.conftest import Run
from tiers_lieu.catalogue.models import Item
from tiers_lieu.commands import demonstration
from tiers_lieu.config import Settings
from tiers_lieu.kernel.db import db
from tiers_lieu.people.models import Household
from tiers_lieu.sales import registers
from tiers_lieu.sales.models import Register
from tiers_lieu.serving.application import application

Count = Callable[[type], int]


@pytest.fixture
def count(settings: Settings) -> Count:
    """How many rows a table has."""

    def count(table: type) -> int:
        with application(settings):
            return db.session.scalar(select(func.count()).select_from(table)) or 0

    return count


def test_it_is_filled_once_and_kept(run: Run, settings: Settings, count: Count) -> None:
    status, said, _ = run("demo", "--load-only")
    assert status == 0
    logins = json.loads((settings.instance / "demo.json").read_text())
    for word in (
        logins["coordinator"],
        logins["password"],
        logins["pin"],
        logins["cards"]["Amina"],
        "#appairer=",
    ):
        assert word in said
    households = count(Household)
    status, again, _ = run("demo", "--load-only")
    assert status == 0
    assert logins["cards"]["Amina"] in again
    assert (count(Household), count(Register)) == (households, 1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_filling_cut_short_is_begun_again(
    run: Run,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    count: Count,
) -> None:
    def cut(**_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(registers, "add_register", cut)
        with pytest.raises(KeyboardInterrupt):
            demonstration.load(settings, real_data=None)
    assert count(Register) == 0
    assert run("demo", "--load-only")[0] == 0
    assert count(Register) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_on_postgresql_a_filling_cut_short_is_said(run: Run, settings: Settings) -> None:
    settings.instance.mkdir(exist_ok=True)
    (settings.instance / "demo.loading").touch()
    status, _, err = run("demo", "--load-only")
    assert (status, "demo.loading" in err) == (1, True)


@pytest.mark.real_data
def test_the_real_lists_come_in_once(run: Run, real_data: Path, count: Count) -> None:
    assert run("demo", "--load-only", "--real-data", str(real_data))[0] == 0
    items = count(Item)
    assert items >= 2415
    products = str(real_data / "products_fr.csv")
    said = json.loads(run("import", "products", products, "--apply", "--json")[1])
    assert (said["new"], said["changed"], said["same"]) == (0, 0, 2415)
    assert count(Item) == items


@pytest.mark.real_data
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_bad_rows_are_said_and_stop_the_writing_unless_left_out(
    run: Run,
    real_data: Path,
    count: Count,
) -> None:
    run("demo", "--load-only")
    before = count(Item)
    odd = str(real_data / "products_odd.csv")
    status, said, _ = run("import", "products", odd)
    assert status == 1
    assert "ligne 2, 0000000000100 : Le dernier chiffre du code est faux." in said
    assert "Rien n'est écrit." in said
    status, _, err = run("import", "products", odd, "--apply")
    assert (status, count(Item)) == (1, before)
    assert "laissez-les de côté" in err
    assert run("import", "products", odd, "--apply", "--leave-out-bad-rows")[0] == 0
    assert count(Item) > before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_list_in_another_encoding_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    run("demo", "--load-only")
    (tmp_path / "liste.csv").write_bytes("ean13,nom\n3017620422003,Pâte\n".encode("cp1252"))
    status, _, err = run("import", "products", str(tmp_path / "liste.csv"))
    assert status == 1
    assert "UTF-8" in err

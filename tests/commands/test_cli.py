"""The command line: French, honest exit codes, JSON where it lists."""

import json
import os
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tiers_lieu import cli
from tiers_lieu.config import Settings


def test_a_hub_is_made_twice_and_nothing_is_lost(run: Run, settings: Settings) -> None:
    assert run("init", "--name", "Le Verger", "--place", "Lens")[0] == 0
    keys = {path.name: path.read_bytes() for path in settings.keys.iterdir()}
    assert run("init")[0] == 0
    assert {path.name: path.read_bytes() for path in settings.keys.iterdir()} == keys


def test_a_till_is_ready_in_five_commands(run: Run) -> None:
    run("init")
    assert run("account", "add", "Bruno", "--role", "cashier", "--pin")[0] == 0
    assert run("structure", "add", "Épicerie", "--vat-regime", "liable")[0] == 0
    assert run("printer", "add", "Comptoir", "--virtual")[0] == 0
    status, out, _ = run("register", "add", "C1", "Caisse 1", "--printer", "Comptoir")
    assert status == 0
    assert "/caisse/#appairer=" in out
    assert "█" in out
    registers = json.loads(run("register", "list", "--json")[1])
    assert [(each["code"], each["active"]) for each in registers] == [("C1", True)]
    assert len(run("agent", "add", "raspberry")[1].strip()) >= 22
    for family in ("account", "structure", "printer", "agent"):
        assert len(json.loads(run(family, "list", "--json")[1])) == 1


def test_a_refusal_is_one_french_sentence_and_status_one(run: Run) -> None:
    run("init")
    status, out, err = run(
        "account", "add", "Driss", "--role", "cashier", "--email", "d@lieu.fr", "--password", "court"
    )
    assert (status, out) == (1, "")
    assert err.strip() == "Choisissez au moins 12 caractères."
    status, _, err = run("register", "add", "C1", "Caisse 1")
    assert status == 1
    assert "structure add" in err


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["bof"], "La commande « bof » n'existe pas."),
        (["init", "--bof"], "L'option --bof n'existe pas."),
        (["register", "add", "C1"], "Il manque 'NOM'."),
        (["printer", "add", "x", "--port", "y"], "il faut un nombre entier"),
        (["account", "add", "x", "--role", "roi"], "choisissez parmi cashier"),
    ],
)
def test_a_mistake_says_where_help_is(run: Run, typed: list[str], said: str) -> None:
    status, _, err = run(*typed)
    assert status == 2
    assert said in err
    assert "--help" in err


def commands(group: str = "") -> list[list[str]]:
    """Every command and family, as it is typed."""
    found: list[list[str]] = [[]]
    for verb in cli.VERBS:
        found.append([verb])
        command = cli.tiers_lieu.get_command(
            cli.tiers_lieu.make_context("tiers-lieu", ["x"], resilient_parsing=True), verb
        )
        found += [[verb, name] for name in getattr(command, "commands", {})]
    return found


@pytest.mark.parametrize("typed", commands(), ids=lambda typed: " ".join(typed) or "tiers-lieu")
def test_every_command_helps_in_french(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*typed, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Emploi : tiers-lieu")
    assert "Afficher cette aide." in text
    for english in ("Usage:", "Options:", "Commands:", "Show this", "[default"):
        assert english not in text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_setting_that_cannot_be_read_names_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIERS_LIEU_PORT", "huit")
    status, _, err = run("init")
    assert (status, err.strip()) == (2, "TIERS_LIEU_PORT : « huit » n'est pas un nombre.")


def test_a_hub_that_was_never_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIERS_LIEU_INSTANCE", str(tmp_path / "none"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["account", "list"]) == 1
    assert "tiers-lieu init" in capsys.readouterr().err
    assert not (tmp_path / "none" / "hub.sqlite3").exists()
    assert os.listdir(tmp_path) == []

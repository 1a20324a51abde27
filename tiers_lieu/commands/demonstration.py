"""The demo hub: a small place with one till and a virtual printer; an activity adds what it sells."""

import json
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from tiers_lieu.access.operations import add_account, assign_badge, assign_pin
from tiers_lieu.catalogue.operations import set_vat_rate
from tiers_lieu.commands import real_lists
from tiers_lieu.commands.hub import terminal_qr
from tiers_lieu.commands.init import make_hub
from tiers_lieu.config import Settings
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.people.operations import NewMember, add_household, issue_card
from tiers_lieu.printing.operations import add_printer
from tiers_lieu.sales.models import Register
from tiers_lieu.sales.registers import add_register, issue_pairing_code
from tiers_lieu.serving import keyfiles, writer
from tiers_lieu.serving.application import application
from tiers_lieu.structures.operations import add_structure
from tiers_lieu.structures.queries import all_structures
from tiers_lieu.tariffs.operations import LetterTerms, add_grid, grant_letter

NAME, PLACE = "Le Verger", "Villetaneuse"
ADDRESS = "12 rue des Vergers\n93430 Villetaneuse"
SIRET = "99999999900017"  # of nobody: the number is not given out
VAT_RATES = {"food": ("Alimentation", 550), "standard": ("Taux normal", 2000)}
LETTERS = [
    LetterTerms("A", 10_000),
    LetterTerms("B", 2_000, cap_cents=6_000),
    LetterTerms("C", 1_000, cap_cents=9_000),
]
GRID_FROM = date(2026, 1, 1)
RATES_FROM = date(2014, 1, 1)


def load(settings: Settings, *, real_data: Path | None) -> None:
    """Make the hub and fill it when it is empty; one whose filling was cut short is begun again."""
    loading = settings.instance / "demo.loading"
    if loading.exists() and settings.is_sqlite:
        for file in settings.instance.glob(settings.sqlite_file.name + "*"):
            file.unlink()
    elif loading.exists():
        raise Refusal(
            "half_loaded", "La base est à moitié remplie. Videz-la, effacez demo.loading, recommencez."
        )
    make_hub(settings, name=NAME, place=PLACE)
    with writer.alone_if_unsafe(settings), application(settings) as app:
        if all_structures(db.session()):
            return
        loading.touch()
        click.echo("Le lieu de démonstration se remplit…", err=True)
        logins = _fill(app, real_data)
        keyfiles.write(settings.keys / "demo.json", json.dumps(logins).encode())
        loading.unlink()


def greeting(settings: Settings) -> list[str]:
    """What to open and how to log in; a new code for the tablet each time."""
    file = settings.keys / "demo.json"
    if not file.exists():
        return ["Ce lieu n'est pas celui de la démonstration : ses comptes sont les vôtres."]
    known: dict[str, Any] = json.loads(file.read_text())
    with writer.alone_if_unsafe(settings), application(settings):
        register = db.session.scalar(select(Register).where(Register.code == "C1"))
        code = issue_pairing_code(register_public_id=register.public_id) if register else "–"
    link = f"{settings.url}/caisse/#appairer={code}"
    return [
        f"Coordination : {settings.url}/  {known['email']}  {known['password']}",
        f"Caisse : {link}  (15 minutes)",
        f"Bruno, à la caisse : code {known['pin']}, ou badge {known['badge']}",
        f"Carte d'Amina : n° {known['card_number']}, QR {known['card']}",
        terminal_qr(link),
    ]


def _fill(app: Flask, real_data: Path | None) -> dict[str, str]:
    today = clock.today("Europe/Paris")
    structure = add_structure(
        name="Épicerie solidaire Le Verger",
        kind="association",
        vat_regime="liable",
        valid_from=GRID_FROM,
        address=ADDRESS,
        siret=SIRET,
        rna="W931234567",
    )
    for vat_class, (label, rate_bp) in VAT_RATES.items():
        set_vat_rate(vat_class=vat_class, label=label, rate_bp=rate_bp, valid_from=RATES_FROM)
    add_grid(name="Grille 2026", valid_from=GRID_FROM, letters=LETTERS)
    password = secrets.token_urlsafe(12)
    email = "chloe@verger.example"
    chloe = add_account(
        name="Chloé Martin", roles=["coordinator", "administrator"], email=email, password=password
    )
    bruno = add_account(name="Bruno Leroy", roles=["cashier", "volunteer"])
    printer = add_printer(name="Comptoir", driver="virtual", drawer_pin=2)
    add_register(code="C1", name="Caisse 1", structure_id=structure.id, printer_id=printer.id)
    amina = add_household(members=[NewMember("Amina", "Benali", 1987), NewMember("Yanis", "Benali", 2015)])
    grant_letter(household_id=amina.id, letter="B", reason="Démonstration", valid_from=today, by=chloe.id)
    card = issue_card(household_public_id=amina.public_id, by=chloe.id)
    for activity in app.extensions["activities"].values():
        if activity.load_demo is not None:
            activity.load_demo(structure_id=structure.id)
    if real_data is not None:
        real_lists.load(real_data, structure_id=structure.id, by=chloe.id)
    return {
        "email": email,
        "password": password,
        "pin": assign_pin(account_public_id=bruno.public_id),
        "badge": assign_badge(account_public_id=bruno.public_id),
        "card": card.text,
        "card_number": card.number,
    }

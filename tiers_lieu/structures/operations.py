"""Changing the hub and its structures."""

from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.structures.models import KINDS, VAT_REGIMES, Hub, Structure, StructureVat
from tiers_lieu.structures.rules import is_siret


def found_hub(*, name: str, place: str, zone: str = "Europe/Paris", receipt_footer: str = "") -> Hub:
    """Write the one row of the hub; a second call returns the first row unchanged."""
    with atomic() as session:
        hub = session.scalar(select(Hub).limit(1))
        if hub is None:
            hub = Hub(name=name, place=place, zone=zone, receipt_footer=receipt_footer)
            session.add(hub)
    return hub


def check_siret(siret: str | None) -> None:
    """Refuse a number that fails its sum; a structure may have none."""
    if siret and not is_siret(siret):
        raise Refusal("bad_siret", _("Ce SIRET est faux. Vérifiez les 14 chiffres."), field="siret")


def add_structure(
    *,
    name: str,
    kind: str,
    vat_regime: str,
    valid_from: date,
    address: str = "",
    siret: str | None = None,
    rna: str | None = None,
) -> Structure:
    """Add a legal body with its first VAT regime. Refuses an unknown kind or regime and a SIRET that fails its sum."""
    if kind not in KINDS:
        raise Refusal("bad_kind", _("Choisissez association, coopérative, commune ou CCAS."), field="kind")
    if vat_regime not in VAT_REGIMES:
        raise Refusal("bad_vat_regime", _("Choisissez assujetti, franchise ou exonéré."), field="vat_regime")
    check_siret(siret)
    with atomic() as session:
        structure = Structure(name=name, kind=kind, address=address, siret=siret, rna=rna)
        session.add(structure)
        session.flush()
        session.add(StructureVat(structure_id=structure.id, regime=vat_regime, valid_from=valid_from))
    return structure

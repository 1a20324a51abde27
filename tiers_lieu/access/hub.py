"""Changing the hub and its structures, written down: they head every receipt. `structures` itself knows no account."""

from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.structures.models import VAT_REGIMES, Hub, Structure, StructureVat
from tiers_lieu.structures.operations import check_siret
from tiers_lieu.structures.queries import the_hub


def change_hub(*, name: str, place: str, receipt_footer: str, by: int | None = None) -> Hub:
    """Rename the hub, say where it is, and what its receipts end with."""
    name = name.strip()
    if not name:
        raise Refusal("name_missing", _("Écrivez le nom du lieu."), field="name")
    with atomic() as session:
        hub = the_hub(session)
        before: dict[str, object] = {"name": hub.name, "place": hub.place, "footer": hub.receipt_footer}
        hub.name, hub.place, hub.receipt_footer = name, place.strip(), receipt_footer
        note_edit(
            session,
            by=by,
            action="hub.changed",
            subject_kind="hub",
            subject_id=hub.id,
            before=before,
            after={"name": hub.name, "place": hub.place, "footer": hub.receipt_footer},
        )
    return hub


def change_structure(
    *,
    structure_public_id: str,
    name: str,
    address: str,
    siret: str | None,
    rna: str | None,
    by: int | None = None,
) -> Structure:
    """Correct the name, address or numbers of a structure. Refuses a SIRET that fails its sum."""
    name = name.strip()
    if not name:
        raise Refusal("name_missing", _("Écrivez le nom de la structure."), field="name")
    check_siret(siret)
    with atomic() as session:
        row = _structure(session, structure_public_id)
        before = _facts(row)
        row.name, row.address, row.siret, row.rna = name, address, siret, rna
        note_edit(
            session,
            by=by,
            action="structure.changed",
            subject_kind="structure",
            subject_id=row.public_id,
            before=before,
            after=_facts(row),
        )
    return row


def change_vat_regime(
    *, structure_public_id: str, regime: str, valid_from: date, by: int | None = None
) -> StructureVat:
    """Say which VAT regime a structure follows from a day on.

    Refuses a day that is over, since what was sold keeps its regime, and a second regime on one day.
    """
    if regime not in VAT_REGIMES:
        raise Refusal("bad_vat_regime", _("Choisissez assujetti, franchise ou exonéré."), field="vat_regime")
    with atomic() as session:
        row = _structure(session, structure_public_id)
        if valid_from < clock.today(the_hub(session).zone):
            raise Refusal("past_regime", _("Choisissez aujourd'hui ou un jour à venir."), field="valid_from")
        taken = (StructureVat.structure_id == row.id, StructureVat.valid_from == valid_from)
        if session.scalar(select(StructureVat.id).where(*taken)):
            raise Refusal("regime_exists", _("Un régime commence déjà ce jour-là."), field="valid_from")
        change = StructureVat(structure_id=row.id, regime=regime, valid_from=valid_from)
        session.add(change)
        note_edit(
            session,
            by=by,
            action="structure.vat",
            subject_kind="structure",
            subject_id=row.public_id,
            after={"vat_regime": regime, "valid_from": valid_from.isoformat()},
        )
    return change


def _structure(session: Session, public_id: str) -> Structure:
    row = session.scalar(select(Structure).where(Structure.public_id == public_id).with_for_update())
    if row is None:
        raise NotFound("no_structure", _("Cette structure n'existe pas."))
    return row


def _facts(row: Structure) -> dict[str, object]:
    return {"name": row.name, "address": row.address, "siret": row.siret, "rna": row.rna}

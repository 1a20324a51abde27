"""Changing a printer that is already allowed."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.printing.models import Printer
from tiers_lieu.printing.operations import check_printer


def change_printer(
    *,
    printer_id: int,
    name: str,
    driver: str,
    host: str,
    port: int,
    columns: int,
    code_page: int,
    confirm: str,
    drawer_pin: int | None,
    is_active: bool,
    by: int | None = None,
) -> Printer:
    """Correct how a printer is reached and spoken to, or take it out of service. Its jobs stay."""
    check_printer(name, driver, host, port, columns, confirm, drawer_pin)
    with atomic() as session:
        printer = session.get(Printer, printer_id, with_for_update=True)
        if printer is None:
            raise NotFound("no_printer", _("Cette imprimante n'existe pas."))
        if session.scalar(select(Printer.id).where(Printer.name == name.strip(), Printer.id != printer_id)):
            raise Refusal("name_used", _("Une imprimante a déjà ce nom."), field="name")
        before: dict[str, object] = {"name": printer.name, "host": printer.host, "port": printer.port}
        printer.name, printer.driver, printer.host, printer.port = name.strip(), driver, host.strip(), port
        printer.columns, printer.code_page, printer.confirm = columns, code_page, confirm
        printer.drawer_pin, printer.is_active = drawer_pin, is_active
        note_edit(
            session,
            by=by,
            action="printer.changed",
            subject_kind="printer",
            subject_id=printer.id,
            before=before,
            after={"name": printer.name, "host": printer.host, "port": port, "is_active": is_active},
        )
    return printer

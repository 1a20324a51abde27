"""Asking for prints, and the states a job goes through. A job that may have printed is never offered again."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import Session

from tiers_lieu.access.audit import note_edit
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.kernel.ids import new_id, new_token, token_hash
from tiers_lieu.printing.models import (
    CONFIRMS,
    DRIVERS,
    PrintAgent,
    Printer,
    PrintEvent,
    PrintJob,
)

_JOB: Any = PrintJob.__table__
_EVENT: Any = PrintEvent.__table__
_ADD_JOB, _ADD_EVENT = insert(_JOB), insert(_EVENT)

DRAWER_LIFE = timedelta(seconds=5)
PAPER_LIFE = timedelta(minutes=15)


def add_agent(*, name: str) -> str:
    """Let a machine drive printers; returns its token, once."""
    token = new_token()
    with atomic() as session:
        session.add(PrintAgent(name=name, token_hash=token_hash(token)))
    return token


def adopt_agent(*, name: str, token: str) -> None:
    """Let in an agent whose token was made elsewhere (`serve` writes its own to a file). Twice is once."""
    with atomic() as session:
        if session.scalar(select(PrintAgent.id).where(PrintAgent.token_hash == token_hash(token))) is None:
            session.add(PrintAgent(name=name, token_hash=token_hash(token)))


def check_printer(
    name: str, driver: str, host: str, port: int, columns: int, confirm: str, drawer_pin: int | None
) -> None:
    """Refuse a printer without a name, that cannot be reached, or that no layout fits."""
    if not name.strip():
        raise Refusal("name_missing", _("Écrivez le nom de l'imprimante."), field="name")
    if driver not in DRIVERS or confirm not in CONFIRMS or columns not in (32, 42, 48):
        raise Refusal("bad_printer", _("Choisissez un pilote, 32, 42 ou 48 colonnes."), field="driver")
    if driver == "network" and not host.strip():
        raise Refusal("host_missing", _("Écrivez l'adresse de l'imprimante."), field="host")
    if not 1 <= port <= 65535:
        raise Refusal("bad_port", _("Un port va de 1 à 65535. Souvent 9100."), field="port")
    if drawer_pin not in (None, 2, 5):
        raise Refusal("bad_pin", _("Le tiroir est sur la broche 2 ou 5."), field="drawer_pin")


def add_printer(
    *,
    name: str,
    driver: str = "network",
    host: str = "",
    port: int = 9100,
    columns: int = 48,
    code_page: int = 16,
    confirm: str = "barrier",
    drawer_pin: int | None = None,
    by: int | None = None,
) -> Printer:
    """Allow a printer. Only what is written here is ever connected to."""
    check_printer(name, driver, host, port, columns, confirm, drawer_pin)
    with atomic() as session:
        if session.scalar(select(Printer.id).where(Printer.name == name.strip())):
            raise Refusal("name_used", _("Une imprimante a déjà ce nom."), field="name")
        printer = Printer(
            name=name.strip(),
            driver=driver,
            host=host.strip(),
            port=port,
            columns=columns,
            code_page=code_page,
            confirm=confirm,
            drawer_pin=drawer_pin,
        )
        session.add(printer)
        session.flush()
        note_edit(session, by=by, action="printer.added", subject_kind="printer", subject_id=printer.id)
    return printer


def queue_job(
    connection: Connection,
    *,
    kind: str,
    dedupe_key: str,
    printer_id: int,
    subject_id: str,
    document: dict[str, object],
    reason: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Write one job in the caller's transaction."""
    result = connection.execute(
        _ADD_JOB,
        {
            "public_id": new_id(),
            "dedupe_key": dedupe_key,
            "kind": kind,
            "subject_id": subject_id,
            "printer_id": printer_id,
            "document": document,
            "reason": reason,
            "state": "queued",
            "attempts": 0,
            "created_at": now,
            "expires_at": expires_at,
        },
    )
    assert result.inserted_primary_key is not None
    job_id = result.inserted_primary_key[0]
    event = {"job_id": job_id, "at": now, "state": "queued", "cause": None}
    connection.execute(_ADD_EVENT, event)


def queue_drawer(
    connection: Connection, *, printer_id: int, pin: int, subject_id: str, reason: str, now: datetime
) -> None:
    """Ask for the drawer on a printer's pin (2 or 5): a job of its own that lives five seconds."""
    queue_job(
        connection,
        kind="drawer",
        dedupe_key=f"drawer:{subject_id}",
        printer_id=printer_id,
        subject_id=subject_id,
        document={"version": 1, "kind": "drawer", "pin": pin},
        reason=reason,
        now=now,
        expires_at=now + DRAWER_LIFE,
    )


def copies_so_far(connection: Connection, subject_id: str) -> int:
    """How many receipts were asked for a ticket."""
    return int(
        connection.execute(
            select(func.count()).where(PrintJob.subject_id == subject_id, PrintJob.kind == "receipt")
        ).scalar_one()
    )


def settle_unconfirmed(*, job_public_id: str, came_out: bool, by: int | None = None) -> PrintJob:
    """A person says whether the ticket came out: « Le ticket est-il sorti ? »."""
    with atomic() as session:
        job = session.scalar(select(PrintJob).where(PrintJob.public_id == job_public_id).with_for_update())
        if job is None or job.state != "unconfirmed":
            raise NotFound("no_job", _("Cette impression n'attend pas de réponse."))
        move(session, job, "confirmed" if came_out else "failed", cause="person")
        note_edit(session, by=by, action="print.settled", subject_kind="print_job", subject_id=job_public_id)
    return job


def move(session: Session, job: PrintJob, state: str, cause: str | None = None) -> None:
    """Change a job's state and write the event."""
    job.state, job.cause = state, cause
    session.add(PrintEvent(job_id=job.id, at=clock.now(), state=state, cause=cause))

"""Reading printers, jobs and what became of them."""

from dataclasses import dataclass

from sqlalchemy import select

from tiers_lieu.kernel.db import Reader
from tiers_lieu.printing.models import Printer, PrintEvent, PrintJob, PrintPicture

WAITING = ("queued", "leased", "sending", "unconfirmed")


@dataclass(frozen=True)
class JobRow:
    """A job and the printer it is for."""

    job: PrintJob
    printer: Printer


def printers(session: Reader, *, only_active: bool = False) -> list[Printer]:
    """The printers of the hub, those in service first, by name."""
    query = select(Printer).order_by(Printer.is_active.desc(), Printer.name)
    return list(session.scalars(query.where(Printer.is_active) if only_active else query))


def printer(session: Reader, printer_id: int) -> Printer | None:
    """One printer."""
    return session.get(Printer, printer_id)


def job_rows(session: Reader, *, limit: int = 50) -> list[JobRow]:
    """The latest jobs of every printer, newest first."""
    query = select(PrintJob, Printer).join(Printer, Printer.id == PrintJob.printer_id)
    return [JobRow(*row) for row in session.execute(query.order_by(PrintJob.id.desc()).limit(limit))]


def waiting_rows(session: Reader) -> list[JobRow]:
    """The jobs that are not finished, and the papers of which nobody knows whether they came out; oldest first."""
    query = (
        select(PrintJob, Printer)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(
            PrintJob.state.in_(WAITING) & ~((PrintJob.kind == "drawer") & (PrintJob.state == "unconfirmed"))
        )
        .order_by(PrintJob.id)
        .limit(200)
    )
    return [JobRow(*row) for row in session.execute(query)]


def job_row(session: Reader, public_id: str) -> JobRow | None:
    """One job and its printer."""
    row = session.execute(
        select(PrintJob, Printer)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(PrintJob.public_id == public_id)
    ).one_or_none()
    return JobRow(*row) if row else None


def jobs_about(session: Reader, subject_id: str) -> list[JobRow]:
    """What was asked of the printers about one ticket, in the order it was asked."""
    query = (
        select(PrintJob, Printer)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(PrintJob.subject_id == subject_id)
        .order_by(PrintJob.id)
    )
    return [JobRow(*row) for row in session.execute(query)]


def events(session: Reader, job_id: int) -> list[PrintEvent]:
    """The history of a job, oldest first."""
    return list(
        session.scalars(select(PrintEvent).where(PrintEvent.job_id == job_id).order_by(PrintEvent.id))
    )


def picture(session: Reader, job_id: int) -> bytes | None:
    """The paper a virtual printer made (PNG)."""
    found = session.get(PrintPicture, job_id)
    return found.png if found else None


def has_picture(session: Reader, job_id: int) -> bool:
    """Whether there is a picture of the paper."""
    return session.scalar(select(PrintPicture.job_id).where(PrintPicture.job_id == job_id)) is not None

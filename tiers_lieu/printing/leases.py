"""Jobs between the server and an agent: lease, report, lapse."""

import base64
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, Refusal
from tiers_lieu.printing.models import PrintAgent, Printer, PrintEvent, PrintJob, PrintPicture
from tiers_lieu.printing.operations import move

LEASE = timedelta(seconds=60)
BACK_OFF_SECONDS = (1, 2, 5, 10)
# What may follow what. `waiting` is a report, not a state: the job goes back to `queued`.
FOLLOWS = {
    "leased": {"sending", "waiting", "expired", "failed"},
    "sending": {"confirmed", "unconfirmed", "failed"},
    "unconfirmed": {"confirmed"},
}
_LIVE = ("queued", "leased", "sending")


def lease(*, agent_id: int, printer_ids: list[int] | None) -> list[tuple[PrintJob, Printer]]:
    """At most one job a printer, oldest first, none while another of its jobs is on its way."""
    now = clock.now()
    taken: list[tuple[PrintJob, Printer]] = []
    with atomic() as session:
        agent = session.get_one(PrintAgent, agent_id)
        agent.seen_at = now
        query = select(Printer).where(Printer.is_active).order_by(Printer.id).with_for_update()
        if printer_ids is not None:
            query = query.where(Printer.id.in_(printer_ids))
        for printer in session.scalars(query).all():
            job = _next_job(session, printer.id, now)
            if job is not None:
                job.agent_id, job.lease_until, job.attempts = agent_id, now + LEASE, job.attempts + 1
                move(session, job, "leased")
                taken.append((job, printer))
    return taken


def _next_job(session: Session, printer_id: int, now: datetime) -> PrintJob | None:
    live = settle_lapsed(session, printer_id, now)
    if any(job.state in ("leased", "sending") for job in live):
        return None
    return next((job for job in live if job.not_before is None or job.not_before <= now), None)


def settle_lapsed(session: Session, printer_id: int, now: datetime) -> list[PrintJob]:
    """Say what became of jobs whose lease or time has run out; returns those still to do, oldest first.

    A lease that lapsed while sending may have printed: a person decides, nobody prints again by itself.
    """
    live: list[PrintJob] = []
    for job in session.scalars(
        select(PrintJob)
        .where(PrintJob.printer_id == printer_id, PrintJob.state.in_(_LIVE))
        .order_by(PrintJob.id)
        .with_for_update()
    ).all():
        lapsed = job.lease_until is not None and job.lease_until <= now
        if job.state == "sending" and lapsed:
            move(session, job, "unconfirmed", cause="lease_lapsed")
            continue
        if job.state == "leased" and lapsed:
            move(session, job, "queued", cause="lease_lapsed")
        if job.state == "queued" and job.expires_at is not None and job.expires_at <= now:
            move(session, job, "expired")
            continue
        live.append(job)
    return live


def sweep(session: Session) -> None:
    """The same for every printer: without an agent nobody leases, and the queue must still tell the truth."""
    now = clock.now()
    for printer_id in session.scalars(select(Printer.id).order_by(Printer.id).with_for_update()).all():
        settle_lapsed(session, printer_id, now)


def report(
    *,
    agent_id: int,
    job_public_id: str,
    state: str,
    ack_level: int | None,
    cause: str | None,
    sha256: str | None,
    picture: str | None,
) -> str:
    """Write down what an agent says of a job, and return the state the job is now in."""
    png = _png(picture)
    with atomic() as session:
        job = session.scalar(select(PrintJob).where(PrintJob.public_id == job_public_id).with_for_update())
        if job is None:
            raise NotFound("no_job", _("Cette impression n'existe pas."))
        if job.agent_id != agent_id or state not in FOLLOWS.get(job.state, set()):
            raise Refusal("not_your_lease", _("Cette impression est à un autre agent."), status=409)
        if job.state == "leased" and job.lease_until is not None and job.lease_until <= clock.now():
            raise Refusal("not_your_lease", _("Ce bail est fini."), status=409)
        if state == "waiting" and job.kind == "drawer":
            state = "failed"  # a drawer is tried once: a second later it would open on nobody
        if state == "waiting":
            pause = BACK_OFF_SECONDS[min(job.attempts, len(BACK_OFF_SECONDS)) - 1]
            job.not_before, job.lease_until = clock.now() + timedelta(seconds=pause), None
            move(session, job, "queued", cause=cause)
        else:
            job.ack_level = ack_level if ack_level is not None else job.ack_level
            job.bytes_sha256 = sha256 or job.bytes_sha256
            move(session, job, state, cause=cause)
        if png is not None and session.get(PrintPicture, job.id) is None:
            session.add(PrintPicture(job_id=job.id, png=png))
    return job.state


def _png(picture: str | None) -> bytes | None:
    if picture is None:
        return None
    try:
        png = base64.b64decode(picture, validate=True)
    except ValueError:  # not base64, or not even ASCII
        png = b""
    if not png.startswith(b"\x89PNG") or len(png) > 1_000_000:
        raise Refusal("bad_picture", _("L'image du papier est illisible."), field="picture")
    return png


def note_status(
    *,
    printer_id: int,
    online: bool | None,
    paper: str | None,
    cover: str | None,
    drawer: str | None,
) -> None:
    """Keep what a printer last said of itself."""
    with atomic() as session:
        printer = session.get(Printer, printer_id, with_for_update=True)
        if printer is None:
            raise NotFound("no_printer", _("Cette imprimante n'existe pas."))
        printer.online, printer.paper, printer.cover, printer.drawer = online, paper, cover, drawer
        printer.status_at = clock.now()


def events(session: Session, job_id: int) -> list[PrintEvent]:
    """The history of a job, oldest first."""
    return list(
        session.scalars(select(PrintEvent).where(PrintEvent.job_id == job_id).order_by(PrintEvent.id))
    )

"""The print agent's API: lease, report, status. JSON in, JSON out."""

from typing import Annotated, Any, Literal

import msgspec
from flask import Blueprint, Response, current_app, g
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.access.guard import Guard, public
from tiers_lieu.kernel.api import Shape, answer, bearer, documented, read_json
from tiers_lieu.kernel.clock import stamp
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import NotKnown
from tiers_lieu.kernel.ids import token_hash
from tiers_lieu.kernel.openapi import document
from tiers_lieu.printing import leases
from tiers_lieu.printing.models import PrintAgent, Printer

PREFIX = "/impression/api/v1"
api = Blueprint("printing_api", __name__, url_prefix=PREFIX)
Short = Annotated[str, msgspec.Meta(max_length=40)]
PrinterNumber = Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)]


class PrinterFacts(Shape):
    """How to reach a printer and speak to it."""

    id: int
    name: str
    driver: str
    host: str
    port: int
    columns: int
    code_page: int
    confirm: str
    drawer_pin: int | None
    status: bool


class LeaseAsked(Shape):
    agent: Short
    printers: Annotated[list[PrinterNumber], msgspec.Meta(max_length=100)] | None = None


class LeasedJob(Shape):
    id: str
    kind: str
    attempt: int
    lease_until: str
    expires_at: str | None
    document: dict[str, Any]
    printer: PrinterFacts


class Leased(Shape):
    jobs: list[LeasedJob]


class Report(Shape):
    state: Literal["sending", "confirmed", "unconfirmed", "waiting", "expired", "failed"]
    ack_level: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    cause: Annotated[str, msgspec.Meta(max_length=24)] | None = None
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", max_length=64)] | None = None
    picture: Annotated[str, msgspec.Meta(max_length=1_500_000)] | None = None


class Reported(Shape):
    state: str


class Status(Shape):
    online: bool | None
    paper: Literal["ok", "low", "out"] | None
    cover: Literal["closed", "open"] | None
    drawer: Literal["closed", "open"] | None


class Printers(Shape):
    printers: list[PrinterFacts]


class Done(Shape):
    pass


def _check_agent() -> None:
    agent = db.session.scalar(
        select(PrintAgent).where(
            PrintAgent.token_hash == token_hash(bearer()), PrintAgent.revoked_at.is_(None)
        )
    )
    if agent is None:
        raise NotKnown("unknown_agent", _("Agent d'impression inconnu. Donnez-lui un jeton."))
    g.agent = agent


agent_only = Guard("agent", _check_agent)


def _facts(printer: Printer) -> PrinterFacts:
    return PrinterFacts(
        id=printer.id,
        name=printer.name,
        driver=printer.driver,
        host=printer.host,
        port=printer.port,
        columns=printer.columns,
        code_page=printer.code_page,
        confirm=printer.confirm,
        drawer_pin=printer.drawer_pin,
        status=printer.answers_status,
    )


@api.post("/lease")
@agent_only
@documented("Prendre du travail", takes=LeaseAsked, gives=Leased)
def lease() -> Response:
    asked = read_json(LeaseAsked)
    jobs = []
    for job, printer in leases.lease(agent_id=g.agent.id, printer_ids=asked.printers):
        assert job.lease_until is not None
        jobs.append(
            LeasedJob(
                id=job.public_id,
                kind=job.kind,
                attempt=job.attempts,
                lease_until=stamp(job.lease_until),
                expires_at=stamp(job.expires_at) if job.expires_at else None,
                document=dict(job.document),
                printer=_facts(printer),
            )
        )
    return answer(Leased(jobs))


@api.post("/jobs/<uuid:job_id>/report")
@agent_only
@documented("Dire où en est une impression", takes=Report, gives=Reported, refuses=(400, 404, 409))
def report(job_id: object) -> Response:
    said = read_json(Report)
    state = leases.report(
        agent_id=g.agent.id,
        job_public_id=str(job_id),
        state=said.state,
        ack_level=said.ack_level,
        cause=said.cause,
        sha256=said.sha256,
        picture=said.picture,
    )
    return answer(Reported(state))


@api.post("/printers/<int(max=2147483647):printer_id>/status")
@agent_only
@documented("Dire l'état d'une imprimante", takes=Status, gives=Done, refuses=(400, 404))
def status(printer_id: int) -> Response:
    said = read_json(Status)
    leases.note_status(
        printer_id=printer_id, online=said.online, paper=said.paper, cover=said.cover, drawer=said.drawer
    )
    return answer(Done())


@api.get("/printers")
@agent_only
@documented("Les imprimantes du lieu", gives=Printers)
def printers() -> Response:
    rows = db.session.scalars(select(Printer).where(Printer.is_active).order_by(Printer.id))
    return answer(Printers([_facts(row) for row in rows]))


@api.get("/openapi.json")
@public
def openapi() -> Response:
    return answer(
        document(
            current_app,
            prefix=PREFIX,
            title="Tiers-Lieu, l'impression",
            version=current_app.extensions["version"],
        )
    )

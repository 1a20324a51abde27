"""The tablet's API: pairing, snapshot, who serves, heartbeat, intake. JSON in, JSON out."""

from datetime import timedelta

import msgspec
from flask import Blueprint, Response, current_app, g, request
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from tiers_lieu.access import operations as access
from tiers_lieu.access.guard import public
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.api import answer, documented, read_json
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.kernel.openapi import document
from tiers_lieu.printing.models import Printer, PrintJob
from tiers_lieu.printing.words import drawer_state, job_state, printer_state
from tiers_lieu.sales import registers
from tiers_lieu.sales.envelope import Envelope, Paper, Ticket, envelope_id
from tiers_lieu.sales.intake import take_in
from tiers_lieu.sales.models import Sale
from tiers_lieu.till import cards, shapes, snapshot
from tiers_lieu.till.devices import any_known_tablet, tablet

PREFIX = "/caisse/api/v1"
MOST_BYTES = 64 * 1024
CASHIER_SESSION = timedelta(hours=8)
api = Blueprint("till_api", __name__, url_prefix=PREFIX)


@api.post("/pairing")
@public
@documented("Appairer une tablette", takes=shapes.Pairing, gives=shapes.Paired)
def pair() -> Response:
    asked = read_json(shapes.Pairing)
    device, register, token = registers.pair(
        code=asked.code, public_x=asked.public_key.x, public_y=asked.public_key.y
    )
    facts = shapes.RegisterFacts(register.public_id, register.code, register.name)
    return answer(shapes.Paired(device.public_id, token, facts))


@api.get("/snapshot")
@tablet
@documented("Tout pour vendre seul", gives=shapes.Snapshot, refuses=(304, 403))
def get_snapshot() -> Response:
    version = snapshot.version(db.session(), g.device, g.register)
    if request.if_none_match.contains(version):
        response = Response(status=304)
    else:
        response = answer(snapshot.build(db.session(), g.device, g.register))
    response.set_etag(version)
    return response


@api.get("/cards")
@tablet
@documented("Les cartes, et ce qui reste de leur plafond", gives=shapes.Cards, refuses=(304, 403))
def get_cards() -> Response:
    version = cards.version(db.session())
    if request.if_none_match.contains(version):
        response = Response(status=304)
    else:
        response = answer(shapes.Cards(version, cards.listed(db.session())))
    response.set_etag(version)
    return response


@api.post("/cashier")
@tablet
@documented("Prendre la caisse", takes=shapes.CashierLogin, gives=shapes.CashierIn, refuses=(400, 403, 423))
def cashier_in() -> Response:
    asked = read_json(shapes.CashierLogin)
    if asked.badge:
        account = access.check_badge(device_id=g.device.id, badge=asked.badge)
    elif asked.cashier and asked.pin:
        account = access.check_pin(device_id=g.device.id, cashier_public_id=asked.cashier, pin=asked.pin)
    else:
        raise Refusal("bad_request", _("Passez un badge ou tapez un code."))
    until = clock.stamp(clock.now() + CASHIER_SESSION)
    return answer(shapes.CashierIn(account.public_id, account.till_name, until))


@api.get("/state")
@tablet
@documented("Où en sont l'imprimante et le tiroir", gives=shapes.State, refuses=(403,))
def state() -> Response:
    if g.device.seen_at is None or clock.now() - g.device.seen_at >= registers.SEEN_EACH:
        registers.note_seen(device_id=g.device.id)
    printer = db.session.get(Printer, g.register.printer_id) if g.register.printer_id else None
    printer_said, drawer_said = printer_state(printer), drawer_state(printer)
    return answer(
        shapes.State(
            now=clock.stamp(clock.now()),
            snapshot=snapshot.version(db.session(), g.device, g.register),
            cards=cards.version(db.session()),
            printer=shapes.Words(printer_said.state, printer_said.words),
            drawer=shapes.Words(drawer_said.state, drawer_said.words),
        )
    )


@api.get("/tickets/<uuid:ticket_id>/paper")
@tablet
@documented("Où en est le papier d'un ticket", gives=shapes.Words, refuses=(403,))
def paper(ticket_id: object) -> Response:
    job = db.session.scalar(
        select(PrintJob)
        .join(Sale, Sale.envelope_id == PrintJob.subject_id)
        .where(
            PrintJob.subject_id == str(ticket_id),
            PrintJob.kind == "receipt",
            Sale.register_id == g.register.id,  # what another register sold is not this one's business
        )
        .order_by(PrintJob.id.desc())
        .limit(1)
    )
    said = job_state(job)
    return answer(shapes.Words(said.state, said.words))


@api.post("/envelopes")
@any_known_tablet
@documented(
    "Garder ce que la caisse a fait",
    takes=Envelope,
    gives=shapes.Taken,
    refuses=(400, 413),
    extra={"ticket": Ticket, "paper": Paper},
)
def envelopes() -> Response:
    raw = request.get_data()
    if len(raw) > MOST_BYTES:
        raise Refusal("too_large", _("Ce message est trop grand."), status=413)
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refusal("bad_json", _("Le message est illisible. Envoyez-le encore.")) from None
    named = envelope_id(value)
    if named is None:
        raise Refusal("bad_envelope", _("Le message n'a pas de numéro. Envoyez-le encore."), field="id")
    return answer(take_in(device_id=g.device_id, envelope_id=named, raw=raw, value=value))


@api.get("/openapi.json")
@public
def openapi() -> Response:
    return answer(
        document(
            current_app,
            prefix=PREFIX,
            title="Tiers-Lieu, la caisse",
            version=current_app.extensions["version"],
        )
    )

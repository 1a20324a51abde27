"""A tablet of the tests' own: it pairs, prices, numbers, chains and signs, and shares no code with either side.

Written from pos/CONTRACT.md alone. `post(path, body, headers)` is given: a test client, or a socket.
"""

import base64
import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

Post = Callable[[str, bytes, dict[str, str]], tuple[int, Any]]


def b64(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def uuid7() -> str:
    """A UUIDv7, by hand."""
    raw = int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10)
    raw = raw[:6] + bytes([raw[6] & 0x0F | 0x70, raw[7], raw[8] & 0x3F | 0x80]) + raw[9:]
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def stamp(at: datetime | None = None) -> str:
    """RFC 3339 with milliseconds."""
    at = at or datetime.now(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _cents(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def line(
    item: dict[str, Any], quantity: int, letter: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A ticket line for a snapshot's item; quantity in grams or thousandths."""
    unit_cents = more.pop("unit_cents", item["price_cents"])
    share = item["shares"].get(letter["letter"], letter["share_bp"]) if letter else 10_000
    value = _cents(Decimal(quantity) * unit_cents / 1000)
    return {
        "item": item["id"],
        "label": item["name"],
        "activity": item["activity"],
        "measure": item["measure"],
        "unit": item["unit"],
        "quantity": quantity,
        "unit_cents": unit_cents,
        "typed_price": item["price_cents"] is None,
        "share_bp": share,
        "value_cents": value,
        "paid_cents": _cents(Decimal(value) * share / 10_000),
        "vat_bp": item["vat_bp"],
    } | more


def ticket(
    structure: str,
    lines: list[dict[str, Any]],
    *,
    card: str | None = None,
    letter: str | None = None,
    given: int | None = None,
    tender: str = "cash",
) -> dict[str, Any]:
    """The body of a ticket, paid with `given` cents (exact when not said)."""
    paid = sum(each["paid_cents"] for each in lines)
    vat = []
    for rate in sorted({each["vat_bp"] for each in lines if each["vat_bp"] is not None}):
        gross = sum(each["paid_cents"] for each in lines if each["vat_bp"] == rate)
        net = _cents(Decimal(gross) * 10_000 / (10_000 + rate))
        vat.append({"rate_bp": rate, "net_cents": net, "vat_cents": gross - net, "gross_cents": gross})
    given = paid if given is None else given
    tenders = [{"kind": tender, "amount_cents": paid, "given_cents": given, "change_cents": given - paid}]
    return {
        "structure": structure,
        "card": card,
        "letter": letter,
        "lines": lines,
        "value_cents": sum(each["value_cents"] for each in lines),
        "paid_cents": paid,
        "vat": vat,
        "tenders": tenders if paid else [],
    }


@dataclass
class Counter:
    """One tablet. `pair` first; then `sell` makes and posts, or `envelope` and `send` apart."""

    post: Post
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    token: str = ""
    register: dict[str, Any] = field(default_factory=dict)
    snapshot: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=lambda: {"ticket": 0, "paper": 0})
    last: dict[str, str] = field(default_factory=lambda: {"ticket": "", "paper": ""})

    @property
    def headers(self) -> dict[str, str]:
        """The tablet's own header."""
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    def pair(self, code: str) -> tuple[int, Any]:
        """Become a register."""
        point = self.key.public_key().public_numbers()
        key = {
            "kty": "EC",
            "crv": "P-256",
            "x": b64(point.x.to_bytes(32, "big")),
            "y": b64(point.y.to_bytes(32, "big")),
        }
        status, told = self.post(
            "/caisse/api/v1/pairing",
            json.dumps({"code": code, "public_key": key}).encode(),
            {"Content-Type": "application/json"},
        )
        if status == 200:
            self.token, self.register = told["token"], told["register"]
        return status, told

    def item(self, name: str) -> dict[str, Any]:
        """An item of the snapshot, by name."""
        return next(each for each in self.snapshot["items"] if each["name"] == name)

    def letter(self, letter: str) -> dict[str, Any]:
        """A letter of the snapshot."""
        return next(each for each in self.snapshot["letters"] if each["letter"] == letter)

    def card(self, text: str) -> dict[str, Any]:
        """The snapshot's card behind what a QR says."""
        token = hashlib.sha256(text.removeprefix("TLC1.").encode()).hexdigest()
        return next(each for each in self.snapshot["cards"] if each["token"] == token)

    def envelope(self, kind: str, body: dict[str, Any], /, **changed: Any) -> dict[str, Any]:
        """Number, chain, hash and sign a body. `changed` replaces fields before the hash."""
        self.numbers[kind] += 1
        sealed = {
            "v": 1,
            "id": uuid7(),
            "register": self.register["id"],
            "series": self.snapshot["series"][0]["code"],
            "kind": kind,
            "number": self.numbers[kind],
            "made_at": stamp(),
            "cashier": self.snapshot["cashiers"][0]["id"],
            "body": body,
            "previous": self.last[kind],
        } | changed
        data = rfc8785.dumps(sealed)
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        self.last[kind] = hashlib.sha256(data).hexdigest()
        signature = b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return sealed | {"hash": self.last[kind], "signature": signature}

    def send(self, envelope: dict[str, Any] | bytes) -> tuple[int, Any]:
        """Post an envelope, or raw bytes."""
        raw = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
        return self.post("/caisse/api/v1/envelopes", raw, self.headers)

    def ticket(self, *lines: dict[str, Any], **how: Any) -> dict[str, Any]:
        """A ticket's body for this register's structure."""
        return ticket(self.snapshot["structure"]["id"], list(lines), **how)

    def sell(self, *lines: dict[str, Any], **how: Any) -> tuple[int, Any]:
        """Make a ticket and post it."""
        return self.send(self.envelope("ticket", self.ticket(*lines, **how)))

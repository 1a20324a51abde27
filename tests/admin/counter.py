"""A tablet without a screen: it pairs, signs what it sold as pos/CONTRACT.md says, and sends it."""

import base64
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask.testing import FlaskClient

from tiers_lieu.kernel import clock
from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.ids import new_id
from tiers_lieu.kernel.money import half_up
from tiers_lieu.sales.rules import vat_rows

API = "/caisse/api/v1"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Tablet:
    """A paired tablet. `sell` sends a ticket and returns the server's answer."""

    def __init__(self, client: FlaskClient, code: str) -> None:
        self.client = client
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_numbers()
        jwk = {
            "kty": "EC",
            "crv": "P-256",
            "x": _text(point.x.to_bytes(32, "big")),
            "y": _text(point.y.to_bytes(32, "big")),
        }
        paired = self._post("pairing", {"code": code, "public_key": jwk})
        self.token = paired["token"]
        self.register = paired["register"]["id"]
        self.snapshot = self.client.get(f"{API}/snapshot", headers=self._headers()).get_json()
        self.series = self.snapshot["series"][0]["code"]
        self.numbers = {"ticket": 0, "paper": 0}
        self.last = {"ticket": "", "paper": ""}

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if hasattr(self, "token") else {}

    def _post(self, where: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(f"{API}/{where}", json=body, headers=self._headers())
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return dict(answer.get_json())

    def sell(
        self,
        *names: str,
        card: str | None = None,
        tender: str = "cash",
        quantity: int = 1000,
        price: int | None = None,
    ) -> dict[str, Any]:
        """Sell one of each of these items. `price` is a price the server does not expect."""
        held = next((c for c in self.snapshot["cards"] if c["number"] == card), None)
        letter = held["letter"] if held else None
        share = {entry["letter"]: entry["share_bp"] for entry in self.snapshot["letters"]}
        lines = []
        for name in names:
            item = next(i for i in self.snapshot["items"] if i["name"] == name)
            share_bp = item["shares"].get(letter, share[letter]) if letter else 10_000
            unit_cents = item["price_cents"] if price is None else price
            value = half_up(quantity * unit_cents, 1000)
            lines.append(
                {
                    "item": item["id"],
                    "label": item["name"],
                    "activity": item["activity"],
                    "measure": item["measure"],
                    "unit": item["unit"],
                    "quantity": quantity,
                    "unit_cents": unit_cents,
                    "typed_price": item["price_cents"] is None,
                    "share_bp": share_bp,
                    "value_cents": value,
                    "paid_cents": half_up(value * share_bp, 10_000),
                    "vat_bp": item["vat_bp"],
                }
            )
        paid = sum(line["paid_cents"] for line in lines)
        change = 3 if tender == "cash" else 0
        tenders = [{"kind": tender, "amount_cents": paid, "given_cents": paid + change, "change_cents": change}]
        rows = vat_rows((line["vat_bp"], line["paid_cents"]) for line in lines if line["vat_bp"] is not None)
        body = {
            "structure": self.snapshot["structure"]["id"],
            "card": held["id"] if held else None,
            "letter": letter,
            "lines": lines,
            "value_cents": sum(line["value_cents"] for line in lines),
            "paid_cents": paid,
            "vat": [
                {
                    "rate_bp": row.rate_bp,
                    "net_cents": row.net_cents,
                    "vat_cents": row.vat_cents,
                    "gross_cents": row.gross_cents,
                }
                for row in rows
            ],
            "tenders": tenders if paid else [],
        }
        return self.send("ticket", body)

    def ask_paper(self, ticket: str) -> dict[str, Any]:
        """Ask for paper for a ticket."""
        return self.send("paper", {"ticket": ticket, "reason": "asked"})

    def send(self, kind: str, body: dict[str, Any], *, forged: bool = False) -> dict[str, Any]:
        """Number, chain, sign and send a fact; `forged` signs it with another key."""
        self.numbers[kind] += 1
        envelope: dict[str, Any] = {
            "v": 1,
            "id": new_id(),
            "register": self.register,
            "series": self.series,
            "kind": kind,
            "number": self.numbers[kind],
            "made_at": clock.stamp(clock.now()),
            "cashier": self.snapshot["cashiers"][0]["id"],
            "body": body,
            "previous": self.last[kind],
        }
        data = canonical(envelope)
        envelope["hash"] = digest(data)
        key = ec.generate_private_key(ec.SECP256R1()) if forged else self.key
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        envelope["signature"] = _text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        if forged:
            self.numbers[kind] -= 1
        else:
            self.last[kind] = envelope["hash"]
        return self._post("envelopes", envelope)

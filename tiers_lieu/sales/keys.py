"""The tablet's public key: reading it, and checking what it signed."""

import base64
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from flask_babel import lazy_gettext as _

from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.kernel.keys import verify


def from_base64url(text: str) -> bytes:
    """The bytes of a base64url text without padding; ValueError when it is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


@lru_cache(maxsize=64)
def read_public_key(x: str, y: str) -> ec.EllipticCurvePublicKey:
    """The P-256 point of a JWK's coordinates. Refuses what is not on the curve."""
    try:
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(from_base64url(x), "big"), int.from_bytes(from_base64url(y), "big"), ec.SECP256R1()
        )
        return numbers.public_key()
    except ValueError:
        raise Refusal(
            "bad_public_key", _("La clé de la tablette est illisible. Recommencez."), field="public_key"
        ) from None


def signature_fits(x: str, y: str, digest: bytes, signature: str) -> bool:
    """Whether a base64url signature is the tablet's own over this SHA-256 digest."""
    try:
        return verify(read_public_key(x, y), digest, from_base64url(signature))
    except (ValueError, Refusal):
        return False

"""Identifiers and secrets: UUIDv7 for what travels, random tokens stored as hashes, links sealed by HMAC."""

import base64
import hashlib
import hmac
import secrets

import uuid_utils

# No O, no I, no L, no U: read aloud and typed without a doubt (our zero is plain).
_SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text."""
    return str(uuid_utils.uuid7())


def new_token() -> str:
    """192 random bits as base64url text."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """SHA-256 of a token, in hex: what is stored instead of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def spoken_code(length: int = 8) -> str:
    """A random code to read aloud, in groups of four: « K7QM-4XRD »."""
    letters = "".join(secrets.choice(_SPOKEN) for _ in range(length))
    return "-".join(letters[i : i + 4] for i in range(0, length, 4))


def link_token(key: bytes, identifier: str, version: int = 1) -> str:
    """A link that cannot be guessed: the id, its version and 128 bits of HMAC under the instance's key."""
    seal = hmac.new(key, f"{identifier}:{version}".encode(), hashlib.sha256).digest()[:16]
    return f"{identifier.replace('-', '')}{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def read_link(key: bytes, token: str, version: int = 1) -> str | None:
    """The id a link token names, or None when it was not made here. Constant time."""
    raw = token[:32]
    if len(token) != 54 or not all(c in "0123456789abcdef" for c in raw):
        return None
    identifier = "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))
    return (
        identifier
        if hmac.compare_digest(link_token(key, identifier, version).encode(), token.encode())
        else None
    )

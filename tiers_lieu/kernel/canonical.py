"""Bytes that mean one thing: RFC 8785 JSON and its SHA-256."""

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value. Integers beyond 2**53 and floats are refused with ValueError."""
    return rfc8785.dumps(value)


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()

"""Bytes that mean one thing: RFC 8785 JSON and its SHA-256.

msgspec with sorted keys writes RFC 8785 for what our contract carries: text, integers, booleans, null, lists and
objects with ASCII keys. The tests hold it to a library of its own for that standard.
"""

import hashlib
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value made of text, integers, booleans, null, lists and objects."""
    return _encoder.encode(value)


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()

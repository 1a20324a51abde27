"""How a record is sealed. Pure: the same bytes give the same hash on any machine."""

from datetime import datetime

from tiers_lieu.kernel.canonical import canonical, digest
from tiers_lieu.kernel.clock import stamp


def record_bytes(
    *,
    register: str,
    series: str,
    record_type: str,
    sequence: int,
    envelope_hash: str,
    recorded_at: datetime,
    previous: str,
) -> bytes:
    """The RFC 8785 bytes that a record's hash and countersignature cover.

    The envelope's own hash covers its values (labels, amounts, rates, tenders), so changing a cent breaks both.
    """
    return canonical(
        {
            "envelope_hash": envelope_hash,
            "previous": previous,
            "record_type": record_type,
            "recorded_at": stamp(recorded_at),
            "register": register,
            "sequence": sequence,
            "series": series,
        }
    )


def record_hash(data: bytes) -> str:
    """SHA-256 of a record's bytes, in hex."""
    return digest(data)

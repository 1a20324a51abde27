"""What the machine says of itself: the names and addresses others can reach it by."""

import socket


def addresses() -> tuple[str, ...]:
    """The machine's name on the local network (mDNS), then its addresses there; loopback left out."""
    return tuple(dict.fromkeys([f"{_label()}.local", *_outgoing()]))


def _label() -> str:
    """The machine's short name, as a DNS label."""
    name = socket.gethostname().split(".")[0].lower()
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name).strip("-")
    return kept[:63] or "tiers-lieu"


def _outgoing() -> list[str]:
    """The IPv4 address the machine speaks from (IPv6 ones change too often to be put in a certificate)."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # connecting a datagram socket sends nothing
            address = str(probe.getsockname()[0])
    except OSError:
        return []
    return [] if address.startswith("127.") else [address]

"""Files of the folder of keys: written whole or not at all, readable by their owner only."""

import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

OWNER_ONLY = 0o600


def write(path: Path, content: bytes) -> None:
    """Write a file beside its place, mode 0600 from the first byte, then put it there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def open_to_others(folder: Path) -> list[Path]:
    """The files of the folder (and the folder) that somebody else than their owner can read."""
    if not folder.is_dir():
        return []
    return [path for path in (folder, *sorted(folder.iterdir())) if path.stat().st_mode & 0o077]


def read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Read an elliptic-curve key kept in PEM; ValueError for any other kind."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path.name} n'est pas une clé à courbe elliptique.")
    return key


def pem_of(thing: x509.Certificate | ec.EllipticCurvePrivateKey) -> bytes:
    """A certificate or a key in PEM, the key unencrypted: its file's mode is what keeps it."""
    if isinstance(thing, x509.Certificate):
        return thing.public_bytes(serialization.Encoding.PEM)
    return thing.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

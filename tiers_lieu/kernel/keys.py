"""The instance's secrets: files of mode 0600 in `<instance>/keys`, outside the database.

`instance.secret` seals links and sessions. `journal-<n>.pem` are ECDSA P-256 keys that countersign the journal;
the highest signs, all verify.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)

_SHA256 = ec.ECDSA(Prehashed(hashes.SHA256()))


def write_secret(path: Path, data: bytes) -> None:
    """Create a file that only its owner reads; an existing one is left alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True)
class Keys:
    """The opened secrets of one instance."""

    secret: bytes
    signing_id: str
    signing: ec.EllipticCurvePrivateKey
    public: dict[str, ec.EllipticCurvePublicKey]

    def sign(self, digest: bytes) -> str:
        """Sign a SHA-256 digest with the newest journal key: raw r‖s in hex."""
        r, s = decode_dss_signature(self.signing.sign(digest, _SHA256))
        return (r.to_bytes(32, "big") + s.to_bytes(32, "big")).hex()


def make_keys(folder: Path) -> None:
    """Make what is missing in the keys' folder."""
    write_secret(folder / "instance.secret", secrets.token_bytes(32))
    if not list(folder.glob("journal-*.pem")):
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_secret(folder / "journal-1.pem", pem)


def open_keys(folder: Path) -> Keys:
    """Read the keys, making them the first time."""
    make_keys(folder)
    private: dict[str, ec.EllipticCurvePrivateKey] = {}
    for path in sorted(folder.glob("journal-*.pem"), key=lambda p: int(p.stem.split("-")[1])):
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        private[path.stem] = key
    newest = list(private)[-1]
    return Keys(
        secret=(folder / "instance.secret").read_bytes(),
        signing_id=newest,
        signing=private[newest],
        public={name: key.public_key() for name, key in private.items()},
    )


def verify(public: ec.EllipticCurvePublicKey, digest: bytes, signature: bytes) -> bool:
    """Whether a raw r‖s signature (64 bytes) fits a SHA-256 digest."""
    if len(signature) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        public.verify(der, digest, _SHA256)
    except InvalidSignature:
        return False
    return True

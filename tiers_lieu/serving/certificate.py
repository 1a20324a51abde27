"""The certificate the hub serves with: made, looked at, renewed without anybody's help."""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from tiers_lieu.config import Settings
from tiers_lieu.kernel import clock
from tiers_lieu.serving import authority, keyfiles


@dataclass(frozen=True)
class Served:
    """What `serve` shows to clients. `uncovered`: the hub's names the authority may not vouch for."""

    chain: Path
    key: Path
    certificate: x509.Certificate
    uncovered: tuple[str, ...]
    is_local: bool


def ensure(settings: Settings, *, now: datetime | None = None, new_authority: bool = False) -> Served:
    """Make what is missing and renew what must be, and say what is served.

    The leaf is made again 30 days before its end and when the hub's names change. The authority is made once,
    or when `new_authority` asks for it: every device must then be shown the plain page again.
    """
    moment = now or clock.now()
    if settings.certificate and settings.certificate_key:
        given = x509.load_pem_x509_certificates(settings.certificate.read_bytes())[0]
        return Served(settings.certificate, settings.certificate_key, given, (), is_local=False)
    folder = settings.keys
    trusted = None if new_authority else authority.read_authority(folder)
    if trusted is None or trusted.certificate.not_valid_after_utc <= moment:
        trusted = authority.make_authority(hub=settings.host, names=settings.names, now=moment)
        authority.write_authority(folder, trusted)
    covered = tuple(name for name in settings.names if trusted.permits(name))
    chain, key = folder / "server.pem", folder / "server.key"
    leaf = _read(chain, key)
    if leaf is None or _must_renew(leaf, trusted, covered, moment):
        leaf, private = authority.make_leaf(trusted, names=covered, now=moment)
        keyfiles.write(key, keyfiles.pem_of(private))
        keyfiles.write(chain, keyfiles.pem_of(leaf) + keyfiles.pem_of(trusted.certificate))
    uncovered = tuple(name for name in settings.names if name not in covered)
    return Served(chain, key, leaf, uncovered, is_local=True)


def server_context(chain: Path, key: Path) -> ssl.SSLContext:
    """A server's TLS context: 1.2 or newer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(chain, key)
    context.set_alpn_protocols(["http/1.1"])
    return context


class LiveContext:
    """One TLS context shared by all connections, made again when the certificate's file changes.

    Sharing it lets clients resume their session; watching the file puts a renewed certificate in use without
    a restart, so that no ticket on its way is cut.
    """

    def __init__(self, chain: Path, key: Path) -> None:
        self._chain, self._key = chain, key
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._context: ssl.SSLContext | None = None

    def __call__(self, _config: object, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        """The context for one connection; the signature is gunicorn's `ssl_context` hook."""
        stamp = (self._chain.stat().st_mtime_ns, self._chain.stat().st_ino)
        with self._lock:
            if self._context is None or stamp != self._stamp:
                self._context = server_context(self._chain, self._key)
                self._stamp = stamp
            return self._context


def _read(chain: Path, key: Path) -> x509.Certificate | None:
    if not (chain.exists() and key.exists()):
        return None
    leaf = x509.load_pem_x509_certificate(chain.read_bytes())
    # A crash between the two files leaves a key and a certificate that do not go together.
    return leaf if leaf.public_key() == keyfiles.read_key(key).public_key() else None


def _must_renew(
    leaf: x509.Certificate, trusted: authority.Authority, covered: tuple[str, ...], moment: datetime
) -> bool:
    named = {str(authority.general_name(name).value) for name in covered}
    return (
        leaf.not_valid_after_utc - moment < timedelta(days=authority.RENEW_DAYS)
        or leaf.not_valid_before_utc > moment
        or set(authority.names_of(leaf)) != named
        or not _is_signed_by(trusted, leaf)
    )


def _is_signed_by(trusted: authority.Authority, leaf: x509.Certificate) -> bool:
    try:
        leaf.verify_directly_issued_by(trusted.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True

"""The authority vouches for this hub's names and, for a real TLS client, for no other."""

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from tests.fixtures.app import HOST, settings_for
from tiers_lieu.serving import authority, certificate, keyfiles

NOW = datetime.now(UTC)
NAMES = (HOST, "localhost", "192.168.7.20", "127.0.0.1")


def handshake(folder: Path, trusted: authority.Authority, leaf_for: str) -> str | None:
    """Serve one connection as `leaf_for`; a client asks for that name. The error, or None."""
    leaf, key = authority.make_leaf(trusted, names=[leaf_for], now=NOW)
    keyfiles.write(folder / "s.pem", keyfiles.pem_of(leaf) + keyfiles.pem_of(trusted.certificate))
    keyfiles.write(folder / "s.key", keyfiles.pem_of(key))
    server = certificate.server_context(folder / "s.pem", folder / "s.key")
    client = ssl.create_default_context(cadata=keyfiles.pem_of(trusted.certificate).decode())
    ours, theirs = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(theirs, server_side=True).close()
        except OSError:
            theirs.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with client.wrap_socket(ours, server_hostname=leaf_for):
            return None
    except ssl.SSLCertVerificationError as problem:
        return problem.verify_message
    finally:
        ours.close()
        thread.join(5)


@pytest.fixture(scope="module")
def trusted() -> authority.Authority:
    return authority.make_authority(hub=HOST, names=NAMES, now=NOW)


@pytest.mark.parametrize("name", NAMES)
def test_a_client_accepts_the_names_of_the_hub(
    tmp_path: Path, trusted: authority.Authority, name: str
) -> None:
    assert trusted.permits(name)
    assert handshake(tmp_path, trusted, name) is None


@pytest.mark.parametrize("name", ["banque.example", "tiers-lieu.test", "192.168.7.21", "10.0.0.1"])
def test_a_client_refuses_any_other_name_that_the_key_signs(
    tmp_path: Path, trusted: authority.Authority, name: str
) -> None:
    assert not trusted.permits(name)
    assert "permitted subtree violation" in str(handshake(tmp_path, trusted, name))


def test_a_client_refuses_a_second_authority_below_ours(trusted: authority.Authority) -> None:
    constraints = trusted.certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert constraints.value.path_length == 0


def test_the_certificate_is_made_once_and_kept_secret(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "sqlite://")
    first = certificate.ensure(settings, now=NOW)
    again = certificate.ensure(settings, now=NOW + timedelta(days=300))
    assert first.certificate == again.certificate
    assert keyfiles.open_to_others(settings.keys) == []
    assert {path.stat().st_mode & 0o777 for path in settings.keys.iterdir()} == {0o600}
    assert first.certificate.not_valid_after_utc - first.certificate.not_valid_before_utc < timedelta(
        days=398
    )


def test_it_is_renewed_thirty_days_before_its_end_by_the_same_authority(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "sqlite://")
    first = certificate.ensure(settings, now=NOW)
    later = first.certificate.not_valid_after_utc - timedelta(days=29)
    second = certificate.ensure(settings, now=later)
    assert second.certificate.not_valid_after_utc > first.certificate.not_valid_after_utc
    assert second.certificate.issuer == first.certificate.issuer
    kept = authority.read_authority(settings.keys)
    assert kept is not None
    second.certificate.verify_directly_issued_by(kept.certificate)


def test_a_new_name_is_left_out_and_said_until_a_new_authority_is_asked_for(tmp_path: Path) -> None:
    certificate.ensure(settings_for(tmp_path, "sqlite://"), now=NOW)
    moved = settings_for(tmp_path, "sqlite://", TIERS_LIEU_ADDRESSES="192.168.7.99")
    served = certificate.ensure(moved, now=NOW)
    assert served.uncovered == ("192.168.7.99",)
    assert "192.168.7.99" not in authority.names_of(served.certificate)
    served = certificate.ensure(moved, now=NOW, new_authority=True)
    assert served.uncovered == ()
    assert "192.168.7.99" in authority.names_of(served.certificate)


def test_a_name_that_goes_away_leaves_the_certificate(tmp_path: Path) -> None:
    certificate.ensure(settings_for(tmp_path, "sqlite://", TIERS_LIEU_ADDRESSES="a.lan,b.lan"), now=NOW)
    served = certificate.ensure(settings_for(tmp_path, "sqlite://", TIERS_LIEU_ADDRESSES="a.lan"), now=NOW)
    assert "a.lan" in authority.names_of(served.certificate)
    assert "b.lan" not in authority.names_of(served.certificate)


def test_a_crash_between_key_and_certificate_is_repaired(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "sqlite://")
    certificate.ensure(settings, now=NOW)
    other = authority.make_authority(hub="x", names=["x.lan"], now=NOW)
    keyfiles.write(settings.keys / "server.key", keyfiles.pem_of(other.key))
    served = certificate.ensure(settings, now=NOW)
    assert served.certificate.public_key() == keyfiles.read_key(served.key).public_key()


def test_the_server_takes_up_a_renewed_certificate_without_a_restart(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "sqlite://")
    served = certificate.ensure(settings, now=NOW)
    live = certificate.LiveContext(served.chain, served.key)
    unused: Callable[[], ssl.SSLContext] = lambda: pytest.fail("gunicorn's own context is not used")  # noqa: E731
    first = live(None, unused)
    assert live(None, unused) is first
    certificate.ensure(settings, now=NOW + timedelta(days=380))
    assert live(None, unused) is not first


def test_old_protocols_are_refused(tmp_path: Path) -> None:
    served = certificate.ensure(settings_for(tmp_path, "sqlite://"), now=NOW)
    assert certificate.server_context(served.chain, served.key).minimum_version is ssl.TLSVersion.TLSv1_2

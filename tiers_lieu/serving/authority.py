"""The hub's own certificate authority: local, and only able to vouch for this hub's names.

A tablet gives service workers, WebCrypto and cameras to secure contexts only, and no public authority signs
a name that exists on one local network. So `init` makes an authority that a device can be asked to trust
without risk: RFC 5280 name constraints, marked critical, keep it to the hub's names and addresses, whatever
its key is used for. A name that came later is outside them: it is left out of the certificate, and said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tiers_lieu.serving import keyfiles

AUTHORITY_DAYS = 3650
LEAF_DAYS = 397  # the longest life browsers accept
RENEW_DAYS = 30
SKEW = timedelta(hours=26)  # a tablet whose clock or zone is a day behind still accepts a new certificate


@dataclass(frozen=True)
class Authority:
    """An authority and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def permits(self, name: str) -> bool:
        """True when the constraints let this authority vouch for a DNS name or an IP address."""
        permitted = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        wanted = general_name(name)
        trees = permitted.permitted_subtrees or ()
        return any(_covers(tree, wanted) for tree in trees)


def make_authority(*, hub: str, names: Sequence[str], now: datetime) -> Authority:
    """Make an authority for ten years that can vouch for `names` (DNS, IP) and for no other."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tiers-Lieu"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Autorité locale {hub}"[:64]),
        ]
    )
    trees = [_subtree(name) for name in names]
    builder = (
        _builder(subject=subject, issuer=subject, key=key, now=now, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(permitted_subtrees=trees, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Authority(builder.sign(key, hashes.SHA256()), key)


def make_leaf(
    authority: Authority, *, names: Sequence[str], now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Make the hub's certificate: every one of `names`, at most 397 days, never longer than the authority.

    It refuses nothing itself: what a name outside the constraints is worth is for the client to say.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    # No host name here: clients hold a common name that looks like one to the constraints, as a DNS name.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tiers-Lieu")])
    builder = (
        _builder(subject=subject, issuer=issuer.subject, key=key, now=now, days=LEAF_DAYS - 2)
        .add_extension(x509.SubjectAlternativeName([general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(sign=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
    )
    return builder.sign(authority.key, hashes.SHA256()), key


def read_authority(folder: Path) -> Authority | None:
    """The authority kept in the folder of keys, or None before `init`."""
    certificate, key = folder / "authority.pem", folder / "authority.key"
    if not (certificate.exists() and key.exists()):
        return None
    return Authority(x509.load_pem_x509_certificate(certificate.read_bytes()), keyfiles.read_key(key))


def write_authority(folder: Path, authority: Authority) -> None:
    """Keep the authority and its key in the folder of keys, readable by their owner only."""
    keyfiles.write(folder / "authority.key", keyfiles.pem_of(authority.key))
    keyfiles.write(folder / "authority.pem", keyfiles.pem_of(authority.certificate))


def general_name(name: str) -> x509.GeneralName:
    """A DNS name or an IP address as a certificate writes it."""
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name.lower())


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """The names and addresses a certificate speaks for, as text."""
    kept = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return tuple(str(each.value) for each in kept)


def _covers(tree: x509.GeneralName, wanted: x509.GeneralName) -> bool:
    if isinstance(tree, x509.IPAddress) and isinstance(wanted, x509.IPAddress):
        network, address = tree.value, wanted.value
        return isinstance(network, IPv4Network | IPv6Network) and address in network
    if isinstance(tree, x509.DNSName) and isinstance(wanted, x509.DNSName):
        return wanted.value == tree.value or wanted.value.endswith("." + tree.value)
    return False


def _subtree(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_network(name))
    except ValueError:
        return x509.DNSName(name.lower())


def _builder(
    *, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + timedelta(days=days))
    )


def _key_usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        key_cert_sign=not sign,
        crl_sign=not sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )

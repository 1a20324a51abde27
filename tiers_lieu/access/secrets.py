"""Hashing of passwords and PINs (Argon2id)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_passwords = PasswordHasher()
# A PIN is short whatever we do: its guard is the limit of three tries. OWASP's smaller setting keeps a till quick.
_pins = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(text: str) -> str:
    """The Argon2id hash of a password."""
    return _passwords.hash(text)


def hash_pin(text: str) -> str:
    """The Argon2id hash of a PIN."""
    return _pins.hash(text)


def fits(stored: str | None, given: str) -> bool:
    """Whether `given` is the secret behind `stored`. An absent hash costs the same time and fits nothing."""
    try:
        return _passwords.verify(stored or _ABSENT, given) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


_ABSENT = hash_password("nobody has this password")

"""Changing accounts, and letting people in."""

import secrets

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from tiers_lieu.access import queries, tries
from tiers_lieu.access.audit import note_edit
from tiers_lieu.access.models import ROLES, Account, AccountRole
from tiers_lieu.access.secrets import fits, hash_password, hash_pin
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic
from tiers_lieu.kernel.errors import NotFound, NotKnown, Refusal
from tiers_lieu.kernel.ids import new_token, token_hash

PASSWORD_LENGTH = 12  # CNIL 2022-100: twelve characters where a delay follows wrong tries


def add_account(
    *,
    name: str,
    roles: list[str],
    email: str | None = None,
    password: str | None = None,
    by: int | None = None,
) -> Account:
    """Add somebody who works here. Refuses an unknown role, a short password, and an e-mail already used."""
    name, email = name.strip(), (email or "").strip().lower() or None
    if not name:
        raise Refusal("name_missing", _("Écrivez un nom."), field="name")
    for role in roles:
        if role not in ROLES:
            raise Refusal("bad_role", _("Le rôle « %(role)s » n'existe pas.", role=role), field="roles")
    if password is not None and len(password) < PASSWORD_LENGTH:
        raise Refusal("short_password", _("Choisissez au moins 12 caractères."), field="password")
    with atomic() as session:
        if email and session.scalar(select(Account.id).where(Account.email == email)):
            raise Refusal("email_used", _("Cette adresse a déjà un compte."), field="email")
        account = Account(
            name=name,
            email=email,
            till_name=name.split()[0][:24],
            password_hash=hash_password(password) if password else None,
            created_at=clock.now(),
        )
        session.add(account)
        session.flush()
        session.add_all(AccountRole(account_id=account.id, role=role) for role in dict.fromkeys(roles))
        note_edit(
            session,
            by=by,
            action="account.added",
            subject_kind="account",
            subject_id=account.public_id,
            after={"roles": list(roles)},
        )
    return account


def _account(session: Session, public_id: str) -> Account:
    account = queries.by_public_id(session, public_id)
    if account is None:
        raise NotFound("no_account", _("Ce compte n'existe pas."))
    return account


def assign_pin(*, account_public_id: str, by: int | None = None) -> str:
    """Draw a six-figure PIN for the till, and show it once. It is assigned, never chosen."""
    pin = f"{secrets.randbelow(1_000_000):06d}"
    with atomic() as session:
        account = _account(session, account_public_id)
        account.pin_hash = hash_pin(pin)
        tries.forget_failures(session, f"pin:person:{account.id}")
        note_edit(session, by=by, action="account.pin", subject_kind="account", subject_id=account.public_id)
    return pin


def assign_badge(*, account_public_id: str, by: int | None = None) -> str:
    """Make a new badge and return its token, once; the old badge stops working."""
    token = new_token()
    with atomic() as session:
        account = _account(session, account_public_id)
        account.badge_hash = token_hash(token)
        note_edit(
            session, by=by, action="account.badge", subject_kind="account", subject_id=account.public_id
        )
    return token


def password_door(email: str) -> str:
    """What wrong passwords of an address are counted under: never the address itself."""
    return f"password:{token_hash(email)}"


def log_in(*, email: str, password: str) -> int:
    """The id of the account of these credentials. One sentence for every mistake; a pause after five."""
    email = email.strip().lower()
    door = password_door(email)
    with atomic() as session:
        tries.check_password_pause(session, door)
        found = session.execute(
            select(Account.id, Account.password_hash).where(Account.email == email, Account.is_active)
        ).one_or_none()
        tries.count_failure(session, door)  # before the secret is looked at: many at once are still counted
    good = fits(found.password_hash if found else None, password)  # slow on purpose: outside any transaction
    if good and found:
        with atomic() as session:
            tries.forget_failures(session, door)
        return int(found.id)
    raise NotKnown("wrong_credentials", _("Adresse ou mot de passe faux. Réessayez."), field="password")


def check_pin(*, device_id: int, cashier_public_id: str, pin: str) -> Account:
    """Let a cashier in by PIN at a paired tablet. Three wrong tries on the tablet or for the person close it."""
    with atomic() as session:
        account = next((a for a in queries.cashiers(session) if a.public_id == cashier_public_id), None)
        doors = (f"pin:device:{device_id}", f"pin:person:{account.id if account else 0}")
        if max(tries.failures(session, door) for door in doors) >= tries.PIN_TRIES:
            raise Refusal(
                "pin_locked", _("Code bloqué. Passez votre badge ou appelez un coordinateur."), status=423
            )
        good = fits(account.pin_hash if account else None, pin)
        if good and account is not None:
            tries.forget_failures(session, *doors)
            return account
        used = max(tries.count_failure(session, door) for door in doors)
    left = max(0, tries.PIN_TRIES - used)
    if left == 0:
        message = _("Code faux. Passez votre badge ou appelez un coordinateur.")
    elif left == 1:
        message = _("Code faux. Il reste 1 essai.")
    else:
        message = _("Code faux. Il reste %(left)d essais.", left=left)
    raise NotKnown("wrong_pin", message, field="pin")


def check_badge(*, device_id: int, badge: str) -> Account:
    """Let a cashier in by badge at a paired tablet; this also opens a locked PIN pad."""
    with atomic() as session:
        given = token_hash(badge)
        account = next((a for a in queries.cashiers(session) if a.badge_hash == given), None)
        if account is None:
            raise NotKnown("unknown_badge", _("Badge inconnu. Appelez un coordinateur."), field="badge")
        tries.forget_failures(session, f"pin:device:{device_id}", f"pin:person:{account.id}")
    return account

"""Guessing does not pay: three PINs are looked at, five passwords, however many hands ask at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.fixtures.demo import DemoHub
from tiers_lieu.access import operations
from tiers_lieu.access.models import Account, FailedTries
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import db
from tiers_lieu.kernel.errors import Refusal

HANDS = 8


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every secret that was really compared with a hash."""
    seen: list[str] = []
    real = operations.fits

    def counted(stored: str | None, given: str) -> bool:
        seen.append(given)
        return real(stored, given)

    monkeypatch.setattr(operations, "fits", counted)
    return seen


def bruno(demo: DemoHub) -> str:
    with demo.app.app_context():
        found = db.session.scalar(select(Account.public_id).where(Account.pin_hash.is_not(None)))
    assert found
    return found


def guess(demo: DemoHub, who: str, device: int = 1) -> Callable[[int], str]:
    """One PIN typed at one tablet; returns the code of the answer."""

    def try_one(number: int) -> str:
        with demo.app.app_context():
            try:
                operations.check_pin(device_id=device, cashier_public_id=who, pin=f"{number:07d}")
            except Refusal as refusal:
                return refusal.code
        return "in"

    return try_one


@pytest.mark.slow
def test_of_ten_thousand_guesses_three_are_looked_at(demo: DemoHub, looked_at: list[str]) -> None:
    # The same rule on both; the slower database is asked less.
    many = 10_000 if demo.app.extensions["settings"].is_sqlite else 2_000
    codes = list(map(guess(demo, bruno(demo)), range(many)))
    assert codes[:3] == ["wrong_pin"] * 3 and set(codes[3:]) == {"pin_locked"}
    assert looked_at == ["0000000", "0000001", "0000002"]


@pytest.mark.parametrize("tablets", [1, HANDS])
def test_many_hands_at_once_do_not_get_more(tablets: int, demo: DemoHub, looked_at: list[str]) -> None:
    who = bruno(demo)
    together = threading.Barrier(HANDS)

    def hand(place: int) -> list[str]:
        try_one = guess(demo, who, device=1 + place % tablets)
        together.wait()
        return [try_one(place * 100 + each) for each in range(4)]

    with ThreadPoolExecutor(HANDS) as pool:
        codes = [code for each in pool.map(hand, range(HANDS)) for code in each]
    assert len(looked_at) == 3
    assert codes.count("wrong_pin") == 3 and codes.count("pin_locked") == HANDS * 4 - 3


def test_a_stranger_costs_the_same_and_is_locked_too(demo: DemoHub, looked_at: list[str]) -> None:
    try_one = guess(demo, "01234567-89ab-7def-8123-456789abcdef")
    assert [try_one(each) for each in range(4)] == ["wrong_pin"] * 3 + ["pin_locked"]
    assert len(looked_at) == 3


def test_a_badge_opens_a_locked_pad(demo: DemoHub) -> None:
    who = bruno(demo)
    with demo.app.app_context():
        good = operations.assign_pin(account_public_id=who)
        for _ in range(3):
            guess(demo, who)(0)
        with pytest.raises(Refusal, match="Code bloqué"):
            operations.check_pin(device_id=1, cashier_public_id=who, pin=good)
        token = demo.logins.badge.removeprefix("TLB1.")
        assert operations.check_badge(device_id=1, badge=token).public_id == who
        assert operations.check_pin(device_id=1, cashier_public_id=who, pin=good).public_id == who
        assert db.session.scalars(select(FailedTries)).all() == []


def test_the_answer_says_how_many_tries_are_left(demo: DemoHub) -> None:
    who, said = bruno(demo), []
    for _ in range(4):
        with demo.app.app_context(), pytest.raises(Refusal) as refused:
            operations.check_pin(device_id=1, cashier_public_id=who, pin="0000000")
        said.append(str(refused.value))
    assert said == [
        "Code faux. Il reste 2 essais.",
        "Code faux. Il reste 1 essai.",
        "Code faux. Passez votre badge ou appelez un coordinateur.",
        "Code bloqué. Passez votre badge ou appelez un coordinateur.",
    ]


def test_five_passwords_are_looked_at_however_many_hands(demo: DemoHub, looked_at: list[str]) -> None:
    together = threading.Barrier(HANDS)

    def hand(place: int) -> list[str]:
        together.wait()
        codes = []
        for each in range(3):
            with demo.app.app_context(), pytest.raises(Refusal) as refused:
                operations.log_in(email=demo.logins.coordinator, password=f"guess {place} {each}")
            codes.append(refused.value.code)
        return codes

    with ThreadPoolExecutor(HANDS) as pool:
        codes = [code for each in pool.map(hand, range(HANDS)) for code in each]
    assert len(looked_at) == 5
    assert codes.count("wrong_credentials") == 5 and codes.count("too_many_tries") == HANDS * 3 - 5


def test_the_pause_ends_and_a_success_forgets(demo: DemoHub) -> None:
    good = {"email": demo.logins.coordinator, "password": demo.logins.password}
    with demo.app.app_context():
        for _ in range(5):
            with pytest.raises(Refusal, match="Adresse ou mot de passe faux"):
                operations.log_in(email=good["email"], password="wrong")
        with pytest.raises(Refusal, match="Trop d'essais"):
            operations.log_in(**good)
        with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
            assert operations.log_in(**good) > 0
        assert operations.log_in(**good) > 0


def test_an_unknown_address_is_answered_like_a_known_one(demo: DemoHub, looked_at: list[str]) -> None:
    said = []
    with demo.app.app_context():
        for email in (demo.logins.coordinator, "driss@nulle-part.test", "\0", "x" * 5000):
            with pytest.raises(Refusal) as refused:
                operations.log_in(email=email.replace("\0", " "), password="wrong")
            said.append(refused.value.as_json())
    assert len({str(each) for each in said}) == 1 and len(looked_at) == 4

"""A SIRET passes its sum or does not; a mention is what the law asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiers_lieu.structures.models import VAT_REGIMES
from tiers_lieu.structures.rules import VAT_MENTIONS, is_siret


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("73282932000074", True),
        ("73282932000075", False),
        ("00000000000000", True),
        ("7328293200007", False),
        ("732 829 320 00074", False),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", False),
        ("", False),
        ("7328293200007a", False),
        ("73282932000074\n", False),
    ],
)
def test_a_siret(text: str, good: bool) -> None:
    assert is_siret(text) is good


@given(st.text("0123456789", min_size=13, max_size=13), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_figure_is_always_seen(body: str, place: int, step: int) -> None:
    good = next(body + str(last) for last in range(10) if is_siret(body + str(last)))
    wrong = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    assert not is_siret(wrong)


def test_every_regime_has_its_mention() -> None:
    assert set(VAT_MENTIONS) == set(VAT_REGIMES) and VAT_MENTIONS["liable"] is None
    assert "293 B" in str(VAT_MENTIONS["franchise"]) and "261-7-1°" in str(VAT_MENTIONS["exempt"])

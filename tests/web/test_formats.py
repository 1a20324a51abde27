"""How values are written: signs, thousandths and shares, as a table."""

import pytest

from tiers_lieu.web import formats


@pytest.mark.parametrize(
    ("amount", "measure", "unit", "written"),
    [
        (1500, "weight", "kg", "1,500\u00a0kg"),
        (-1500, "weight", "kg", "−1,500\u00a0kg"),
        (0, "weight", "kg", "0,000\u00a0kg"),
        (2000, "piece", "botte", "2"),
        (500, "piece", "pièce", "0,5"),
        (-3000, "piece", "pièce", "−3"),
    ],
)
def test_quantities(amount: int, measure: str, unit: str, written: str) -> None:
    assert formats.quantity(amount, measure, unit) == written


@pytest.mark.parametrize(("share", "written"), [(2000, "20\u00a0%"), (550, "5,5\u00a0%"), (1, "0,01\u00a0%")])
def test_shares(share: int, written: str) -> None:
    assert formats.share(share) == written

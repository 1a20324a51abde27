"""Which tablet signed a series: what the journal's check asks of the registers."""

from sqlalchemy import select

from tiers_lieu.journal.verify import Signed
from tiers_lieu.kernel.db import Reader
from tiers_lieu.sales.keys import signature_fits
from tiers_lieu.sales.models import Device, Series


def tablets_signed(session: Reader) -> Signed:
    """The check of a record's own signature, with the key its tablet registered when it was paired."""
    rows = session.execute(
        select(Series.id, Device.public_x, Device.public_y).join(Device, Device.id == Series.device_id)
    )
    keys = {series_id: (x, y) for series_id, x, y in rows}

    def signed(series_id: int, sealed: bytes, signature: str) -> bool:
        return series_id in keys and signature_fits(*keys[series_id], sealed, signature)

    return signed

"""Where an envelope comes from, and the one way to say that it does not fit."""

from dataclasses import dataclass
from datetime import datetime

Flags = dict[str, dict[str, object]]


class Misfit(Exception):
    """An envelope that cannot be recorded as it is: it goes to quarantine under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """The tablet, register and series behind an envelope, and when it was made and received."""

    device_id: int
    public_x: str
    public_y: str
    is_revoked: bool
    register_id: int
    register_name: str
    printer_id: int | None
    series_id: int
    structure_id: int
    structure: str
    made_at: datetime
    received_at: datetime

"""One figure of the bench, its bar, and how both are printed."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """Something measured: `value` in `unit`; `bar` is the most it may be, or the least when `is_floor`."""

    name: str
    value: float
    unit: str = ""
    bar: float | None = None
    is_floor: bool = False

    @property
    def is_held(self) -> bool | None:
        """Whether the bar is held; None when there is none."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.is_floor else self.value <= self.bar

    def as_json(self) -> dict[str, object]:
        """The same, for a file."""
        return asdict(self) | {"is_held": self.is_held}

    def as_line(self) -> str:
        """One line of the table."""
        bar = f"{'≥' if self.is_floor else '≤'} {_number(self.bar)}" if self.bar is not None else ""
        verdict = {None: "", True: "held", False: "MISSED"}[self.is_held]
        return f"  {self.name:<58}{_number(self.value):>10} {self.unit:<9}{bar:<9}{verdict}".rstrip()


def _number(value: float) -> str:
    if value == int(value) and value < 1_000_000:
        return f"{int(value)}"
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"


def percentile(values: Iterable[float], percent: float) -> float:
    """The value that `percent` of them do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(percent) // 100) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle one, on which a noisy round has no hold."""
    return statistics.median(values)


def verdict(figures: Sequence[Figure]) -> str:
    """The last line: which bars are missed."""
    missed = [each.name for each in figures if each.is_held is False]
    barred = sum(each.is_held is not None for each in figures)
    if not missed:
        return f"Every bar is held ({barred})."
    return f"{len(missed)} of {barred} bars MISSED: " + "; ".join(missed)

"""What a figure is: something measured, what it is measured against in the same run, and the bound it is to keep."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """``value`` in ``unit``; ``bound`` is the least it may be, or the most where ``at_most``."""

    id: str
    title: str
    value: float
    unit: str
    bound: float
    at_most: bool = False
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def line(self) -> str:
        """For the table of a terminal."""
        sign, mark = ("≤" if self.at_most else "≥"), ("ok" if self.met else "MISSED")
        told = "  ".join(f"{name} {_short(value)}" for name, value in self.detail.items())
        return (
            f"{mark:<7} {self.title:<58} {_short(self.value):>9} {self.unit:<4} {sign} {_short(self.bound):<6} {told}"
        )

    def json(self) -> str:
        return json.dumps(asdict(self) | {"met": self.met})


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def pairs(first: Callable[[], float], second: Callable[[], float], count: int) -> tuple[float, float, float]:
    """Measure both in turn, so that what else the machine does meets both: the medians, and that of the ratios."""
    found = [(first(), second()) for _ in range(count)]
    return median(a for a, _ in found), median(b for _, b in found), median(a / b for a, b in found)


def percentile(values: list[float], part: float) -> float:
    """The value that so large a part of them does not exceed."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]

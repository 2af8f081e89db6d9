"""What one ``select()`` costs as descriptors grow: measured on this machine, in a process of its own."""

from .measurement import LIMITS, MOST, SECONDS, Measurement, backends_here
from .values import COLUMNS, Limit, Point, Report, Said, Stop, as_csv

__all__ = [
    "COLUMNS",
    "LIMITS",
    "MOST",
    "SECONDS",
    "Limit",
    "Measurement",
    "Point",
    "Report",
    "Said",
    "Stop",
    "as_csv",
    "backends_here",
]

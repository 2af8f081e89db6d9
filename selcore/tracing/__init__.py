"""Selector classes that record what they return and otherwise behave exactly as the originals.

Standard library only, in Python 3.9 syntax: these classes can live inside a program that is not ours.
"""

from .classes import TRACED, traced_class
from .trace import CallEnded, Go, Trace
from .wakeup import Wakeup

__all__ = ["TRACED", "CallEnded", "Go", "Trace", "Wakeup", "traced_class"]

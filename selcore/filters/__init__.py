"""Selects rows: a Python-like expression over the columns of the history, checked, then computed on whole columns.

The same expression filters the window's history, the lines of ``run``, recordings and exports (``docs/filter.md``).
"""

from ..history.word_tables import Coded
from .filter import Filter, parse
from .syntax import BadFilter

__all__ = ["BadFilter", "Coded", "Filter", "parse"]

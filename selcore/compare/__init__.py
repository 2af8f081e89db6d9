"""Plays one experiment on every selector class at the same time, each in a process of its own, and shows the answers
side by side.

``align`` says what is compared and what is not, ``isolate`` what is replaced so that they can play at the same time;
``Comparison`` runs it all and never makes anybody wait.
"""

from .comparison import Comparison
from .values import ComparedStep, ComparisonReport, Played, Progress

__all__ = ["Comparison", "ComparedStep", "ComparisonReport", "Played", "Progress"]

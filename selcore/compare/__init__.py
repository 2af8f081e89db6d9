"""One experiment, played once on every selector class, each in a process of its own, and the answers side by side.

What is compared and what is not is said in ``align``; what is replaced so that they can be played at the same time, in
``isolate``; ``Comparison`` runs it all and never makes anybody wait.
"""

from .comparison import Comparison
from .values import ComparedStep, ComparisonReport, Played, Progress

__all__ = ["Comparison", "ComparedStep", "ComparisonReport", "Played", "Progress"]

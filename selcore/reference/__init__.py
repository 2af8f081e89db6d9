"""What kernels and Pythons answered when they were asked: recorded facts, as data.

A file is one campaign of measurements: the system is named at its head, and nothing in it is edited by hand. Another
kernel, or a later one that answers otherwise, is another file, never a change of this one.
"""

from .campaign import ASKED, FOLDER, MEASURED, Asked, Behaviour, Error, Facts, Source, State, load

__all__ = ["ASKED", "FOLDER", "MEASURED", "Asked", "Behaviour", "Error", "Facts", "Source", "State", "load"]

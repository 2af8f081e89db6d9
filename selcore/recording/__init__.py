"""Everything that happens, in a file: ``writer`` makes it while a worker works, ``reader`` opens it again."""

from .writer import Recorder, Unwritable

__all__ = ["Recorder", "Unwritable"]

"""Everything that happens, in a file: ``writer`` makes it while a worker works, ``reader`` opens it again."""

from .making import is_recording
from .playback import Playback
from .reader import Recording, UnreadableRecording
from .writer import Recorder, Unwritable

__all__ = ["Playback", "Recorder", "Recording", "UnreadableRecording", "Unwritable", "is_recording"]

"""What was done in one session, kept as an experiment in a private folder that is locked while its program lives.

It is written whole or not at all: a process that is killed leaves what was written last. For one thread at a time.
"""

import errno
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..experiment.file import LIMIT, dump
from ..files.atomic_file import write_whole
from ..files.private_folder import PrivateFolder
from ..values.text import text

if TYPE_CHECKING:
    from ..experiment.file import Experiment

NAME = "session.json"
"""The experiment, in the private folder."""
PRIVATE = 0o600
TRIES = 3
"""Whoever leaves last removes the folder around: it may go while another one begins."""


class KeptSession:
    """``within`` is the folder of all of them, made when it is needed. Nothing is written before there is something."""

    def __init__(self, within: Path):
        self._within = within
        self._folder: PrivateFolder | None = None

    def keep(self, experiment: "Experiment") -> None:
        """In place of what was kept before, which stays where this cannot be. Raises OSError, ValueError."""
        data = dump(experiment)
        if len(data) > LIMIT:
            words = text(
                "it would have {size} bytes; at most {limit} are kept", size=f"{len(data):,}", limit=f"{LIMIT:,}"
            )
            raise ValueError(str(words))
        if self._folder is None:
            self._folder = self._made()
        write_whole(self._folder.path / NAME, data, new_mode=PRIVATE)

    def forget(self) -> None:
        """It is saved, or nobody wants it. Idempotent; never raises OSError."""
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.remove()
            with suppress(OSError):
                self._within.rmdir()  # unless another session is kept there

    def leave(self) -> None:
        """Let it be found: nobody has been asked about it. Idempotent."""
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.leave()

    def _made(self) -> PrivateFolder:
        for tried in range(TRIES):
            self._within.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                folder = PrivateFolder(str(self._within))
            except FileNotFoundError:
                if tried == TRIES - 1:
                    raise
                continue
            break
        if not folder.is_locked:
            folder.remove()
            raise OSError(errno.ENOLCK, "no file can be locked there", str(self._within))
        return folder

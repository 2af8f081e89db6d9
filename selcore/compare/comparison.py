"""Runs a comparison: one thread prepares it, then one thread per child reads what that child prints; callers only look.

Nobody has to wait: ``report`` is the state so far, and ``cancel`` only asks. However it ends, every child is reaped and
the folder of private files is removed.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from ..backends import BACKENDS, find_backend
from ..experiment.file import Experiment, Unreadable, dump, parse
from ..files.private_folder import PrivateFolder
from ..values.text import Text, text
from .child import GRACE, Child
from .isolate import CannotIsolate, isolate
from .table import Table
from .values import ComparisonReport, Line


class Comparison:
    """Plays ``experiment`` on each of ``backends`` (None: all there are). Ids that do not exist raise ValueError.

    ``trust`` is what the user has allowed: the children are told the same. ``max_wait`` (s) ends calls that block.
    ``why``: each result has its reasons in its line.
    """

    def __init__(
        self,
        experiment: Experiment,
        backends: Sequence[str] | None = None,
        *,
        trust: bool = False,
        max_wait: float = 10.0,
        why: bool = False,
    ):
        ids = [one.id for one in BACKENDS] if backends is None else list(dict.fromkeys(backends))
        for id in ids:
            if find_backend(id) is None:
                raise ValueError(id)
        self.experiment = experiment
        self._trust = trust
        self._max_wait = max_wait
        self._why = why
        self._lock = threading.Lock()
        self._table = Table(experiment, ids, max_wait)
        self._children: dict[str, Child] = {}
        self._cancelled = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._direct, name="compare", daemon=True)

    def start(self) -> None:
        """Start; returns immediately."""
        self._thread.start()

    @property
    def report(self) -> ComparisonReport:
        """The report so far."""
        with self._lock:
            return self._table.report(self._ended.is_set())

    @property
    def version(self) -> int:
        """Changes whenever the report changes."""
        return self._table.version + self._ended.is_set()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def cancel(self) -> None:
        """Ask all children to end; answers so far are kept. Returns immediately."""
        with self._lock:
            self._cancelled = True
            children = list(self._children.values())
        for child in children:
            child.end()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait ``seconds`` at most. Returns whether it has ended."""
        return self._ended.wait(seconds)

    def close(self) -> None:
        """End it now: afterwards no child, thread or private file is left."""
        self.cancel()
        if self._thread.ident is None:
            return
        self._thread.join(GRACE)
        while self._thread.is_alive():
            for child in list(self._children.values()):
                child.kill()
            self._thread.join(GRACE)

    # In the thread that directs.

    def _direct(self) -> None:
        present = self._table.present
        try:
            with PrivateFolder() as folder:
                players = self._prepare(present, folder)
                for player in players:
                    player.start()
                for player in players:
                    player.join()
        except (OSError, ValueError, Unreadable, CannotIsolate) as error:
            reason = error.reason if isinstance(error, CannotIsolate) else text("{error}", error=_said(error))
            self._all_failed(present, reason)
        finally:
            self._ended.set()

    def _prepare(self, present: tuple[str, ...], folder: Path) -> list[threading.Thread]:
        isolated = isolate(self.experiment, present, folder)
        players = []
        for backend in present:
            path = folder / f"{backend}.json"
            data = dump(isolated.experiments[backend])
            parse(data)  # what is refused is refused here, once, with its reason
            path.write_bytes(data)
            child = Child(backend, path, self._max_wait, self._trust, self._why)
            with self._lock:
                self._children[backend] = child
            players.append(threading.Thread(target=self._play, args=(backend, child), name=f"compare {backend}"))
        with self._lock:
            self._table.notices = isolated.notices
            cancelled = self._cancelled
        if cancelled:
            self.cancel()
        return players

    def _play(self, backend: str, child: Child) -> None:
        def take(line: Line) -> None:
            with self._lock:
                self._table.add(backend, line)

        try:
            trouble = child.play(take)
        except OSError as error:
            trouble = text("{error}", error=_said(error))
        with self._lock:
            self._table.end(backend, trouble, self._cancelled, child.said)

    def _all_failed(self, present: tuple[str, ...], reason: Text) -> None:
        with self._lock:
            for backend in present:
                self._table.end(backend, reason, False, "")


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, OSError) else str(error)

"""What is kept between runs, in one file of one folder: nothing outside of it is read or written."""

import math
import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from selcore.store import CAPACITY

RECENT = 8
FILTERS = 20


class Preferences:
    """Settings in ``folder``; None keeps them in memory only."""

    def __init__(self, folder: Path | None):
        self.folder = folder
        self._memory: dict[str, object] = {}
        self._file = None
        if folder is None:
            # Qt's own file dialog would keep its places in the user's home: where no file can be, it keeps none.
            QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            # Qt's own file dialog keeps its places in "QtProject": in this folder too, and nowhere else.
            QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
            self._file = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def _get(self, key: str, default: object, kind: type) -> object:
        if self._file is None:
            return self._memory.get(key, default)
        value = self._file.value(key, default)
        try:
            return value if isinstance(value, kind) else kind(value)
        except (TypeError, ValueError):
            return default  # edited by hand into something else

    def _set(self, key: str, value: object) -> None:
        if self._file is None:
            self._memory[key] = value
        else:
            self._file.setValue(key, value)

    def flush(self) -> None:
        """Write what has changed."""
        if self._file is not None:
            self._file.sync()

    @property
    def theme(self) -> str:
        found = str(self._get("theme", "system", str))
        return found if found in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._set("theme", value)

    @property
    def capacity(self) -> int:
        """Rows of the history that are kept."""
        return min(max(int(str(self._get("capacity", CAPACITY, int))), 1000), 5_000_000)

    @capacity.setter
    def capacity(self, value: int) -> None:
        self._set("capacity", value)

    @property
    def receive_size(self) -> int:
        """Bytes that Receive asks for."""
        return min(max(int(str(self._get("receive", 65536, int))), 1), 1 << 30)

    @receive_size.setter
    def receive_size(self, value: int) -> None:
        self._set("receive", value)

    @property
    def longest_wait(self) -> float:
        """Seconds after which a blocked call is ended; 0: never."""
        seconds = float(str(self._get("longest-wait", 0.0, float)))
        return min(max(seconds, 0.0), 86_400.0) if math.isfinite(seconds) else 0.0

    @longest_wait.setter
    def longest_wait(self, value: float) -> None:
        self._set("longest-wait", value)

    @property
    def recent(self) -> list[str]:
        """Experiments opened or saved, the newest first."""
        found = self._get("recent", [], list)
        kept = found if isinstance(found, list) else [found]
        return [str(one) for one in kept if one][:RECENT]

    def add_recent(self, path: Path) -> None:
        kept = [one for one in self.recent if one != str(path)]
        self._set("recent", [str(path), *kept][:RECENT])

    @property
    def filters(self) -> list[str]:
        """Filters that were used, the newest first."""
        # One text: a list of one is read back from the file as a word.
        return [one for one in str(self._get("filters", "", str)).split("\n") if one][:FILTERS]

    def add_filter(self, words: str) -> None:
        line = words.strip().replace("\n", " ")
        self._set("filters", "\n".join([line, *(one for one in self.filters if one != line)][:FILTERS]))

    def layout(self, key: str) -> QByteArray:
        """A window's or header's saved state; empty where there is none."""
        found = self._memory.get(f"layout/{key}") if self._file is None else self._file.value(f"layout/{key}")
        return found if isinstance(found, QByteArray) else QByteArray()

    def set_layout(self, key: str, state: QByteArray) -> None:
        self._set(f"layout/{key}", state)

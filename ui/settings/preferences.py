"""What is kept between runs, in one file of one folder: nothing outside of it is read or written.

The file is plain JSON, and each setting has one reader, which gives its default for whatever it cannot be: the file may
be damaged, edited, or somebody else's. (An ini file of Qt's makes any type it knows out of an ``@Variant``.)
"""

import base64
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QByteArray, QCoreApplication, QSettings

from selcore.history.store import CAPACITY
from selcore.system.this_machine import machine_key
from selcore.values.commands import MOST_BYTES

from . import settings_file
from .writing import SettingsWriter

SETTINGS = "settings.json"
RECENT = 8
ALLOWED = 200
"""Programs that may be run without a question."""
FILTERS = 20
PATH, FILTER, LAYOUT = 8192, 10_000, 1 << 16
"""Characters of a path, of a filter, of a layout as base64."""
MARK = 16
"""Bytes before a layout, by which a damaged one is known."""
LAYOUTS = ("window", "geometry", "history", "fileobjects")
Reader = Callable[[Any], Any]
"""Gives the value, or raises ValueError: it is none."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Preferences", source)


def _one_of(*words: str) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError
        return value

    return read


def _number(kind: type[int] | type[float], least: float, most: float) -> Reader:
    def read(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | kind) or not least <= value <= most:
            raise ValueError
        return kind(value)

    return read


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _texts(count: int, longest: int) -> Reader:
    def read(value: Any) -> list[str]:
        if not isinstance(value, list) or len(value) > count:
            raise ValueError
        if not all(isinstance(one, str) and 0 < len(one) <= longest and "\0" not in one for one in value):
            raise ValueError
        return list(value)

    return read


def _blob(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LAYOUT:
        raise ValueError
    base64.b64decode(value, validate=True)  # its error is a ValueError; so is that of what is not ASCII
    return value


READERS: dict[str, tuple[Reader, Any]] = {
    "theme": (_one_of("system", "light", "dark"), "system"),
    "text-size": (_number(int, -3, 12), 0),
    "capacity": (_number(int, 1000, 5_000_000), CAPACITY),
    "receive": (_number(int, 1, MOST_BYTES), 65536),
    "longest-wait": (_number(float, 0, 86_400), 0.0),
    "opens-paused": (_switch, False),
    "recent": (_texts(RECENT, PATH), []),
    "filters": (_texts(FILTERS, FILTER), []),
    "programs": (_texts(RECENT, PATH), []),
    "allowed-programs": (_texts(ALLOWED, PATH), []),
    **{f"layout/{name}": (_blob, "") for name in LAYOUTS},
}
"""Each setting: its reader and its default."""
MOST = {"recent": RECENT, "filters": FILTERS, "programs": RECENT, "allowed-programs": ALLOWED}
"""Lists of what was used, the newest first, and how many of each are kept."""


class Preferences:
    """Settings in ``folder``; None keeps them in memory only. ``say`` is told, once, what could not be read or kept.

    They are written at once, or beside the window: ``write_beside``.
    """

    def __init__(self, folder: Path | None, say: Callable[[str], object] | None = None):
        self.folder = folder
        self._kept: dict[str, Any] = {}
        self._changed: dict[str, Any] = {}
        self._used: dict[str, list[str]] = {}
        self._unsaid: list[str] = []
        self._say = say
        self._failed = self._again = self._gives_up = False
        self._writer: SettingsWriter | None = None
        # Qt's own file dialog keeps its places in "QtProject": in this folder too, and nowhere else; where no folder
        # can be, it keeps none.
        place = os.devnull if folder is None else str(folder)
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, place)
        if folder is not None:
            self._kept, problem = read(folder / SETTINGS)
            self._tell(problem)

    def says(self, say: Callable[[str], object]) -> None:
        """Who is told from now on, and of what there was to tell before."""
        self._say = say
        for words in self._unsaid:
            say(words)
        self._unsaid.clear()

    def _tell(self, words: str) -> None:
        if words and self._say is None:
            self._unsaid.append(words)
        elif words and self._say is not None:
            self._say(words)

    def _get(self, key: str) -> Any:
        return self._kept.get(key, READERS[key][1])

    def _set(self, key: str, value: Any, later: bool = False) -> None:
        """Keep it. Raises ValueError for what could not be read again; ``later``: it is written with the next."""
        if value != self._get(key):
            self._kept[key] = self._changed[key] = READERS[key][0](value)
        if not later:
            self.flush()

    def flush(self) -> None:
        """Write what has changed, beside what another window has written; if that goes on already, once more then."""
        if self.folder is None or self._gives_up or not (self._changed or self._used):
            return
        if self._writer is not None and self._writer.busy:
            self._again = True
            return
        changed, used = dict(self._changed), {key: list(words) for key, words in self._used.items()}
        job, then = partial(_write, self.folder, changed, used), partial(self._written, changed, used)
        if self._writer is None:
            then(job())
        else:
            self._writer.write(job, then)

    def write_beside(self, writer: SettingsWriter) -> None:
        """From now on nobody waits until they are written."""
        self._writer = writer

    def close(self) -> Path | None:
        """The window ends: wait for what is being written, but not for ever.

        Returns the file, once, if it was not written in time: then no more is written to it.
        """
        self.flush()
        in_time = self._writer is None or self._writer.close()
        self._writer = None
        if self.folder is None or in_time:
            return None
        self._gives_up = True
        return self.folder / SETTINGS

    def _written(self, changed: dict[str, Any], used: dict[str, list[str]], outcome: "_Written") -> None:
        """What was changed while it was written is still to be."""
        if outcome.problem:
            if not self._failed:  # each change would fail the same way
                self._failed = True
                self._tell(outcome.problem)
        else:
            self._changed = {
                key: one for key, one in self._changed.items() if key not in changed or one != changed[key]
            }
            self._used = {key: words for key, words in self._used.items() if words != used.get(key)}
            for key, words in outcome.lists.items():
                self._kept[key] = _before(self._used.get(key, []), words, MOST[key])
            self._tell(outcome.remark)
        again, self._again = self._again, False
        if again:
            self.flush()

    def clear(self) -> None:
        """Forget all of them: each has its default again."""
        for key in list(self._kept):
            self._changed[key] = self._kept[key] = READERS[key][1]
        self._used.clear()
        self.flush()
        self._kept.clear()

    @property
    def theme(self) -> str:
        return str(self._get("theme"))

    @theme.setter
    def theme(self, value: str) -> None:
        self._set("theme", value)

    @property
    def text_size(self) -> int:
        """Points that the words are larger than the system's, or smaller."""
        return int(self._get("text-size"))

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._set("text-size", value)

    @property
    def capacity(self) -> int:
        """Rows of the history that are kept."""
        return int(self._get("capacity"))

    @capacity.setter
    def capacity(self, value: int) -> None:
        self._set("capacity", value)

    @property
    def receive_size(self) -> int:
        """Bytes that Receive asks for."""
        return int(self._get("receive"))

    @receive_size.setter
    def receive_size(self, value: int) -> None:
        self._set("receive", value)

    @property
    def longest_wait(self) -> float:
        """Seconds after which a blocked call is ended; 0: never."""
        return float(self._get("longest-wait"))

    @longest_wait.setter
    def longest_wait(self, value: float) -> None:
        self._set("longest-wait", value)

    @property
    def opens_paused(self) -> bool:
        """Whether an experiment that is opened pauses before its first command."""
        return bool(self._get("opens-paused"))

    @opens_paused.setter
    def opens_paused(self, value: bool) -> None:
        self._set("opens-paused", value)

    @property
    def recent(self) -> list[str]:
        """Experiments opened or saved, the newest first."""
        return list(self._get("recent"))

    def add_recent(self, path: Path) -> None:
        self._add("recent", str(path), PATH)

    @property
    def programs(self) -> list[str]:
        """Programs that were run, the newest first, each as a line (``selcore.programs.kept_program``)."""
        return list(self._get("programs"))

    @property
    def allowed_programs(self) -> list[str]:
        """Those that somebody has run here by his own wish, the newest first."""
        return list(self._get("allowed-programs"))

    def add_program(self, line: str, identity: str) -> None:
        self._add("programs", line, PATH)
        self._add("allowed-programs", identity, PATH)

    @property
    def filters(self) -> list[str]:
        """Filters that were used, the newest first."""
        return list(self._get("filters"))

    def add_filter(self, words: str) -> None:
        self._add("filters", words.strip().replace("\n", " "), FILTER)

    def _add(self, key: str, words: str, longest: int) -> None:
        """To the front of a list; what is longer than may be kept is not."""
        if words and len(words) <= longest and "\0" not in words:
            self._kept[key] = _before([words], self._get(key), MOST[key])
            self._used[key] = _before([words], self._used.get(key, []), MOST[key])
            self.flush()

    def layout(self, key: str, shape: str = "") -> QByteArray:
        """A window's or header's saved state, as it was kept here for that ``shape``; empty where there is none.

        Qt takes what is damaged, made for other columns, or made up, and may end in a crash by it or hang.
        """
        kept = base64.b64decode(self._get(f"layout/{key}"))
        mark, state = kept[:MARK], kept[MARK:]
        return QByteArray(state if mark == _mark(shape, state) else b"")

    def set_layout(self, key: str, state: QByteArray, shape: str = "") -> None:
        """Keep it; it is written by ``flush``. One that is too large to be read again is not kept."""
        data = bytes(state.data())
        words = base64.b64encode(_mark(shape, data) + data).decode()
        self._set(f"layout/{key}", words if len(words) <= LAYOUT else "", later=True)


def _mark(shape: str, state: bytes) -> bytes:
    return hashlib.blake2b(shape.encode() + b"\0" + state, digest_size=MARK, key=machine_key()).digest()


class _Written(NamedTuple):
    """What came of writing: the lists as they are now, why it was not written, and what else there is to say."""

    lists: dict[str, list[str]]
    problem: str = ""
    remark: str = ""


def _write(folder: Path, changed: dict[str, Any], used: dict[str, list[str]]) -> _Written:
    """The settings that are there with what was changed; in a list, what was used stands before what is there."""
    target, lists = folder / SETTINGS, dict[str, list[str]]()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError, ValueError):
            settings_file.content(target)  # what may not be read now holds settings all the same: it stays
        merged = {**read(target)[0], **changed}
        for key, words in used.items():
            merged[key] = lists[key] = _before(words, merged.get(key, []), MOST[key])
        aside = settings_file.write(target, merged)
    except OSError as error:
        why = error.strerror or str(error)
        return _Written(lists, tr("Settings are not kept: {path}: {why}").format(path=target, why=why))
    kept = tr("The settings that could not be read are kept in {path}")
    return _Written(lists, remark=kept.format(path=aside) if aside is not None else "")


def _before(first: list[str], others: list[str], most: int) -> list[str]:
    """The first, then the others that are none of them; ``most`` in all."""
    return [*dict.fromkeys([*first, *others])][:most]


def read(path: Path) -> tuple[dict[str, Any], str]:
    """The settings of a file, those that are what they can be; and what is wrong with it, empty where nothing is."""
    try:
        found = settings_file.load(path)
    except FileNotFoundError:
        return {}, ""
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)[:200]
        return {}, tr("The settings were not read, each has its default: {path}: {why}").format(path=path, why=why)
    kept, wrong = dict[str, Any](), list[str]()
    for key, (reader, _) in READERS.items():
        if key in found:
            try:
                kept[key] = reader(found[key])
            except ValueError:
                wrong.append(key)
    words = tr("Settings that were none have their defaults: {names} in {path}")
    return kept, words.format(names=", ".join(wrong), path=path) if wrong else ""

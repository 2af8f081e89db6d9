"""Somebody who does anything in the window: actions, ticks, keys, forms, files. It answers, settles, and ends whole.

What would act beyond the program (a process, another's descriptor, a signal) is no choice here, and what it does to the
machine outside its own folder does not happen.
"""

import gc
import json
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from time import monotonic, thread_time
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from playground.compose import build_window
from selcore.experiment.examples import EXAMPLES
from tests.conftest import OF_QT, open_descriptors
from tests.hostile.playing import ODD
from tests.hostile.watch import watching
from tests.hostile.windows import WIDEST, drop

SLOWEST = 1.0
"""Seconds of the processor that the window may take for one thing."""
PATIENCE = 15.0
NOT_HERE = (
    "app.quit",
    "experiment.compare",
    "selector.scaling",
    "selector.signal",
    "process.",
    "fileobject.open.process",
    "fileobject.open-with.",
    "fileobject.open.std",
    "fileobject.open.fd",
    "help.doctor",
    "fileobject.set",
    "fileobject.connect-to",
    "fileobject.bind",
    "fileobject.listen",
    "recording.start",
    "recording.open",
    "experiment.open",
    "experiment.save",
    "timeline.save",
    "fileobject.new",
)
"""Actions that reach out of the program, or open a dialog of the system's files."""
TEXTS = (
    "",
    "0",
    "1",
    "x",
    "hello",
    "nan",
    "None",
    "-1",
    "1e400",
    "fd == 100",
    'name == "pair.a" and waited > 0.1',
    "(((",
    "\x1b",
    "<img src=x>",
    "{a}",
    "é" * 50,
    "x" * 2000,
    "127.0.0.1:9",
    "pair.b",
    "0x",
    "\u202e",
    "and or not",
    '"',
)
LINES = ("send", "filter", "timeout", "send.to", "find", "fileobjects.find")
KEYS = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Space,
    Qt.Key.Key_Delete,
    Qt.Key.Key_End,
    Qt.Key.Key_Home,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_A,
)
SAID_IN_VAIN = ("propagateSizeHints", "This plugin does not support", "stat() failed for")
"""What Qt says of the platform, and its own file dialog of a name that is too long."""

Step = list[Any]


class Windows:
    """A case is a list of steps: (what, ...) with all that chance has chosen, so that it can be repeated."""

    def __init__(self, folder: Path):
        self._home = folder / "home"
        self._app = QApplication.instance() or QApplication([])
        self._said: list[str] = []
        qInstallMessageHandler(self._hear)
        self._files = self._write_files()
        window = build_window(storage=self._home / "storage")
        self._actions = [id for id in window.actions_by_id if not id.startswith(NOT_HERE)]
        window.show()
        self._settle(window)
        window.close_now()
        self.play([["action", "scenario.echo"], ["action", "loop.run"], ["action", "loop.pause"]])  # what is made late

    def _hear(self, kind: Any, context: Any, words: str) -> None:
        self._said.append(words)
        if kind == QtMsgType.QtFatalMsg:
            print(words, file=sys.stderr, flush=True)  # it aborts after this

    def _write_files(self) -> list[str]:
        """Experiments that may be opened and dropped."""
        made = [str(one.path) for one in EXAMPLES]
        for case in [one for one in ODD if not one.big][::6]:
            commands: Any = case.make(None)  # type: ignore[arg-type]
            path = self._home / f"{case.id}.selector.json"
            head = {"format": "selector-playground-experiment", "version": 1, "title": case.tries}
            path.write_text(json.dumps(head | {"commands": commands}))
            made.append(str(path))
        return made

    def case(self, rng: Random) -> list[Step]:
        return [self._step(rng) for _ in range(rng.choice((5, 20, 60)))]

    def _step(self, rng: Random) -> Step:
        what = rng.choices(
            ("action", "type", "key", "click", "tick", "select", "backend", "size", "open", "drop", "dialog", "pace"),
            (40, 8, 8, 8, 10, 8, 3, 2, 3, 3, 8, 2),
        )[0]
        choices = {
            "action": self._actions,
            "type": TEXTS,
            "key": range(len(KEYS)),
            "open": self._files,
            "drop": self._files,
            "backend": range(5),
            "size": ((300, 200), (640, 480), (1280, 800), (1900, 1100)),
            "dialog": TEXTS,
            "pace": range(6),
        }
        return [what, rng.choice(list(choices.get(what, (0,)))), rng.random(), rng.random(), rng.choice(LINES)]

    def show(self, case: list[Step]) -> str:
        return json.dumps(case)

    def play(self, case: list[Step]) -> None:
        self._said.clear()
        before, threads = open_descriptors(), set(threading.enumerate())
        with watching(self._home), ExitStack() as ends:
            storage = Path(mkdtemp(dir=self._home))
            window = build_window(storage=storage, ask=_answer, animations=False)
            ends.callback(self._end, window)
            window.show()
            self._settle(window)
            for step in case:
                begun = thread_time()
                _DO[step[0]](window, *step[1:])
                spent = max(thread_time() - begun, self._settle(window))
                assert spent < SLOWEST, f"{step} took {spent:.1f} s of the window's thread"
                assert window.width() <= max(WIDEST, 1900), f"{step} made it {window.width()} wide"
                assert window.state != "dead", (step, window.store.status)
        window = None
        said = [words for words in self._said if not any(one in words for one in SAID_IN_VAIN)]
        assert not said, said[:5]
        left = [one for one in threading.enumerate() if one not in threads and not one.name.startswith("Dummy")]
        for one in left:
            one.join(5)
        assert not [one.name for one in left if one.is_alive()], left
        if open_descriptors().keys() - before.keys():
            gc.collect()
        gone = {fd: what for fd, what in open_descriptors().items() if fd not in before and what not in OF_QT}
        assert not gone, f"left open: {gone}"

    def _settle(self, window: Any) -> float:
        """Until all that was asked has been answered and shown.

        Returns the most processor time (s) of the window's thread between two beats: what is played at a pace takes as
        long as it takes, and is painted all the while.
        """
        end, longest, last = monotonic() + PATIENCE, 0.0, thread_time()
        QApplication.processEvents()
        while not window.settled:
            assert monotonic() < end, f"it does not settle; its state is {window.state}"
            QApplication.processEvents()
            longest, last = max(longest, thread_time() - last), thread_time()
            QTest.qWait(1)
        return max(longest, thread_time() - last)

    def _end(self, window: Any) -> None:
        for menu in window.findChildren(QMenu):
            menu.close()
        window.close_now()
        assert not window.isVisible(), "it does not close"
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

    def close(self) -> None:
        qInstallMessageHandler(None)


def _answer(id: str, words: str, choices: list[str]) -> str:
    return "cancel" if id == "experiment.trust" else "discard" if "discard" in choices else choices[-1]


def _some(found: list[Any], where: float) -> Any:
    return found[int(where * len(found))] if found else None


def _action(window: Any, id: str, *_: Any) -> None:
    action = window.actions_by_id.get(id)
    if action is not None and action.isEnabled():
        action.trigger()
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


def _type(window: Any, words: str, a: float, b: float, name: str) -> None:
    line = window.findChild(QLineEdit, name) or getattr(window.findChild(QComboBox, name), "lineEdit", lambda: None)()
    if line is not None and line.isVisible() and line.isEnabled():
        line.setFocus()
        line.selectAll()
        if words.isascii() and words.isprintable():
            QTest.keyClicks(line, words[:100])  # it aborts at other keys
        line.setText(words)
        QTest.keyClick(line, Qt.Key.Key_Return if a < 0.7 else Qt.Key.Key_Escape)


def _key(window: Any, which: int, *_: Any) -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        QTest.keyClick(focus, KEYS[which])


def _click(window: Any, _: Any, a: float, b: float, name: str) -> None:
    shown = [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and isinstance(one, QAbstractButton | QAbstractItemView)
        and not one.objectName().startswith("qt_")
    ]
    widget = _some(shown, a)
    if isinstance(widget, QAbstractItemView):
        widget = widget.viewport()
    # A button that opens a menu runs a loop of its own until that is closed.
    if widget is not None and not getattr(widget, "menu", lambda: None)():
        at = QPoint(int(b * widget.width()), widget.height() // 2)
        QTimer.singleShot(0, _close_menu)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)


def _close_menu() -> None:
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


def _tick(window: Any, _: Any, a: float, b: float, name: str) -> None:
    model = window.files.view.model()
    if model.rowCount():
        index = model.index(int(a * model.rowCount()), int(b * model.columnCount()))
        if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            now = index.data(Qt.ItemDataRole.CheckStateRole)
            wanted = Qt.CheckState.Unchecked if now == Qt.CheckState.Checked else Qt.CheckState.Checked
            model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)


def _select(window: Any, _: Any, a: float, b: float, name: str) -> None:
    view = window.files.view if b < 0.6 else window.history.view
    if view.model().rowCount():
        index = view.model().index(int(a * view.model().rowCount()), 0)
        view.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )


def _backend(window: Any, which: int, *_: Any) -> None:
    _choose(window.selector.backend, which)


def _pace(window: Any, which: int, *_: Any) -> None:
    _choose(window.selector.pace, which)


def _choose(box: QComboBox, which: int) -> None:
    """An item that can be chosen."""
    model = box.model()
    items = [row for row in range(box.count()) if model.index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled]
    if box.isEnabled():
        box.setCurrentIndex(items[which % len(items)])
        box.activated.emit(box.currentIndex())


def _size(window: Any, size: Any, *_: Any) -> None:
    window.resize(*size)


def _open(window: Any, path: str, *_: Any) -> None:
    window.handlers.experiments.open_recent(Path(path))


def _drop(window: Any, path: str, *_: Any) -> None:
    drop(window, [f"file://{path}"])


def _dialog(window: Any, words: str, a: float, b: float, name: str) -> None:
    """Whatever dialog is open is filled and answered, or closed."""
    dialog = next((one for one in window.findChildren(QDialog) if one.isVisible()), None)
    if dialog is None:
        return
    for line in dialog.findChildren(QLineEdit) + dialog.findChildren(QPlainTextEdit):
        (line.setText if isinstance(line, QLineEdit) else line.setPlainText)(words)
    for box in dialog.findChildren(QSpinBox):
        box.setValue(int(b * 1000))
    button = _some([one for one in dialog.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()], a)
    if button is not None and b < 0.7:
        button.click()
    else:
        dialog.close()


_DO = {
    "action": _action,
    "type": _type,
    "key": _key,
    "click": _click,
    "tick": _tick,
    "select": _select,
    "backend": _backend,
    "pace": _pace,
    "size": _size,
    "open": _open,
    "drop": _drop,
    "dialog": _dialog,
}

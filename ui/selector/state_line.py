"""What the worker is doing, in words and one colour, always in the same place; a busy loop with its cures."""

from collections.abc import Callable
from time import monotonic_ns

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolBar, QToolButton, QWidget

from selcore.history.store import Store
from selcore.values.facts import Status
from selcore.values.timeouts import timeout_text
from selcore.wording.durations import duration
from selcore.wording.python_line import python_line

from ..kit import theme
from ..kit.labels import NARROW, OneLine, caption, narrow, set_tip
from ..kit.rate import Rate
from ..kit.saying import counted, say
from ..session.panel import Panel, SessionBegun
from .waiting import Waiting

CURES = {
    "pause": "loop.pause",
    "slow": "loop.slow",
    "stop-watching": "key.stop-watching",
    "stop-waiting": "call.stop",
    "restart": "worker.restart",
    "report": "worker.copy-report",
    "end": "program.end",
    "again": "program.again",
}
"""Buttons and the actions they trigger."""
MEANING = {"idle": "quiet", "waiting": "accent", "running": "good", "spinning": "error", "dead": "error"}


OfProgram = Callable[[], "tuple[str, bool, bool] | None"]
"""Words about a program that is watched, whether they are an alarm, whether it runs; None where none is watched."""
UNKNOWN = Status("idle", "", "", 0)
"""As long as the worker has not said anything."""


def tr(source: str) -> str:
    return QCoreApplication.translate("StateLine", source)


class Dot(QWidget):
    """A spot of the state's colour: full while the selector works, a ring while it rests."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(12, 12)
        self.meaning, self.full = "quiet", False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(self.meaning)
        painter.setPen(colour)
        painter.setBrush(colour if self.full else QColor(0, 0, 0, 0))
        painter.drawEllipse(2, 2, 8, 8)
        painter.end()


class StateLine(QFrame, Panel):
    """Its buttons trigger actions: ``chosen(action id)``; one does what ends the wait: ``end_wanted(End)``.

    ``look_wanted()`` while a call waits: what is it waiting for?
    """

    chosen = Signal(str)
    end_wanted = Signal(object)
    look_wanted = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("status")
        self.setAccessibleName(tr("state of the selector"))
        self._store = store
        self._rate = Rate()
        self._problem = ""
        self.recorded = False
        self.told: OfProgram = lambda: None
        self.waiting = Waiting()
        self._dot = Dot()
        self.words = OneLine()
        self.words.setObjectName("status.words")
        self.words.select_by_mouse()
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(28)
        self._buttons = {name: self._button(name, id) for name, id in CURES.items()}
        self._ending = self._make_button("end-wait", self._end_wait)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self.words, 1)
        row.addWidget(self._ending)
        for button in self._buttons.values():
            row.addWidget(button)
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self.refresh)

    def _button(self, name: str, id: str) -> QToolButton:
        return self._make_button(name, lambda: self.chosen.emit(id))

    def _make_button(self, name: str, press: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"cure.{name}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(press)
        button.hide()
        return button

    def _end_wait(self) -> None:
        end = self.waiting.end
        if end is not None:
            self.end_wanted.emit(end)

    def say(self, problem: str) -> None:
        """Something that stands in the way comes first; empty: nothing does."""
        self._problem = problem
        self.refresh()

    def begin(self, begun: SessionBegun) -> None:
        self.recorded = begun.only_looked_at
        self.waiting = Waiting()

    def apply_theme(self) -> None:
        self.refresh()

    def show_state(self) -> None:
        """Show the present state; figures follow four times a second."""
        status = self._store.status
        state = status.state if status else "idle"
        if state in ("idle", "dead"):
            self._tick.stop()
        else:
            if not self._tick.isActive():
                self._rate.begin(self._store.totals)
            self._tick.start()  # anew: it is for when nothing comes
        self.refresh()

    def refresh(self) -> None:
        status = self._store.status or UNKNOWN
        self._rate.take(self._store.totals)
        self._dot.meaning, self._dot.full = MEANING[status.state], status.state != "idle"
        self._dot.update()
        told = self.told()
        words = self._problem or (getattr(self, f"_{status.state}")(status) if told is None else told[0])
        if words != self.words.text():
            self.words.setText(words)
            set_tip(self.words, self._tip(status, words))
        alarm = status.state in ("spinning", "dead") or bool(self._problem) or (told is not None and told[1])
        theme.ink(self.words, "error" if alarm else None, bold=alarm)
        self._show_cures(status, told)
        self._show_ending(status)

    def _tip(self, status: Status, words: str) -> str:
        if status.state in ("running", "spinning") and self.recorded:
            return words
        if status.state in ("running", "spinning"):
            aside = tr("While the window paints, a run stands aside: without a window it makes more calls.")
            words = f"{words}\n{aside}"
        return f"{words}\n\n{self.waiting.whole()}" if self._waits(status) and self.waiting.known else words

    def _waits(self, status: Status) -> bool:
        """Whether a call waits, or one of a run has done so for a while; of a recording nobody can be asked."""
        if self.recorded or not self._watched():
            return False
        return status.state == "waiting" or (status.state == "running" and self._is_slow(status))

    def _is_slow(self, status: Status) -> bool:
        return self._rate.calls < 0.5 and monotonic_ns() - status.since > 5e8

    def _show_ending(self, status: Status) -> None:
        """The button that ends the wait; where it is not known yet what would, that is asked."""
        waits = self._waits(status)
        if waits and self.waiting.stale and not self.waiting.asked:
            self.waiting.asked = True
            self.look_wanted.emit()
        if not waits:
            self.waiting.forget()
        end = self.waiting.end if waits else None
        words = caption(say(end.words)) if end is not None else ""
        if words != self._ending.text() or self._ending.isHidden() == bool(words):
            self._ending.setVisible(bool(words))
            self._ending.setText(words)
            self._ending.setAccessibleName(words)
            set_tip(self._ending, python_line(end.by) if end is not None and end.by is not None else words)

    def _watched(self) -> int:
        return sum(state.registered is not None for state in self._store.objects.values())

    def _idle(self, status: Status) -> str:
        if self.recorded:
            return tr("A recording is shown · close it to do something")
        if self._store.selector_closed:
            return tr("Idle · the selector is closed: choose a selector class to make another")
        watched = self._watched()
        if not watched and all(state.state == "closed" for state in self._store.objects.values()):
            return tr("Idle · nothing is open")
        if not watched:
            return tr("Idle · nothing is watched yet: tick READ or WRITE of a file object")
        return tr("Idle · {n} watched").format(n=watched) + self._first_step()

    def _first_step(self) -> str:
        """What to press before anything was called."""
        totals = self._store.totals
        if totals.calls:
            return ""
        if any(state.callback not in ("", "none") for state in self._store.objects.values()):
            return tr(" · press F5 to run the loop: it calls select(), and the callback of what is ready")
        sent = "" if totals.sent else tr(" · nothing has been sent")
        return sent + tr(" · press F10 to call select() once")

    def _waiting(self, status: Status) -> str:
        passed = duration((monotonic_ns() - status.since) / 1e9) if monotonic_ns() - status.since > 1e8 else ""
        watched = self._watched()
        if not watched and status.timeout is None:
            return tr(
                "Waiting {passed} · nothing is registered: this waits until you register something (Esc: stop waiting)"
            ).format(passed=passed)
        till = "" if status.timeout is None else tr(" of {s} s").format(s=timeout_text(status.timeout))
        ends = self.waiting.words(timed=status.timeout is not None) or tr("Stop waiting: Esc")
        words = tr("Waiting {passed}{till} · {n} watched, none ready").format(passed=passed, till=till, n=watched)
        return f"{words} · {ends}"

    def _running(self, status: Status) -> str:
        pace = tr(" · slowed to {n} a second").format(n=f"{status.pace:g}") if status.pace else ""
        if self._is_slow(status):
            return self._call_waits(status) + pace
        return (
            counted(
                tr("Running · {calls} {calls:call|calls}/s, {results} {results:result|results}/s"),
                calls=f"{self._rate.calls:,.0f}",
                results=f"{self._rate.results:,.0f}",
            )
            + pace
        )

    def _call_waits(self, status: Status) -> str:
        watched = self._watched()
        if not watched and status.timeout is None:
            return tr("Running · nothing is registered: the call waits until you register something")
        ends = self.waiting.words(timed=status.timeout is not None)
        words = tr("Running · the call waits, {n} watched, none ready").format(n=watched)
        return f"{words} · {ends}" if ends else words

    def _spinning(self, status: Status) -> str:
        if not self._rate.calls and monotonic_ns() - status.since > 1e9:
            return self._running(status)  # it has stopped spinning: the call blocks now
        measured = self._rate.core > 0.05
        rate = counted(
            tr("{calls} {calls:call|calls}/s, {core} % of a CPU core")
            if measured
            else tr("{calls} {calls:call|calls}/s"),
            calls=f"{self._rate.calls:,.0f}",
            core=f"{self._rate.core * 100:.0f}",
        )
        if not status.busy:
            return tr("Busy loop: every call returns [] at once. {rate}").format(rate=rate)
        what = (
            self._why_busy(status.busy[0])
            if len(status.busy) == 1
            else tr("{names} are always ready").format(
                names=", ".join(status.busy[:3]) + (" …" if len(status.busy) > 3 else "")
            )
        )
        return tr("Busy loop: {what}. {rate}").format(what=what, rate=rate)

    def _why_busy(self, name: str) -> str:
        mask = self._store.last.get(name, (0, 0))[1]
        event = {1: tr("readable and nobody reads it"), 2: tr("always writable")}.get(mask, tr("always ready"))
        return tr("{name} is {event}").format(name=name, event=event)

    def _dead(self, status: Status) -> str:
        last = status.problem.strip().splitlines()[-1] if status.problem.strip() else ""
        return tr("The selector's thread has died: {why}").format(why=last)

    def _show_cures(self, status: Status, told: "tuple[str, bool, bool] | None") -> None:
        shown: tuple[str, ...] = {"spinning": ("pause", "slow", "stop-watching"), "dead": ("restart", "report")}.get(
            status.state, ()
        )
        if self._waits(status) and self.waiting.never:
            shown = ("stop-waiting",)
        if told is not None:
            shown = ("end",) if told[2] else ("again",)
        words = {
            "stop-waiting": tr("Stop waiting"),
            "pause": tr("Pause"),
            "slow": tr("Slow to 1/s"),
            "stop-watching": self._stop_watching(status),
            "restart": tr("Restart"),
            "report": tr("Copy report"),
            "end": tr("End the program"),
            "again": tr("Run again"),
        }
        for name, button in self._buttons.items():
            seen = name in shown and bool(words[name])
            if (seen, words[name]) == (not button.isHidden(), button.text()):
                continue
            button.setVisible(seen)
            button.setText(words[name])
            button.setAccessibleName(words[name])

    def _stop_watching(self, status: Status) -> str:
        if not status.busy:
            return ""
        name = status.busy[0]
        event = {1: "READ", 2: "WRITE"}.get(self._store.last.get(name, (0, 0))[1], "")
        return tr("Stop watching {event} on {name}").format(event=event, name=narrow(name, NARROW)).replace("  ", " ")


def state_bar(line: StateLine) -> QToolBar:
    """The line over the whole width of a window, under the selector it speaks of."""
    bar = QToolBar(tr("State of the selector"))
    bar.setObjectName("status-bar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.addWidget(line)
    return bar

"""The timeline, its buttons, and figures about the last two seconds."""

from collections import deque
from collections.abc import Callable
from time import monotonic, monotonic_ns

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from selcore.history.store import Change, Row, Store
from selcore.timeline.lanes import Lanes

from ..kit import theme
from ..kit.labels import OneLine, set_tip
from ..kit.rate import Rate
from ..kit.saying import counted
from ..kit.text_size import give_font
from ..session.panel import Panel, SessionBegun
from .timeline import Timeline
from .words import RowOf

SECONDS = 2.0


def tr(source: str) -> str:
    return QCoreApplication.translate("TimelinePanel", source)


class Shares:
    """Parts of the last two seconds that the worker was in ``select()`` and in callbacks, 0 to 1."""

    def __init__(self, lanes: Lanes):
        self._lanes = lanes
        self.blocked = self.callbacks = 0.0
        self._readings: deque[tuple[float, float, int]] = deque([(monotonic(), 0, 0)])

    def take(self, waiting: float) -> None:
        """A new reading; ``waiting`` are the ns that a call has been blocked which has not returned."""
        now, sums, readings = monotonic(), self._lanes.sums, self._readings
        readings.append((now, sums.blocked + waiting, sums.callbacks))
        while len(readings) > 2 and now - readings[1][0] >= SECONDS:
            readings.popleft()
        at, blocked, callbacks = readings[0]
        passed = max(now - at, 1e-3) * 1e9
        self.callbacks = min(max((sums.callbacks - callbacks) / passed, 0), 1)
        # A call that began before the two seconds is told with all of its time when it returns.
        self.blocked = min(max((sums.blocked + waiting - blocked) / passed, 0), 1 - self.callbacks)


class Shared(QWidget):
    """The shares as a bar: in ``select()`` quiet, in callbacks in the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(56, 10)
        self.blocked = self.callbacks = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        quiet, width = theme.colour("quiet"), self.width() - 2
        painter.fillRect(1, 1, round(width * self.blocked), 8, theme.mix(self.palette().base().color(), quiet, 0.55))
        painter.fillRect(1 + round(width * self.blocked), 1, round(width * self.callbacks), 8, theme.colour("accent"))
        painter.setPen(quiet)
        painter.drawRect(0, 0, self.width() - 1, 9)
        painter.end()


def _percent(part: float) -> str:
    """With a place after the point where it is little: ``0.4 %``."""
    return f"{part:.1%}" if 0.0005 <= part < 0.1 else f"{part:.0%}"


class TimelinePanel(QWidget, Panel):
    """``fill`` gives it its buttons. Figures are asked for four times a second while it is in sight.

    ``behind()`` tells whether more has happened than was told.
    """

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        row_of: RowOf,
        behind: Callable[[], bool] = lambda: False,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self.setObjectName("timeline.panel")
        self._behind = behind
        self._chosen: tuple[str, Row | None] | None = None
        self._in_sight = False
        self._store, self._lanes = store, lanes
        self._rate, self._shares = Rate(), Shares(lanes)
        self.view = Timeline(lanes, row_of)
        self.view.live = self._is_live
        self.view.waits_after = self._waits_after
        self.view.behind = behind
        self._bar = Shared()
        self.figures = OneLine()
        self.figures.setObjectName("timeline.figures")
        give_font(self.figures, "tabular")
        self.figures.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 4, 2)
        head.setSpacing(8)
        head.addWidget(self._bar)
        head.addWidget(self.figures, 1)
        head.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self.refresh_figures)
        self.refresh_figures()

    def fill(self, *actions: QAction) -> None:
        """A button for each of these."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setObjectName(f"button.{action.objectName()}")
            button.setAccessibleName(action.text())
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._buttons.addWidget(button)

    def show_chosen(self, name: str, row: Row | None) -> None:
        """Make the lane of that object current and mark what belongs to that row: at once, or when one sees it."""
        self._chosen = name, row
        self._catch_up()

    def set_in_sight(self, on: bool) -> None:
        self._in_sight = on
        self._catch_up()

    def _catch_up(self) -> None:
        if self._chosen is None or not self._in_sight:
            return
        (name, row), self._chosen = self._chosen, None
        if name:
            self.view.set_current(name)
        self.view.show_row(row)

    def _is_live(self) -> bool:
        status = self._store.status
        return status is not None and status.state in ("waiting", "running", "spinning")

    def _waits_after(self) -> int | None:
        """At a pace there is a pause before the next call; nothing is known while what was told is on its way."""
        status = self._store.status
        if not self._is_live() or status is None or self._behind():
            return None
        return round(1e9 / status.pace) if status.pace else 0

    def begin(self, begun: SessionBegun) -> None:
        if not begun.keeps_history:
            self.view.begin()

    def focus_chain(self) -> list[QWidget]:
        return [self.view]

    def fold(self, change: Change) -> None:
        """Something has happened."""
        self._refresh()

    def _refresh(self) -> None:
        self.view.fold()
        if self.isVisible() and not self._tick.isActive():
            self._tick.start()

    def refresh_figures(self) -> None:
        now = monotonic_ns()
        since = self._lanes.waiting or self.view.waiting_since(now)
        self._rate.take(self._store.totals)
        self._shares.take(now - since if since else 0)
        self._bar.blocked, self._bar.callbacks = self._shares.blocked, self._shares.callbacks
        self._bar.update()
        words = self._words()
        self.figures.setText(words)
        self.figures.setAccessibleName(words)
        set_tip(
            self.figures,
            "\n".join(
                (
                    words,
                    tr(
                        "Of the last two seconds: in select() the program waits, in callbacks it serves what was ready."
                    ),
                    self._kept(),
                )
            ),
        )
        if not self._is_live() and not self._rate.calls and not self._shares.blocked:
            self._tick.stop()

    def _words(self) -> str:
        calls, results = self._rate.calls, self._rate.results
        each = f"{results / calls:.2f}" if calls else "–"
        words = tr(
            "{calls} {calls:call|calls}/s · {results} {results:result|results}/s · {each} a call · "
            "select() {blocked} · callbacks {callbacks}"
        )
        return counted(
            words,
            calls=f"{calls:,.0f}",
            results=f"{results:,.0f}",
            each=each,
            blocked=_percent(self._shares.blocked),
            callbacks=_percent(self._shares.callbacks),
        )  # fmt: skip

    def _kept(self) -> str:
        """What is not shown is counted."""
        lanes = self._lanes
        words = counted(
            tr("{n} {n:segment|segments} kept, {evicted} oldest removed"),
            n=f"{lanes.segments():,}",
            evicted=f"{lanes.evicted:,}",
        )
        if lanes.lost:
            words += " · " + counted(tr("{n} {n:lane|lanes} of closed objects removed"), n=f"{lanes.lost:,}")
        return words

    def apply_theme(self) -> None:
        self.view.apply_theme()
        self._bar.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rate.begin(self._store.totals)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

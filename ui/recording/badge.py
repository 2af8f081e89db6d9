"""REC in red at the bottom of the window while a recording is made: how much was written and how much was lost."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ..kit import theme
from ..kit.labels import PlainLabel, set_tip
from ..kit.saying import counted
from ..session.panel import Panel

if TYPE_CHECKING:
    from selcore.recording import Recorder


def tr(source: str) -> str:
    return QCoreApplication.translate("Recording", source)


class RecordingBadge(PlainLabel, Panel):
    """Emits ``ended(recorder)`` when nothing more will be written, whatever the reason."""

    ended = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent=parent)
        self.setObjectName("recording")
        self.setContentsMargins(8, 2, 8, 2)
        self.recorder: Recorder | None = None
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self.refresh)
        self.hide()

    def recorded_to(self) -> Path | None:
        """The file that is recorded into, as long as it is."""
        return self.recorder.path if self.recorder is not None and self.recorder.active else None

    def show_recorder(self, recorder: "Recorder") -> None:
        """Show how it goes on until it has ended."""
        self.recorder = recorder
        self._tick.start()
        self.refresh()
        self.show()

    def refresh(self) -> None:
        """The figures as they are now; the end, where it has come."""
        recorder = self.recorder
        if recorder is None:
            return
        if not recorder.active:
            self.forget()
            self.ended.emit(recorder)
            return
        size, rows, time = _size(recorder.size), recorder.calls + recorder.commands, _time(monotonic() - recorder.began)
        shown = counted(tr("● REC {time} · {rows} {rows:row|rows} · {size}"), time=time, rows=f"{rows:,}", size=size)
        said = counted(
            tr("recording for {time}: {rows} {rows:row|rows}, {size}"), time=time, rows=f"{rows:,}", size=size
        )
        if recorder.lost_calls:
            lost = counted(tr(" · {n} {n:call|calls} lost"), n=f"{recorder.lost_calls:,}")
            shown, said = shown + lost, said + lost
        self.setText(shown)
        self.setAccessibleName(said)
        set_tip(self, str(recorder.path))
        self.apply_theme()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        theme.ink(self, "error", bold=True)

    def forget(self) -> None:
        """Show nothing any more."""
        self.recorder = None
        self._tick.stop()
        self.hide()


def _time(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.0f} kB"

"""Recording: everything that happens into a file, and such a file shown again in the place of the session."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.worker.inbox import Full

from ..questions.files import choose_file, choose_target
from ..session.reading import RECORDINGS

if TYPE_CHECKING:
    from selcore.recording import Recorder, Recording

    from ..shell.main_window import MainWindow

LONGEST = 10.0
"""Seconds that the window waits at its end for what is still to be written."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Recording", source)


class RecordingHandlers:
    """Actions on recordings."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "recording.start": lambda _: self._choose_target(),
            "recording.stop": lambda _: self.stop(),
            "recording.open": lambda _: self._choose(),
            "recording.close": lambda _: self._window.handlers.experiments.begin(),
        }

    # Making one.

    def _choose_target(self) -> None:
        from datetime import datetime

        name = datetime.now().strftime("recording-%Y%m%d-%H%M%S.sqlite")
        choose_target(self._window, "recording.target", tr("Record to file"), name, _filter(), self.start)

    def start(self, path: Path) -> bool:
        """Record into that file from now on; whether it could be made. If not, the reason is said."""
        from selcore.recording import Recorder, Unwritable

        recorder = Recorder(path)
        try:
            recorder.start()
        except Unwritable as error:
            self._window.questions.inform(tr("It is not recorded: {path}: {why}").format(path=path, why=error))
            return False
        try:
            self._window.bridge.record(recorder)
        except Full as error:
            recorder.end()
            self._window.questions.inform(tr("It is not recorded: {path}: {why}").format(path=path, why=error))
            return False
        self._window.recording_badge.show_recorder(recorder)
        self._window.refresh_actions()
        return True

    def stop(self) -> None:
        """Record no more; what waits is still written."""
        self._window.bridge.record(None)

    def ended(self, recorder: "Recorder") -> None:
        """Nothing more is written: by a wish, by the end of the session, or because it could not go on."""
        rows = f"{recorder.calls + recorder.commands:,}"
        if recorder.problem is not None:
            self._window.bridge.record(None)
            words = tr("The recording was stopped: {why}.\n{n} rows are in {path}.")
            self._window.questions.inform(words.format(why=recorder.problem, n=rows, path=recorder.path))
        else:
            words = tr("Recorded: {n} rows are in {path}.").format(n=rows, path=recorder.path)
            if recorder.lost_calls:
                words += tr(" {n} calls could not be kept up with.").format(n=f"{recorder.lost_calls:,}")
            self._window.counts.say(words)
            self._window.preferences.add_recent(recorder.path)
        self._window.refresh_actions()

    def close(self) -> None:
        """The window closes; its worker has ended, and with it what is to be recorded."""
        recorder = self._window.recording_badge.recorder
        self._window.recording_badge.forget()
        if recorder is not None:
            recorder.end()
            recorder.wait(LONGEST)

    # Showing one.

    def _choose(self) -> None:
        chosen = self._window.handlers.experiments.open_recording
        choose_file(self._window, "recording.source", tr("Open recording"), _filter(), chosen)

    def show(self, recording: "Recording", path: Path) -> None:
        """Show it in the place of the session, which ends."""
        from selcore.recording import Playback

        grouping = self._window.handlers.selector.grouping
        self._window.handlers.experiments.begin(source=lambda notify: Playback(notify, recording, grouping))
        self._window.document.show_recorded(path)
        self._window.preferences.add_recent(path)


def _filter() -> str:
    return f"{tr('Recordings')} ({' '.join(f'*{one}' for one in RECORDINGS)})"

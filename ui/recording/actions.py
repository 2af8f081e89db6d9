"""Actions for recordings: record everything that happens into a file, and return from a recording that is shown."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.history.store import Change
from selcore.worker.inbox import Full

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..kit.saying import counted
from ..questions.files import choose_file, choose_target
from ..session.actions import SessionActions
from ..session.context import ActionContext
from ..session.panel import SessionBegun
from ..session.reading import RECORDINGS
from ..session.room_actions import RoomActions
from .badge import RecordingBadge
from .banner import RecordingBanner

if TYPE_CHECKING:
    from selcore.recording import Recorder

LONGEST = 10.0
"""Seconds that the window waits at its end for what is still to be written."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Recording", source)


class RecordingActions(RoomActions):
    """Actions on recordings."""

    def __init__(self, context: ActionContext, badge: RecordingBadge, banner: RecordingBanner, session: SessionActions):
        super().__init__(context)
        self._badge, self._banner, self._session = badge, banner, session
        badge.ended.connect(self.ended)
        banner.closed.connect(lambda: context.actions.trigger("recording.close"))

    def table(self) -> dict[str, Do]:
        return {
            "recording.start": lambda _: self._choose_target(),
            "recording.stop": lambda _: self.stop(),
            "recording.open": lambda _: self._choose(),
            "recording.close": lambda _: self._session.begin_session(),
        }

    def conditions(self) -> dict[str, Condition]:
        bridge, badge = self._context.bridge, self._badge
        return {
            "recordable": lambda: self._goes_on() and badge.recorder is None,
            "recording": lambda: badge.recorder is not None,
            "live": lambda: bridge.is_live,
            "recorded": lambda: bridge.playback is not None,
        }

    def _goes_on(self) -> bool:
        """Whether there may be something to record."""
        bridge = self._context.bridge
        program = bridge.program
        return bridge.playback is None and bridge.state != "dead" and (program is None or program.alive)

    def fold(self, change: Change) -> None:
        self._banner.refresh(self._context.bridge.playback)

    def begin(self, begun: SessionBegun) -> None:
        self._banner.refresh(self._context.bridge.playback)

    # Making one.

    def _choose_target(self) -> None:
        from datetime import datetime

        name = datetime.now().strftime("recording-%Y%m%d-%H%M%S.sqlite")
        choose_target(self._context.parent, "recording.target", tr("Record to file"), name, _filter(), self.start)

    def start(self, path: Path) -> bool:
        """Record into that file from now on; whether it could be made. If not, the reason is said."""
        from selcore.recording import Recorder, Unwritable

        recorder = Recorder(path)
        try:
            recorder.start()
        except Unwritable as error:
            self._context.questions.inform(tr("It is not recorded: {path}: {why}").format(path=path, why=error))
            return False
        try:
            self._context.bridge.record(recorder)
        except Full as error:
            recorder.end()
            self._context.questions.inform(tr("It is not recorded: {path}: {why}").format(path=path, why=error))
            return False
        self._badge.show_recorder(recorder)
        self._context.refresh_actions()
        return True

    def stop(self) -> None:
        """Record no more; what waits is still written."""
        self._context.bridge.record(None)

    def ended(self, recorder: "Recorder") -> None:
        """Nothing more is written: by a wish, by the end of the session, or because it could not go on."""
        rows = f"{recorder.calls + recorder.commands:,}"
        if recorder.problem is not None:
            self._context.bridge.record(None)
            words = tr("The recording was stopped: {why}.\n{n} {n:row is|rows are} in {path}.")
            self._context.questions.inform(counted(words, why=recorder.problem, n=rows, path=recorder.path))
        else:
            words = counted(tr("Recorded: {n} {n:row is|rows are} in {path}."), n=rows, path=recorder.path)
            if recorder.lost_calls:
                words += counted(tr(" {n} {n:call|calls} could not be kept up with."), n=f"{recorder.lost_calls:,}")
            self._context.say(words)
            self._context.preferences.add_recent(recorder.path)
        self._context.refresh_actions()

    def close(self) -> None:
        """The window closes; its worker has ended, and with it what is to be recorded."""
        recorder = self._badge.recorder
        self._badge.forget()
        if recorder is not None:
            recorder.end()
            recorder.wait(LONGEST)

    # Showing one.

    def _choose(self) -> None:
        parent, chosen = self._context.parent, self._session.open_recording
        choose_file(parent, "recording.source", tr("Open recording"), _filter(), chosen)


def _filter() -> str:
    return f"{tr('Recordings')} ({' '.join(f'*{one}' for one in RECORDINGS)})"

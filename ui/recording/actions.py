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
        self._making: Recorder | None = None
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
            "recordable": lambda: self._goes_on() and badge.recorder is None and self._making is None,
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
        if self._making is not None:
            self._refuse(self._making, tr("the session has ended before its file was there"))

    # Making one.

    def _choose_target(self) -> None:
        from datetime import datetime

        name = datetime.now().strftime("recording-%Y%m%d-%H%M%S.sqlite")
        choose_target(self._context.parent, "recording.target", tr("Record to file"), name, _filter(), self.start)

    def start(self, path: Path) -> None:
        """Record into that file as soon as it is made, which the window does not wait for: the badge shows it then.

        If it cannot be made, the reason is said.
        """
        from selcore.recording import Recorder

        self._making = recorder = Recorder(path)
        self._context.say(tr("Making {path}: it is recorded from when that is there").format(path=path))
        self._context.refresh_actions()
        self._context.reader.look(lambda: _Made(recorder), self._record)

    def _record(self, made: "_Made") -> None:
        recorder = made.recorder
        if recorder is not self._making:
            made.close()
            return
        if made.problem:
            self._refuse(recorder, made.problem)
            return
        try:
            self._context.bridge.record(recorder)
        except Full as error:
            self._refuse(recorder, str(error))
            return
        self._making = None
        self._context.say("")
        self._badge.show_recorder(recorder)
        self._context.refresh_actions()

    def _refuse(self, recorder: "Recorder", why: str) -> None:
        recorder.end()
        self._making = None
        self._context.say("")
        self._context.questions.inform(tr("It is not recorded: {path}: {why}").format(path=recorder.path, why=why))
        self._context.refresh_actions()

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
        """The window closes; its worker has ended, and with it what is to be recorded.

        What a disk that hangs has not written by then is among what was not saved.
        """
        recorder, self._making = self._badge.recorder or self._making, None
        self._badge.forget()
        if recorder is not None:
            recorder.end()
            if not recorder.wait(LONGEST) or recorder.state == "beginning":
                self._context.writer.left.append(recorder.path)

    # Showing one.

    def _choose(self) -> None:
        parent, chosen = self._context.parent, self._session.open_recording
        choose_file(parent, "recording.source", tr("Open recording"), _filter(), chosen)


class _Made:
    """A recording's file, made on the thread that it is created on; ``problem`` says why it could not be."""

    def __init__(self, recorder: "Recorder"):
        from selcore.recording import Unwritable

        self.recorder, self.problem = recorder, ""
        try:
            recorder.start()
        except Unwritable as error:
            self.problem = str(error)

    def close(self) -> None:
        """Nobody wants it any more: what is there is a recording without rows."""
        self.recorder.end()


def _filter() -> str:
    return f"{tr('Recordings')} ({' '.join(f'*{one}' for one in RECORDINGS)})"

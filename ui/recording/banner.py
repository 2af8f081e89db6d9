"""The banner above a recording that is shown: when and where it was made, how far it was read, and the way back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.labels import cut, label
from ..kit.saying import counted
from ..session.panel import Panel

if TYPE_CHECKING:
    from selcore.recording import Playback

LONGEST = 200
"""Characters of the reason why it was stopped."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Recording", source)


class RecordingBanner(QFrame, Panel):
    """Emits ``closed()`` when its button is pressed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("recording.banner")
        self.setAccessibleName(tr("a recording is shown"))
        self.head, self.words = label("recording.head"), label("recording.words")
        self.button = QToolButton()
        self.button.setObjectName("recording.back")
        self.button.setText(tr("Close recording"))
        self.button.setAccessibleName(self.button.text())
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.closed)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.head)
        texts.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 8, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def refresh(self, playback: "Playback | None") -> None:
        """What is to be said of it now; None: no recording is shown."""
        self.setVisible(playback is not None)
        if playback is None:
            return
        about = playback.recording.about
        self.head.setText(
            tr("Recorded on {when} with Python {python}, {system} {release}").format(
                when=_when(about.get("started", "")),
                python=_brief(about.get("python", "?")),
                system=_brief(about.get("system", "?")),
                release=_brief(about.get("release", "")),
            )
        )
        self.words.setText(" · ".join(_words(playback)))
        self.apply_theme()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        colour, tint = theme.colour("write").name(), theme.tint("write").name()
        theme.sheet(self, f"#recording\\.banner {{ background: {tint}; border-left: 4px solid {colour}; }}")
        theme.ink(self.head, bold=True)


def _words(playback: "Playback") -> list[str]:
    recording = playback.recording
    found = [counted(tr("{name}: {n} {n:call|calls}"), name=recording.path.name, n=f"{recording.calls:,}")]
    if playback.problem:
        found.append(tr("it could not be read to its end: {why}").format(why=playback.problem))
    elif playback.alive:
        found.append(tr("reading, {n} %").format(n=int(playback.progress * 100)))
    if recording.lost:
        found.append(counted(tr("{n} {n:call|calls} could not be kept up with"), n=f"{recording.lost:,}"))
    if recording.lost_records:
        words = tr("{n} {n:record|records} of the program were lost before they were read")
        found.append(counted(words, n=f"{recording.lost_records:,}"))
    if recording.shown:
        words = tr("of its file objects {n} are shown: those that were open, and the newest")
        found.append(words.format(n=f"{recording.shown:,}"))
    stopped = recording.about.get("stopped", "")
    if stopped:
        found.append(tr("it was stopped: {why}").format(why=_brief(stopped, LONGEST)))
    elif not recording.complete:
        found.append(tr("it was not brought to its end: what came last may be missing"))
    found.append(tr("nothing here runs"))
    return found


def _when(words: str) -> str:
    from PySide6.QtCore import QDateTime, QLocale

    at = QDateTime.fromString(words, Qt.DateFormat.ISODateWithMs)
    return (
        QLocale().toString(at.toLocalTime(), QLocale.FormatType.ShortFormat) if at.isValid() else _brief(words) or "?"
    )


def _brief(words: str, most: int = 40) -> str:
    """A stranger's words on one line: the banner stands over what is shown, and takes no more room than it needs."""
    return cut(" ".join(words.split()), most)

"""What a signal does to select(): a program and what it printed, recorded, for it cannot be played on this selector."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from selcore.reference.signal_run import SignalRun, load_signal_run

from ..kit import theme
from ..kit.rich import Page, escape


def tr(source: str) -> str:
    return QCoreApplication.translate("SignalRun", source)


class SignalsDialog(QDialog):
    """The program above, what it printed beneath, and where that was."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("signals")
        self.setWindowTitle(tr("Signals and select() (recorded)"))
        self.resize(680, 600)
        page = Page("signals.text", tr("a program, what it printed, and what that means"))
        page.setHtml(_html(load_signal_run()))
        buttons = theme.without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(page)
        layout.addWidget(buttons)


def _html(run: SignalRun) -> str:
    why = tr(
        "Python runs signal handlers on its main thread, and the selector of this window lives on another: what a "
        "handler does to a call that waits is recorded here, from a process of its own."
    )
    where = tr("Recorded: CPython {python}, {system} {kernel}, {selector}.").format(
        python=run.python, system=run.system, kernel=run.kernel, selector=run.selector
    )
    meaning = tr(
        "A handler that returns leaves no trace: since Python 3.5 the call is made again with the time that is left "
        "(PEP 475), and returns [] when that is over, not earlier. What a handler raises comes out of select() at once."
    )
    return (
        f"<p>{escape(why)}</p><p><b>{escape(where)}</b></p><pre>{escape(run.program)}</pre>"
        f"<p><b>{escape(tr('It printed'))}</b></p><pre>{escape(run.printed)}</pre><p>{escape(meaning)}</p>"
    )

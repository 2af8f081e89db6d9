"""The recorded run of a signal stands in the window, marked as recorded."""

from PySide6.QtWidgets import QDialog, QTextBrowser

from selcore.reference.signal_run import load_signal_run
from tests.ui.user import User


def test_it_is_marked_as_recorded_with_its_python_and_kernel(user: User) -> None:
    user.do("help.signals")
    page: QTextBrowser = user.find(QTextBrowser, "signals.text")
    said, run = page.toPlainText(), load_signal_run()
    assert f"Recorded: CPython {run.python}, {run.system} {run.kernel}" in said
    assert "signal.setitimer(signal.ITIMER_REAL, 0.05)" in said
    assert "returns: select(0.2) returned [] after 0.2" in said and "raised RuntimeError('from the handler')" in said
    user.find(QDialog, "signals").reject()

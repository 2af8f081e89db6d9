"""A fault of ours is said on stderr and in a window whose report can be copied; the program goes on."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from playground.crash import MOST, CrashReporter
from tests.ui.conftest import nothing_is_left, warm  # noqa: F401 - Qt's own descriptors are there before


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def boxes(window: QWidget) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox, "crash") if box.isVisible()]


def fail() -> None:
    raise ZeroDivisionError("a fault of ours")


def test_a_fault_in_a_slot_is_shown_and_can_be_copied(
    window: QWidget, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with CrashReporter(window):
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: bool(boxes(window)), timeout=10_000)
    assert "ZeroDivisionError: a fault of ours" in capsys.readouterr().err
    (box,) = boxes(window)
    assert box.text().endswith("ZeroDivisionError: a fault of ours") and not box.informativeText()
    assert box.textFormat() == Qt.TextFormat.PlainText
    copy = next(button for button in box.buttons() if button.text() == "Copy report")
    copy.click()
    report = QApplication.clipboard().text()
    assert report.startswith("Selector Playground") and "in fail" in report and report == box.detailedText()


def test_a_fault_in_a_thread_is_shown(window: QWidget, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    with CrashReporter(window):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(boxes(window)), timeout=10_000)
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_fault_that_repeats_does_not_bury_the_desktop(
    window: QWidget, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with CrashReporter(window):
        for number in range(MOST + 3):
            sys.excepthook(ValueError, ValueError(f"number {number}"), None)
        qtbot.waitUntil(lambda: len(boxes(window)) == MOST, timeout=10_000)
        QApplication.processEvents()
        assert len(boxes(window)) == MOST
    assert capsys.readouterr().err.count("ValueError: number") == MOST + 3, "on stderr each is said"


def test_without_stderr_it_is_shown_all_the_same(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with CrashReporter(window):
        hook = sys.excepthook
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", None)
            hook(ValueError, ValueError("unheard"), None)
        qtbot.waitUntil(lambda: bool(boxes(window)), timeout=10_000)
    assert capsys.readouterr().out == ""


def test_the_hooks_are_as_before(window: QWidget) -> None:
    before = sys.excepthook, threading.excepthook
    with CrashReporter(window):
        assert (sys.excepthook, threading.excepthook) != before
    assert (sys.excepthook, threading.excepthook) == before

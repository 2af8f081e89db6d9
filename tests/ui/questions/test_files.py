"""Files are chosen in dialogs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.user import User


@pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
def test_files_are_chosen_in_dialogs(user: User, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QFileDialog

    user.do("scenario.pair")
    user.action("experiment.save-as").trigger()
    dialog: QFileDialog = user.find(QFileDialog, "experiment.target")
    dialog.fileSelected.emit(str(tmp_path / "chosen.selector.json"))
    dialog.close()
    user.settle()
    assert (tmp_path / "chosen.selector.json").exists() and not user.window.isWindowModified()
    user.do("experiment.new")
    user.action("experiment.open").trigger()
    dialog = user.find(QFileDialog, "experiment.source")
    dialog.fileSelected.emit(str(tmp_path / "chosen.selector.json"))
    dialog.close()
    user.wait_until(lambda: user.names() == ["pair.a", "pair.b"])


@pytest.mark.leaves
def test_a_file_that_is_not_there_is_told_by_who_reads_it(open_window: Callable[..., User], tmp_path: Path) -> None:
    """Qt's own box about it would run a loop of events inside the key press."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QFileDialog, QLineEdit

    told = list[str]()
    user = open_window(ask=lambda id, words, choices: told.append(words) or choices[0])
    user.action("experiment.open").trigger()
    dialog: QFileDialog = user.find(QFileDialog, "experiment.source")
    line: QLineEdit = user.find(QLineEdit, "fileNameEdit")
    line.setText(str(tmp_path / "gone.json"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    user.wait_until(lambda: bool(told))
    assert "gone.json" in told[0] and "No such file" in told[0]

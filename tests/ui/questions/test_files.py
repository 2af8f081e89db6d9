"""Files are chosen in dialogs."""

from pathlib import Path

import pytest

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

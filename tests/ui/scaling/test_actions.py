"""What draws plots is imported when it is asked for."""

import subprocess
import sys

import pytest


@pytest.mark.heavy
def test_what_draws_plots_is_not_imported_before_it_is_asked_for() -> None:
    code = """
import sys
from PySide6.QtWidgets import QApplication
from playground.compose import build_window
app = QApplication([])
window = build_window()
print(*sorted({"pyqtgraph", "selcore.scaling"} & sys.modules.keys()))
window.close_now()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout.strip()) == (0, "")

"""The dialog for preferences that are kept between runs."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from selcore.values.commands import MOST_BYTES

from ..kit import theme
from .preferences import Preferences


def tr(source: str) -> str:
    return QCoreApplication.translate("Settings", source)


class SettingsDialog(QDialog):
    """Theme, rows kept, bytes a Receive asks for, longest wait. ``kept(theme)`` once all are in the preferences."""

    kept = Signal(str)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None):
        super().__init__(parent)
        self._preferences = preferences
        self.setObjectName("settings")
        self.setWindowTitle(tr("Settings"))
        kept = preferences
        self.theme = QComboBox()
        for words, id in ((tr("As the system"), "system"), (tr("Light"), "light"), (tr("Dark"), "dark")):
            self.theme.addItem(words, id)
        self.theme.setCurrentIndex(self.theme.findData(kept.theme))
        self.capacity = _whole(1000, 5_000_000, kept.capacity)
        self.receive = _whole(1, MOST_BYTES, kept.receive_size)
        self.longest = QDoubleSpinBox()
        self.longest.setRange(0, 86_400)
        self.longest.setSpecialValueText(tr("no limit"))
        self.longest.setSuffix(" s")
        self.longest.setValue(kept.longest_wait)
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        rows = (
            ("theme", tr("Theme"), self.theme),
            ("capacity", tr("Rows of the history kept"), self.capacity),
            ("receive", tr("Bytes that Receive asks for"), self.receive),
            ("longest-wait", tr("End a blocked call after"), self.longest),
        )
        for name, words, widget in rows:
            widget.setObjectName(f"settings.{name}")
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        buttons = theme.without_icons(
            QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        )
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def _keep(self) -> None:
        kept = self._preferences
        kept.capacity, kept.receive_size = self.capacity.value(), self.receive.value()
        kept.longest_wait = self.longest.value()
        self.kept.emit(self.theme.currentData())
        self.accept()


def _whole(least: int, most: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    box.setValue(value)
    return box

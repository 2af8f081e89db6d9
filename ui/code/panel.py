"""The code of what was done: what is not in it, its lines, and what takes it away."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.saying import counted, say
from ..kit.tight_buttons import TightButtons
from ..session.panel import Panel
from .following import CodeFollower, ShownCode
from .model import CodeModel
from .view import CodeView

EDGE, MARGIN = 8, 16
"""Pixels around it, and beside its buttons."""
TOLD = 40
"""Of what cannot be exported, as much as a tooltip has lines."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Code", source)


class CodePanel(QWidget, Panel):
    """``chosen(step)`` when the line of another step is; ``fill`` gives it its buttons."""

    chosen = Signal(int)

    def __init__(self, following: CodeFollower, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("code.panel")
        self._following = following
        self._marked: int | None = None
        self._marking = False
        self.model = CodeModel(self)
        self.view = CodeView(self.model, tr("what was done, as Python"))
        self.cannot = label("code.cannot", spoken=tr("what is not in the code"), selectable=True)
        self.cannot.hide()
        self._buttons: list[QToolButton] = []
        self._row = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, EDGE, EDGE)
        layout.setSpacing(4)
        layout.addWidget(self.cannot)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._row)
        following.made.connect(self.show_script)
        self.view.selectionModel().currentChanged.connect(lambda now, before: self._choose(now))
        self.view.clicked.connect(self._choose)

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """The buttons that take it away."""
        self._buttons = [self._button(actions[id]) for id in ("code.copy", "code.save")]
        self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
        TightButtons(self, self._buttons, (), MARGIN)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(f"button.{action.objectName()}")
        button.setAccessibleName(action.text())
        return button

    # What is shown.

    def set_in_sight(self, on: bool) -> None:
        self._following.set_in_sight(on)

    def show_script(self, shown: ShownCode) -> None:
        """Another script. Who reads the newest line goes on reading that."""
        follows, self._marking = self.view.at_end() and self._marked is None, True
        self.model.show(shown)
        self._marking = False
        self._say_what_is_missing(shown)
        self.view.lay_out()
        if self._marked is not None:
            self.mark(self._marked)
        elif follows:
            self.view.scrollToBottom()

    def _say_what_is_missing(self, shown: ShownCode) -> None:
        told = [say(one.words) for one in shown.script.cannot]
        if self._following.watches:
            told.insert(0, tr("A program is watched: what it does is no experiment, and has no code here."))
        if shown.left_out:
            words = tr("Only the first {n} {n:command|commands} of {all} are shown; copied and saved are all.")
            every = len(shown.steps) + shown.left_out
            told.insert(0, counted(words, n=f"{len(shown.steps):,}", all=f"{every:,}"))
        first = told[0] if len(told) == 1 else ""
        words = counted(tr("{n} {n:thing|things} that the code does not do as it was done:"), n=f"{len(told):,}")
        self.cannot.setText(first or (f"{words} {told[0]} …" if told else ""))
        set_tip(self.cannot, "\n".join(told[:TOLD]))
        self.cannot.setVisible(bool(told))

    # What is chosen.

    def mark(self, step: int | None) -> None:
        """Mark the lines of that step, because a row of it was chosen; None: the newest is followed again."""
        self._marked = step
        rows = None if step is None else self.model.rows(step)
        self._marking = True
        if rows is None:
            self.view.clearSelection()
        elif self.model.step(self.view.currentIndex().row()) != step or not self.view.selectedIndexes():
            self.view.mark(*rows)
        self._marking = False

    def _choose(self, index: QModelIndex) -> None:
        step = self.model.step(index.row())
        if step is not None and not self._marking:
            self._marked = step
            self.chosen.emit(step)

    def focus_chain(self) -> Sequence[QWidget]:
        return (self.view, *self._buttons)

    def apply_theme(self) -> None:
        theme.ink(self.cannot, "quiet")
        self.view.viewport().update()

    def fit(self) -> None:
        self.view.lay_out()

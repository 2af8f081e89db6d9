"""The opened experiment: its commands with what came of them, how far it has been played, and what plays it on."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from selcore.history.store import Change, Store
from selcore.wording.unseen import coded

from ..bridge.stepper import Stepper
from ..kit import theme
from ..kit.labels import cut, label, set_tip
from ..kit.saying import counted
from ..kit.table_view import make_table
from ..kit.text_size import give_font
from ..kit.tight_buttons import WORDS, TightButtons
from ..session.panel import Panel
from .model import Place, StepsModel
from .view import StepsView

LONGEST_TITLE = 200
"""Characters."""
NOTE, DETAILS = 400, 200
"""Characters of the note, and of the line and its answer, beneath the list; the whole is in the tooltip."""
BUTTONS = ("experiment.from-start", "experiment.back", "experiment.step", "experiment.play")
HERE = ("experiment.run-to", "experiment.again")
"""The actions that are its buttons: for the whole of it, and for the chosen command."""
EDGE = 8
MARGIN, LINE = 40, 320
"""Pixels beside and between the buttons; of the line beside which stand those for the chosen command."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Experiment", source)


class ExperimentPanel(QWidget, Panel):
    """``chosen(number)`` when another command is chosen; ``fill`` gives it its buttons."""

    chosen = Signal(int)

    def __init__(self, stepper: Stepper, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self._stepper, self._store = stepper, store
        self._marking = False
        self.model = StepsModel(stepper, store.kind_of, self)
        self.view = self._make_view()
        self.title = label("experiment.title", spoken=tr("the experiment"), wraps=False)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words = label("experiment.words", spoken=tr("how far it has been played"))
        self.note = label("experiment.note", spoken=tr("a note"), selectable=True, most=NOTE)
        self.line = label("experiment.line", spoken=tr("the chosen command"), selectable=True, most=DETAILS)
        self.menu = QMenu(self)
        self.menu.setObjectName("menu.experiment")
        self._first, self._here = QHBoxLayout(), QHBoxLayout()
        self._buttons: list[QToolButton] = []
        self._play: tuple[QToolButton, QAction, QAction] | None = None
        self._lay_out()
        stepper.listed.connect(self._show_all)
        stepper.moved.connect(self._show_place)
        self._show_all()

    def _make_view(self) -> StepsView:
        view = StepsView()
        make_table("experiment", tr("commands of the experiment"), self.model, view=view)
        view.set_up()
        view.selectionModel().currentChanged.connect(self._current_changed)
        view.clicked.connect(lambda index: self._choose(index.row()))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        return view

    def _lay_out(self) -> None:
        for row in (self._first, self._here):
            row.setSpacing(4)
        self._here.addWidget(self.line, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 2, 0, EDGE)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.note)
        layout.addLayout(self._here)
        layout.addLayout(self._first)

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """Buttons for the whole of it and, beside the chosen command, for what is done up to it; a menu with all."""
        first = [self._button(actions[id], self._first) for id in BUTTONS]
        here = [self._button(actions[id], self._here) for id in HERE]
        self._first.addStretch(1)
        step, play = (first[BUTTONS.index(f"experiment.{id}")] for id in ("step", "play"))
        step.setToolButtonStyle(WORDS)
        self._play = play, actions["experiment.play"], actions["experiment.pause"]
        TightButtons(self, [one for one in first if one is not step], (step,), MARGIN)
        TightButtons(self, here, (), LINE)
        self._buttons = [*here, *first]
        for id in (*HERE, *BUTTONS, "experiment.pause", "call.stop"):
            self.menu.addAction(actions[id])
        self._show_place()

    def _button(self, action: QAction, row: QHBoxLayout) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(f"button.{action.objectName()}")
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addWidget(button)
        return button

    def _show_buttons(self) -> None:
        """What goes on can be paused: by the same button, so that the keyboard stays where it is."""
        if self._play is not None:
            button, play, pause = self._play
            action = pause if self._stepper.goes_on else play
            before = button.defaultAction()
            if before is not action:
                button.setDefaultAction(action)
                button.removeAction(before)  # of several Qt would make a menu
                button.setAccessibleName(action.text())

    # What is chosen.

    def mark(self, number: int | None) -> None:
        """Choose that command, because something else of it was chosen; None: none of them."""
        row = -1 if number is None else self.model.row_of(number)
        here = self.model.place(self.view.currentIndex().row())
        if here is not None and here.number == number:
            return
        self._marking = True
        if row < 0:
            self.view.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(self.model.index(row, 1), flags)
            self.view.scrollTo(self.model.index(row, 1))
        self._marking = False

    def _current_changed(self) -> None:
        self._show_details()
        if not self._marking:
            self._choose(self.view.currentIndex().row())

    def _choose(self, row: int) -> None:
        place = self.model.place(row)
        if place is not None:
            self.chosen.emit(place.number)

    def _show_menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if index.isValid():
            self.view.setCurrentIndex(index)
        self.menu.popup(self.view.viewport().mapToGlobal(at))

    # What is shown.

    def fold(self, change: Change) -> None:
        if change.status:
            self._say()

    def _show_all(self) -> None:
        self._show_title()
        self.title.setVisible(bool(self._stepper.commands))
        self.view.setVisible(bool(self._stepper.commands))
        self._show_place()

    def _show_title(self) -> None:
        """As much of it as has room in one line."""
        title, room = coded(cut(self._stepper.title, LONGEST_TITLE)), self.width() - 2 * EDGE
        shown = self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(room, 0))
        self.title.setText(shown)
        set_tip(self.title, title if shown != title else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_title()

    def _show_place(self) -> None:
        """The next command is another, or it goes on or stands still."""
        self.view.show_next()
        self._say()
        self._show_details()
        self._show_buttons()

    def _say(self) -> None:
        self.words.setText(self._state_words())
        waits = self._stepper.waits and self._store.status is not None and self._store.status.state == "waiting"
        theme.ink(self.words, "accent" if waits else None, bold=False)

    def _state_words(self) -> str:
        stepper = self._stepper
        if not stepper.commands:
            return tr("No experiment is open. What you did here can be played again from any row of the history.")
        count = {"n": f"{stepper.place:,}", "all": f"{len(stepper.commands):,}"}
        if stepper.is_at_end:
            return counted(tr("All {all} {all:command|commands} played"), **count)
        status = self._store.status
        if stepper.waits and status is not None and status.state == "waiting":
            words = tr("Command {next} waits: nothing it watches is ready. Stop waiting (Esc), or make it ready")
            return words.format(next=f"{stepper.place + 1:,}")
        if stepper.goes_on:
            return tr("Playing: {n} of {all}").format(**count)
        if stepper.waits:
            return tr("Pauses after command {next}").format(next=f"{stepper.place + 1:,}")
        return tr("{n} of {all} played, paused").format(**count)

    def _show_details(self) -> None:
        """The line of the chosen command, or of the next, with the note that belongs to it."""
        place = self.model.place(self.view.currentIndex().row()) or self._next()
        note = self.model.note(place) if place is not None else ""
        line = self.model.details(place) if place is not None else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.line.setText("" if line == note else line)

    def _next(self) -> Place | None:
        stepper = self._stepper
        return None if stepper.is_at_end else Place(stepper.place)

    # As every panel.

    def focus_chain(self) -> list[QWidget]:
        return [self.view, *self._buttons]

    def fit(self) -> None:
        """Divide the width anew, for words of another size."""
        self.view.share_width()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        theme.ink(self.title, bold=True)
        give_font(self.line, "code")
        self.view.viewport().update()
        self._say()

"""The selector as a machine to be driven: which class, which timeout, one call or many, how fast."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolBar, QToolButton, QWidget

from selcore.backends import catalogue, default_backend
from selcore.values.commands import Timeout

from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.saying import say
from ..kit.tight_buttons import WORDS
from ..session.panel import Panel, SessionBegun
from .bar_words import BarWords

PACES: tuple[float | None, ...] = (None, 100.0, 5.0, 1.0)


def tr(source: str) -> str:
    return QCoreApplication.translate("SelectorBar", source)


class BadTimeout(ValueError):
    """What is typed is not a timeout."""


def parse_timeout(words: str) -> Timeout:
    """``None``, ``nan``, ``inf``, ``-inf`` or seconds. Raises BadTimeout."""
    word = words.strip().lower()
    for shown, value in _presets():
        if word == shown.lower():
            return value
    if word in ("none", "nan", "inf", "-inf"):
        return None if word == "none" else word  # type: ignore[return-value]
    try:
        number = float(word.removesuffix("s").strip())
    except ValueError:
        raise BadTimeout(tr("seconds, None, nan or inf")) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise BadTimeout(tr("seconds, None, nan or inf"))
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _presets() -> list[tuple[str, Timeout]]:
    return [
        (tr("wait until ready (None)"), None),
        (tr("don't wait (0)"), 0),
        (tr("0.5 s"), 0.5),
        (tr("1 s"), 1),
        (tr("5 s"), 5),
    ]


class SelectorBar(QToolBar, Panel):
    """``backend_chosen(id)``, ``pace_chosen(calls a second or None)``, ``timeout_changed()``."""

    backend_chosen = Signal(str)
    pace_chosen = Signal(object)
    timeout_changed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(tr("Selector"), parent)
        self.setObjectName("selector-bar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.backend = self._make_backend()
        self.timeout = self._make_timeout()
        self.pace = self._make_pace()

    def fill(self, step: QAction, run: QAction, pause: QAction, stop: QAction, new: QAction, classes: QAction) -> None:
        """Place the widgets and the actions that drive the selector; ``classes`` is in the menu of their box."""
        self.backend.addAction(classes)
        self.backend.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        # The style takes what a sheet pads at the left for all four sides: the room is made by the first widget.
        self.addWidget(_together(self.backend, left=6))
        self.addWidget(_label(tr("timeout"), self.timeout))
        self.addWidget(self.timeout)
        self.addSeparator()
        driving = [self._add_button(action) for action in (step, run, pause, stop)]
        self.addSeparator()
        self.addWidget(_together(_label(tr("pace"), self.pace), self.pace))
        self.addSeparator()
        BarWords(self, ([self._add_button(new), *driving[2:]], driving[1:2], driving[:1]))

    def fit(self) -> None:
        """Make room for words of another size: a box keeps the width that it had when it was first shown."""
        for box in (self.backend, self.timeout, self.pace):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(0)
            box.setMinimumWidth(box.sizeHint().width())

    def apply_theme(self) -> None:
        """In the colours of the theme: Qt's own mark for what has no room is black on whatever ground."""
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setIcon(theme.icon("more"))

    def _add_button(self, action: QAction) -> QToolButton:
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)
        button.setToolButtonStyle(WORDS)
        button.setObjectName(f"button.{action.objectName()}")
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_backend(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("backend")
        box.setAccessibleName(tr("selector class"))
        set_tip(
            box,
            tr("The selector class; registrations are carried over when you change it. Right-click: the classes"),
        )
        for id, title, reason in catalogue():
            box.addItem(title if reason is None else tr("{title} (not here)").format(title=title), id)
            model = box.model()
            if reason is not None and isinstance(model, QStandardItemModel):
                item = model.item(box.count() - 1)
                item.setEnabled(False)
                set_tip(item, say(reason))
        box.activated.connect(lambda index: self.backend_chosen.emit(box.itemData(index)))
        return box

    def _make_timeout(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("timeout")
        box.setAccessibleName(tr("timeout"))
        set_tip(box, tr("What select() is given: None waits until something is ready, 0 does not wait, or seconds"))
        self._line = QLineEdit()
        self._line.setObjectName("timeout.edit")
        self._line.setAccessibleName(tr("timeout"))
        box.setLineEdit(self._line)
        box.setCompleter(None)  # type: ignore[arg-type]  # 0 is not the beginning of 0.5 s
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems([label for label, _ in _presets()])
        box.setMinimumContentsLength(20)
        box.editTextChanged.connect(self._check_timeout)
        return box

    def _make_pace(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("pace")
        box.setAccessibleName(tr("pace"))
        set_tip(box, tr("How many calls a second Run makes at most"))
        for pace in PACES:
            box.addItem(tr("full speed") if pace is None else tr("{n} a second").format(n=f"{pace:g}"), pace)
        box.activated.connect(lambda index: self.pace_chosen.emit(box.itemData(index)))
        return box

    def timeout_value(self) -> Timeout:
        """What is typed. Raises BadTimeout."""
        return parse_timeout(self.timeout.currentText())

    def timeout_valid(self) -> bool:
        try:
            self.timeout_value()
        except BadTimeout:
            return False
        return True

    def _check_timeout(self) -> None:
        valid = self.timeout_valid()
        # The line inside, not the box: a style sheet on the box would change its whole shape.
        error = theme.colour("error").name()
        wrong = f"border: 2px solid {error}; background: {theme.tint('error').name()}; color: {error};"
        theme.sheet(self._line, "" if valid else wrong)
        tip = tr("What select() is given: None waits until something is ready, 0 does not wait, or seconds")
        set_tip(self.timeout, tip if valid else tr("seconds, None, nan or inf"))
        self.timeout_changed.emit()

    def begin(self, begun: SessionBegun) -> None:
        """Show the class that was asked for; of a recording nothing can be chosen: what was recorded is over."""
        if begun.keeps_history:
            return
        self.backend.setCurrentIndex(max(self.backend.findData(begun.backend), 0))
        for box in (self.backend, self.timeout, self.pace):
            box.setEnabled(not begun.only_looked_at)

    def show_backend(self, id: str) -> None:
        """Show the class in use; ``default`` stays shown while it is an alias of it."""
        if self.backend.currentData() == "default" and id == default_backend().id:
            return
        self.backend.setCurrentIndex(max(self.backend.findData(id), 0))

    def show_pace(self, pace: float | None) -> None:
        self.pace.setCurrentIndex(max(self.pace.findData(pace), 0))


def _together(*widgets: QWidget, left: int = 0) -> QWidget:
    """As one: they leave the bar together when it is narrow. ``left`` are pixels before them."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(left, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    return holder


def _label(words: str, buddy: QWidget) -> QLabel:
    made = label(words=words, wraps=False)
    made.setBuddy(buddy)
    made.setContentsMargins(8, 0, 2, 0)
    return made

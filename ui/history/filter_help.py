"""Filter examples that can be clicked, and the whole language in three lines."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from selcore.filters.examples import EXAMPLES
from selcore.history.fields import FIELDS

from ..kit import theme
from ..kit.labels import label
from ..kit.rich import escape, rich_label
from ..kit.saying import say
from ..kit.text_size import give_font


def tr(source: str) -> str:
    return QCoreApplication.translate("FilterHelp", source)


class FilterHelp(QFrame):
    """``chosen(expression)`` when an example is clicked; then, or on Esc, it goes away."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget):
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filter.examples")
        self.setAccessibleName(tr("examples of filters"))
        edge = self.palette().mid().color().name()
        self.setStyleSheet(f"FilterHelp {{ border: 1px solid {edge}; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title())
        layout.addLayout(self._examples())
        layout.addWidget(self._language())

    def _title(self) -> QLabel:
        title = label(
            "filter.examples.title", tr("Which rows are shown: an expression, as Python has them"), wraps=False
        )
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        return title

    def _examples(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        self.buttons = []
        for place, (expression, about) in enumerate(EXAMPLES):
            button = _button(expression, say(about))
            button.setObjectName(f"filter.example.{place}")
            button.clicked.connect(lambda _=False, expression=expression: self._choose(expression))
            grid.addWidget(button, place, 0)
            grid.addWidget(label(f"filter.example.{place}.about", say(about), wraps=False), place, 1)
            self.buttons.append(button)
        return grid

    def _language(self) -> QLabel:
        lines = (
            (tr("Columns"), " ".join(field.id for field in FIELDS)),
            (tr("Operators"), "and or not  == != < <= > >=  in, not in  + - * / // %  ( )"),
            (tr("Values"), '"server"  0.01  None  True  READ  WRITE  ("a", "b")'),
        )
        words = "<br>".join(f"<b>{title}</b>&nbsp; {_spaced(what)}" for title, what in lines)
        return rich_label("filter.examples.language", words)

    def _choose(self, expression: str) -> None:
        self.close()
        self.chosen.emit(expression)

    def show_below(self, widget: QWidget) -> None:
        """Beneath the widget, its right edge under the widget's; within the screen."""
        self.adjustSize()
        at = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 2))
        room = widget.screen().availableGeometry()
        at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
        at.setY(max(room.top(), min(at.y(), room.bottom() - self.height())))
        self.move(at)
        self.show()
        self.buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        here = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), 0)
        if step is not None:
            self.buttons[(here + step) % len(self.buttons)].setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[here].click()
        else:
            super().keyPressEvent(event)


def _button(expression: str, about: str) -> QPushButton:
    button = QPushButton(expression.replace("&", "&&"))
    button.setAccessibleName(f"{expression}: {about}")
    give_font(button, "code")
    button.setFlat(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    link, tint = theme.colour("accent").name(), theme.tint("accent").name()
    button.setStyleSheet(
        f"QPushButton {{ color: {link}; text-align: left; border: none; border-radius: 3px; padding: 3px 6px; }}"
        f"QPushButton:hover, QPushButton:focus {{ background: {tint}; }}"
    )
    return button


def _spaced(words: str) -> str:
    return escape(words).replace("  ", " &nbsp; ")

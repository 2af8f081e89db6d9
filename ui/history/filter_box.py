"""The filter above the history: applied while it is typed, as soon as it is valid; Enter at once. What is wrong is said
in place, and until it is mended the last valid filter stays in force, which is said too."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.saying import counted, say
from .filter_line import FilterLine, Present

if TYPE_CHECKING:
    from selcore.filters import BadFilter, Filter

PAUSE = 250
"""Milliseconds without a key after which what is typed is looked at."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Filter", source)


class Kept(Protocol):
    """Where the filters that were used are kept."""

    @property
    def filters(self) -> list[str]: ...
    def add_filter(self, words: str) -> None: ...


class FilterBox(QWidget):
    """``filter_changed(Filter or None)`` when another one is in force; ``on_changed(bool)``."""

    filter_changed = Signal(object)
    on_changed = Signal(bool)

    def __init__(self, present: Present, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("filter.box")
        self.setAccessibleName(tr("filter"))
        self.on = True
        self.filter: Filter | None = None
        self._valid: Filter | None = None
        self._kept: Kept | None = None
        self._state: tuple[bool, int, int] = (False, 0, 0)
        self.line = FilterLine(present)
        self.count = label("filter.count", spoken=tr("how many rows match"), wraps=False)
        self.message = label("filter.message", spoken=tr("what is wrong with the filter"))
        self.message.setIndent(6)
        self.message.hide()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)
        self._make_buttons()
        self._lay_out()
        self.line.textChanged.connect(self._typed)
        self.line.entered.connect(self.apply)
        self.line.history_wanted.connect(self.show_history)

    def _make_buttons(self) -> None:
        self._drop = QAction(tr("Filters used before (Down)"), self)
        self._drop.setObjectName("filter.history")
        self._drop.triggered.connect(self.show_history)
        self.line.addAction(self._drop, QLineEdit.ActionPosition.TrailingPosition)
        self.help = QToolButton()
        self.help.setObjectName("filter.help.button")
        self.help.setText("?")
        self.help.setAutoRaise(True)
        self.help.setAccessibleName(tr("examples of filters"))
        set_tip(self.help, tr("Examples of filters"))
        self.help.clicked.connect(self.show_help)
        self.toggle = QToolButton()
        self.toggle.setObjectName("filter.on")
        self.toggle.setAutoRaise(True)
        self.toggle.setIconSize(QSize(16, 16))
        for button in (self.help, self.toggle):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedWidth(26)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.count)
        row.addWidget(self.help)
        row.addWidget(self.toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.message)

    def fill(self, toggle: QAction, kept: Kept) -> None:
        """The action that switches it, and where used filters are kept."""
        self.toggle.setDefaultAction(toggle)
        self._kept = kept

    # From what is typed to what is in force.

    def _typed(self, words: str) -> None:
        """What was wrong is said until it is looked at again: what stands below would jump with each key."""
        self.line.set_wrong(None)
        if words.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.look()

    def look(self) -> bool:
        """Look at what is typed now: in force if it is valid and the filter is on; whether it is valid."""
        from selcore.filters import BadFilter, parse  # numpy comes with it

        self._pause.stop()
        words = self.line.text()
        try:
            self._valid = parse(words) if words.strip() else None
        except BadFilter as error:
            self._say_wrong(error)
            return False
        self._say_wrong(None)
        self._put_in_force()
        return True

    def apply(self) -> None:
        """Enter: look at once, switch it on, and keep it among those that were used."""
        if not self.look():
            return
        self.set_on(True)
        if self._kept is not None and self._valid is not None:
            self._kept.add_filter(self._valid.text)

    def set_text(self, words: str) -> None:
        """Put this in its place and apply it."""
        self.line.setText(words)
        self.apply()

    def set_on(self, on: bool) -> None:
        """Whether it filters; what is typed stays."""
        if on == self.on:
            return
        self.on = on
        self._put_in_force()
        self.on_changed.emit(on)

    def _put_in_force(self) -> None:
        found = self._valid if self.on else None
        if found != self.filter:
            self.filter = found
            self.filter_changed.emit(found)
        self._show()

    # What is said.

    def _say_wrong(self, error: "BadFilter | None") -> None:
        self.line.set_wrong(None if error is None else (error.start, error.end))
        words = "" if error is None else f"✕ {say(error.message)}"
        if error is not None and self.filter is not None:
            words += "  ·  " + tr("still in force: {filter}").format(filter=self.filter.text)
        self.message.setText(words)
        self.message.setVisible(error is not None)
        self.line.setAccessibleDescription(words)
        self._style_line()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """What is offered must not cover what is wrong."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
        wrong = not self.message.isHidden()
        self.line.keep_free(self.message.geometry().bottom() - self.line.geometry().bottom() if wrong else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_in_sight()

    def show_state(self, searching: bool, shown: int, total: int) -> None:
        """How far the filter has come: rows shown, rows there are, whether there are some to be looked at."""
        if (searching, shown, total) != self._state:
            self._state = (searching, shown, total)
            self._show()

    def state_words(self) -> str:
        """What is said of how many rows match; empty without a filter."""
        searching, shown, total = self._state
        if not self.on and self.line.text().strip():
            return tr("off")
        if self.filter is None:
            return ""
        if searching:
            return tr("searching… {shown} so far").format(shown=f"{shown:,}")
        if not shown:
            return counted(tr("no match in {total} {total:row|rows}"), total=f"{total:,}")
        return counted(tr("{shown} of {total} {total:row|rows}"), shown=f"{shown:,}", total=f"{total:,}")

    def _show(self) -> None:
        words = self.state_words()
        self.count.setText(words)
        self.count.setVisible(bool(words))
        self._style_line()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self._drop.setIcon(theme.icon("drop"))
        theme.ink(self.message, "error")
        theme.ink(self.count, "quiet")
        self._style_line()

    def _style_line(self) -> None:
        """Red where it is wrong, tinted while it holds rows back, grey while it is off."""
        if self.line.wrong is not None:
            look = f"border: 2px solid {theme.colour('error').name()}; border-radius: 3px; padding: 1px;"
        elif self.filter is not None:
            edge, tint = theme.colour("accent").name(), theme.tint("accent").name()
            look = f"border: 1px solid {edge}; border-radius: 3px; padding: 2px; background: {tint};"
        elif not self.on and self.line.text():
            look = f"color: {theme.colour('quiet').name()};"
        else:
            look = ""
        theme.sheet(self.line, f"QLineEdit {{ {look} }}" if look else "")

    # Beside the line.

    def show_history(self) -> None:
        """The filters that were used, the newest first."""
        menu = QMenu(self)
        menu.setObjectName("menu.filter.history")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in self._kept.filters if self._kept is not None else []:
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, words=words: self.set_text(words))
        if menu.isEmpty():
            menu.addAction(tr("Nothing yet")).setEnabled(False)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))
        menu.setActiveAction(menu.actions()[0])

    def show_help(self) -> None:
        """Examples to click."""
        from .filter_help import FilterHelp

        popup = FilterHelp(self)
        popup.chosen.connect(self.set_text)
        popup.chosen.connect(lambda _: self.line.setFocus())
        popup.show_below(self.help)

"""Why a row is as it is, the newest result or one that was chosen: the sentence first, a remedy as a button, then
flags, rule, state and figures. Its head, which does not scroll, says which of the two it is."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from selcore.history.store import Change, Row
from selcore.system.lazy import later
from selcore.values.commands import Command, UseBackend
from selcore.values.observed import Looked, Observed
from selcore.wording.python_line import python_line

from ..kit import theme
from ..kit.labels import caption, set_tip
from ..kit.rich import Page
from ..kit.saying import say
from ..kit.table_view import know_viewport
from ..kit.throttle import Rarely
from ..session.panel import Panel, SessionBegun
from ..session.remedy_words import remedy_words
from ..session.selection import Selection
from .blocks import quiet
from .pin import Pin

if TYPE_CHECKING:
    from selcore.explain.why_not import End, Silence
    from selcore.explain.why_ready import Why

    from . import printed
    from . import text as why_text
else:
    printed, why_text = later("ui.why.printed"), later("ui.why.text")  # when a row is chosen, not at the start

SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
HASTY = 0.4
"""Seconds in which nobody sees that what is on a button under the hand has become another command."""


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPanel", source)


def _nothing() -> str:
    return quiet(
        tr(
            "Nothing has been returned yet. What select() returns is explained here. Choose a row of the history to "
            "see it whole, or a file object to see why it is not ready."
        )
    )


class FlowText(Page):
    """Rich text as high as its words are, in a panel that scrolls as a whole."""

    def __init__(self, name: str, about: str):
        super().__init__(name, about)
        know_viewport(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def say(self, html: str) -> None:
        """Show this; nothing takes no room."""
        self.setHtml(html)
        self.setVisible(bool(html))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(int(self.document().size().height()) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What would scroll it scrolls all of the panel: its own height is that of its words."""
        if event.key() in SCROLLS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)


class WhyPanel(QScrollArea, Panel):
    """Shows one row, or an object as it is now. ``remedy(row, command)`` when the button is pressed, or
    ``end_wanted(End)`` where it ends a wait; ``look(name)``: how is that object now? ``compare()``: what would the
    other selector classes have said? ``seen()`` when it has come into sight: what nobody sees is not laid out.
    """

    remedy = Signal(object, object)
    end_wanted = Signal(object)
    look = Signal(str)
    compare = Signal()
    seen = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("why.panel")
        self.setAccessibleName(tr("why"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # keys that its texts do not take scroll it
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pin = Pin(self)
        self.in_sight, self._changed = True, -HASTY
        self.text = FlowText("why", tr("why the row that is shown is as it is"))
        self.rule = FlowText("why.rule", tr("what that rests on: flags and the rule"))
        self.state = FlowText("why.state", tr("the state then and now, and every figure"))
        self.button = self._make_button("why.remedy", self._press)
        self.other = self._make_button("why.compare", self.compare.emit)
        self.other.setText(tr("Compare selectors…"))
        self.printed = FlowText("why.printed", tr("what Python returned, as it prints it"))
        self.copy = self._make_button("why.copy", self._copy)
        self.copy.setText(tr("Copy as Python prints it"))
        self.again = self._make_button("why.look", lambda: self.ask_now())
        self._row: Row | None = None
        self._answer: Why | None = None
        self._silences: tuple[Silence, ...] = ()
        self._object = ""
        self._watched: bool | None = None
        self._hindrance_of: Callable[[str], str] = lambda name: ""
        self._now: Observed | None = None
        self._wanted = False
        self._in_use = ""
        self._live = True
        self.of_note: Callable[[Row], str] = lambda row: ""
        """More about what a note is about than it says, as HTML."""
        self._look_again = Rarely(self._look_at_object, self)
        self._lay_out()
        self.fit()
        self.show_row(None)

    def _make_button(self, name: str, press: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumWidth(40)  # else its words decide how wide the panel is
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(press)
        return button

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("why.inner")
        inner.setAutoFillBackground(True)
        inner.setBackgroundRole(self.text.viewport().backgroundRole())
        layout = self._arrange = QVBoxLayout(inner)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.printed)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.rule)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.state)
        layout.addStretch(1)
        self.setWidget(inner)

    # What is shown.

    @property
    def row(self) -> Row | None:
        """The row that is shown, if one is."""
        return self._row

    def show_row(self, row: Row | None, looks: bool = True) -> None:
        """Show this row; None: say what is to be seen here. ``looks``: where nobody looked then, ask how it is now."""
        if row is None or self._row is None or row.serial != self._row.serial:
            self._now, self._wanted = None, False
            self.verticalScrollBar().setValue(0)
        self._row, self._object = row, ""
        if row is None:
            self._silences = ()  # what would end a wait of the session before is no button any more
        self._show()
        if looks and row is not None and self._is_result(row) and row.seen is None and self._now is None:
            self.look.emit(self.name)  # then is over; now is better than nothing, and is said to be now

    def follow(self, row: Row | None, loops: bool = False) -> None:
        """Show this row, which is newer; what is looked at farther down stays in sight. ``loops``: more come soon."""
        at = self.verticalScrollBar().value() if row is not None else 0
        offered, in_hand = self.button.text(), self.button.underMouse() or self.button.hasFocus()
        self.show_row(row, looks=not loops)
        if in_hand and offered != self.button.text():
            self._changed = monotonic()
        if at:
            self._arrange.activate()  # the range is that of the new words by then
            self.verticalScrollBar().setValue(at)

    @property
    def is_copied(self) -> bool:
        """Whether somebody has selected words in it: they must not become others under the hand."""
        return any(one.textCursor().hasSelection() for one in (self.text, self.rule, self.printed, self.state))

    def set_in_sight(self, on: bool) -> None:
        self.in_sight = on
        if on:
            self.seen.emit()

    def ask_hindrance(self, hindrance_of: Callable[[str], str]) -> None:
        """Whom to ask why an object cannot be watched; it says nothing where nothing is known."""
        self._hindrance_of = hindrance_of

    def show_object(self, name: str) -> None:
        """Show this object as it is now, in place of a row."""
        if name != self._object:
            self._row, self._object, self._watched, self._silences, self._now = None, name, None, (), None
            self.verticalScrollBar().setValue(0)
            self._show()
        self.look.emit(name)

    def fold(self, change: Change) -> None:
        """What is said to be now is looked at again when something was done or the object has changed."""
        if self._object and self._live and (change.entries or self._object in change.objects):
            self._look_again()

    def _look_at_object(self) -> None:
        if self._object:
            self.look.emit(self._object)

    @property
    def name(self) -> str:
        """The object that is shown, or that the shown row is about; empty where there is none."""
        return (self._row.name or "") if self._row is not None else self._object

    def show_looked(self, looked: Looked) -> None:
        """An answer has come; if it is about what is shown, it is shown beside what was then."""
        seen = looked.objects.get(self.name)
        if seen is None:
            return
        self._now = seen
        if self._row is None:
            self._take_object(looked)
        self._show()
        if self._wanted:
            self._wanted = False
            self._arrange.activate()  # the text has another height now
            self.verticalScrollBar().setValue(self.again.y() - 8)

    def _take_object(self, looked: Looked) -> None:
        from selcore.explain.why_not import why_not

        found = [one for one in looked.silent or () if one.name == self._object]
        self._watched = bool(found) or (self._now is not None and self._now.events is not None)
        self._silences = why_not(found, looked.backend, "now")

    def ask_now(self) -> None:
        """How is it now? The answer is brought into sight."""
        self._wanted = True
        if self.name:
            self.look.emit(self.name)

    def show_backend(self, id: str) -> None:
        """The selector class in use: to switch to it is no remedy any more."""
        if id != self._in_use:
            self._in_use = id
            self._show_buttons(self._row)

    def set_live(self, live: bool) -> None:
        """Whether the objects are there to be looked at: those of a recording are not."""
        if live != self._live:
            self._live = live
            self._show_buttons(self._row)

    def begin(self, begun: SessionBegun) -> None:
        if not begun.keeps_history:
            self.show_row(None)

    def apply_theme(self) -> None:
        self.pin.apply_theme()
        self._show()

    def fit(self) -> None:
        """The head is as high as its words are."""
        self.setViewportMargins(0, self.pin.sizeHint().height() + 4, 0, 0)
        self._place_pin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pin()

    def show_pin(self, selection: Selection) -> None:
        """Say in the head what is shown."""
        self.pin.show_selection(selection)
        self._place_pin()

    def _place_pin(self) -> None:
        """At the right end of the head, beside the scroll bar, which is as high as the panel.

        The viewport is not asked: PySide6 has to guess its class, and then makes the enumerations of all classes.
        """
        bar, wanted = self.verticalScrollBar(), self.pin.sizeHint()
        room = self.width() - 2 * self.frameWidth() - (bar.width() if bar.isVisibleTo(self) else 0)
        width = min(wanted.width(), max(room - 8, 0))
        self.pin.setGeometry(self.frameWidth() + room - 4 - width, 4, width, wanted.height())

    def focus_chain(self) -> list[QWidget]:
        return [
            self.pin,
            self.text,
            self.button,
            self.other,
            self.printed,
            self.copy,
            self.rule,
            self.again,
            self.state,
        ]

    def _is_result(self, row: Row) -> bool:
        return row.mask is not None

    def _show(self) -> None:
        row = self._row
        if row is None:
            self._answer = None
            about = (self._object, self._silences, self._watched, self._hindrance_of(self._object))
            shown = why_text.object_words(*about) if self._object else ""
            self.text.say(shown or _nothing())
            self.rule.say("")
            self.printed.say("")
            self.state.say(why_text.object_state(self._now) if self._object else "")
        else:
            self._answer, self._silences = self._explain(row), self._not_returned(row)
            more = self.of_note(row) if row.do == "note" else ""
            self.text.say(more or why_text.first_words(row, self._answer, self._silences))
            self.rule.say(why_text.rule_words(self._answer))
            self.printed.say(printed.printed_words(row, self._now))
            self.state.say(why_text.state_words(row, self._answer, self._now, self._silences))
        self._show_buttons(row)

    def _explain(self, row: Row) -> "Why | None":
        from selcore.explain.why_ready import why

        return why(row, row.backend, row.seen, row.selector) if self._is_result(row) else None

    def _not_returned(self, row: Row) -> "tuple[Silence, ...]":
        """What was watched and not returned; known of a call's own row alone."""
        if not row.silent:
            return ()
        from selcore.explain.why_not import how_of, why_not

        return why_not(row.silent, row.backend, "stopped" if row.interrupted else how_of(row.outcome))

    def _ends(self) -> "End | None":
        """What a command can do for an event that was not returned, where nothing else was."""
        row = self._row
        if not self._silences or not self._live or (row is not None and (row.results or row.error is not None)):
            return None
        from selcore.explain.why_not import best

        found = best(self._silences)
        end = found.end if found is not None else None
        return end if end is not None and (end.by is not None or end.to) else None

    def _show_buttons(self, row: Row | None) -> None:
        offered, ends = self._offered() if self._live else None, self._ends()
        self.button.setVisible(offered is not None or ends is not None)
        if offered is None and ends is not None:
            words = say(ends.words)
            self.button.setText(caption(words))
            set_tip(self.button, python_line(ends.by) if ends.by is not None else words)
        self.other.setVisible(isinstance(offered, UseBackend))
        if offered is not None:
            self.button.setText(caption(remedy_words(offered)))
            set_tip(self.button, python_line(offered))
        self.copy.setVisible(row is not None and bool(printed.printed_value(row, self._now)))
        self.again.setVisible(bool(self.name))
        self.again.setText(tr("Look now") if self._now is None else tr("Look again"))
        self.again.setEnabled(self._live)
        live = tr("Ask beside select() how it is now; nothing is read, no error is taken away")
        set_tip(self.again, live if self._live else tr("In a recording nothing is open that could be looked at"))
        self.again.setIcon(theme.icon("search"))

    def _offered(self) -> Command | None:
        row = self._row
        if row is None or row.error is None or row.error.remedy is None:
            return self._answer.remedy if self._answer is not None else None
        remedy = row.error.remedy
        switched = isinstance(remedy, UseBackend) and row.backend != remedy.backend == self._in_use
        return None if switched else remedy

    def _copy(self) -> None:
        if self._row is not None:
            QGuiApplication.clipboard().setText(printed.printed_value(self._row, self._now))

    def _press(self) -> None:
        if monotonic() - self._changed < HASTY:
            return  # it was another command a moment ago, and that was meant
        offered = self._offered()
        if offered is not None:
            self.remedy.emit(self._row, offered)
        elif (ends := self._ends()) is not None:
            self.end_wanted.emit(ends)

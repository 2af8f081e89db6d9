"""What is open: one row a file object, its ticks, and below it the box that sends to the current one."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selcore.history.store import Change, Store
from selcore.values.commands import MOST_BYTES, Send
from selcore.values.facts import ObjectState
from selcore.values.spelling import DATAGRAM

from ..columns.head_menu import HeadMenu
from ..forms.name_box import NameBox
from ..kit import theme
from ..kit.find_bar import FindBar
from ..kit.labels import NARROW, label, narrow, set_tip
from ..kit.table_view import make_table
from ..kit.text_size import give_font
from ..kit.tight_buttons import TightButtons
from ..session.panel import Panel, SessionBegun
from ..session.selection import Selection
from .columns import ObjectColumns
from .delegate import ObjectsDelegate
from .folding import ClosedFold
from .model import COLUMNS, FileObjectsModel
from .refusal_strip import RefusalStrip
from .view import ObjectsView

SENDERS = 5
"""Addresses of senders that are offered to be answered."""


def tr(source: str) -> str:
    return QCoreApplication.translate("FileObjectsPanel", source)


class FileObjectsPanel(QWidget, Panel):
    """``current_changed()`` when another object is current or its state has changed; ``chosen()`` when somebody chose
    what is selected; ``payload_changed()``.
    """

    current_changed = Signal()
    chosen = Signal()
    payload_changed = Signal()
    callback_wanted = Signal(QPoint)

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self._store = store
        self.model = FileObjectsModel(store, self)
        self.view = self._make_view()
        self.columns = ObjectColumns(self.view)
        HeadMenu(self.view, self.columns.add_to)
        self.closed = ClosedFold(self.view, self.model)
        self.refusal = RefusalStrip(store.kind_of)
        self.detail = self._make_detail()
        self.send_box = QLineEdit()
        self.mode = QComboBox()
        self.to = NameBox(tr("Where the datagram goes: the name of another, or host:port"))
        self._make_send_box()
        self._make_destination()
        self._send_row, self._how_row = QHBoxLayout(), QHBoxLayout()
        self.buttons: list[QToolButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 8)
        self.finder = FindBar("fileobjects.find-box", tr("find a file object"), self._find)
        self.finder.ended.connect(self.view.setFocus)
        layout.addWidget(self.finder)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.closed, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.detail)
        layout.addWidget(self.refusal)
        layout.addLayout(self._send_row)
        layout.addLayout(self._how_row)
        self.view.chosen.connect(self.chosen)
        self.view.selectionModel().currentRowChanged.connect(self._reveal)  # a key that was typed finds them too
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_placeholder())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit())
        self.view.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())

    def _make_view(self) -> ObjectsView:
        view = ObjectsView()
        make_table("fileobjects", tr("file objects"), self.model, 26, view)
        self.delegate = ObjectsDelegate(view)
        view.setItemDelegate(self.delegate)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = view.horizontalHeader()
        # The header asks for each of its columns whether all rows of it are selected: with a selection of its own,
        # which is empty, that is no question.
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        give_font(view, "tabular")
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.doubleClicked.connect(self._double_clicked)
        return view

    def _make_detail(self) -> QLabel:
        """What the narrow columns have no room for, of the current object."""
        detail = label("fileobjects.detail", spoken=tr("the current file object"), selectable=True)
        detail.hide()
        return detail

    def _make_send_box(self) -> None:
        self.send_box.setObjectName("send")
        self.send_box.setAccessibleName(tr("what to send to the current file object"))
        self.send_box.setClearButtonEnabled(True)
        self.send_box.setAcceptDrops(False)  # a file that is dropped is opened by the window, wherever it falls
        self.send_box.textChanged.connect(self._check)
        self.mode.setObjectName("send.mode")
        self.mode.setAccessibleName(tr("how what is typed is meant"))
        for words, mode in ((tr("text"), "text"), (tr("hex"), "hex"), (tr("N bytes"), "size")):
            self.mode.addItem(words, mode)
        self.mode.currentIndexChanged.connect(self._check)

    def _make_destination(self) -> None:
        self.to.setObjectName("send.to")
        self.to.setAccessibleName(tr("where the datagram goes: a name, host:port or a path"))
        typed = QLineEdit()
        typed.setObjectName("send.to.edit")
        typed.setAccessibleName(self.to.accessibleName())
        typed.setPlaceholderText(tr("to"))
        self.to.setLineEdit(typed)
        self.to.setCompleter(None)  # type: ignore[arg-type]  # what is typed is meant: udp is not udp2
        self.to.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.to.editTextChanged.connect(lambda _: self.payload_changed.emit())
        self.to.hide()

    def _show_destination(self) -> None:
        """Only what sends datagrams may need to be told where: to whom it was sent by, and the others are offered."""
        state = self.current()
        if state is None:
            self.to.hide()
            return
        from selcore.kinds import KINDS, find_kind

        kind = find_kind(state.kind)
        wanted = kind is not None and kind.makes.style is DATAGRAM
        self.to.setVisible(wanted)
        if state is None or not wanted:
            return
        kinds = {
            one.id for one in KINDS if one.makes.style is DATAGRAM and kind is not None and one.group == kind.group
        }
        others = [one.name for one in self._store.objects.values() if one.kind in kinds and one.name != state.name]
        names = [*self._senders(state.name), *others]
        if [self.to.itemText(place) for place in range(self.to.count())] != names:
            typed = self.to.currentText()
            self.to.clear()
            for name in names:
                self.to.offer(name)
            self.to.setEditText(typed)

    def _senders(self, name: str) -> list[str]:
        """The addresses of those who sent to it last, the latest first. What is abstract cannot be typed."""
        from selcore.kinds.file_object import format_address

        log = self._store.data.get(name)
        recent = [] if log is None else [log.pieces[-at] for at in range(1, min(len(log.pieces), SENDERS) + 1)]
        return [*dict.fromkeys(format_address(one.sender) for one in recent if isinstance(one.sender, tuple | str))]

    def fill(self, send: QAction, receive: QAction, menu: Callable[[], QMenu]) -> None:
        """Place the buttons; ``menu`` is asked for the context menu of the current object."""
        for row in (self._send_row, self._how_row):
            row.setSpacing(4)
        self._target = label("send.target", wraps=False)
        self._send_row.addWidget(self._target)
        self._send_row.addWidget(self.send_box, 1)
        self._how_row.addWidget(self.mode)
        self._how_row.addWidget(self.to, 1)
        self._how_row.addStretch(1)
        for action in (send, receive):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setObjectName(f"button.{action.objectName()}")
            button.setAccessibleName(action.text().replace("&", ""))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setMinimumWidth(28)
            self._how_row.addWidget(button)
            self.buttons.append(button)
        TightButtons(self, self.buttons, (self.mode, self.to), margin=32)
        self.send_box.returnPressed.connect(send.trigger)
        for asked in (self.view.customContextMenuRequested, self.delegate.menu_wanted):
            asked.connect(lambda at: menu().popup(self.view.viewport().mapToGlobal(at)))

    def minimumSizeHint(self) -> QSize:
        """With buttons that show their icons only."""
        row = sum(widget.minimumSizeHint().width() for widget in (self.mode, self.to) if not widget.isHidden())
        return QSize(max(row + 36 * len(self.buttons) + 24, 180), super().minimumSizeHint().height())

    def _double_clicked(self, index: QModelIndex) -> None:
        if COLUMNS[index.column()] == "callback":
            rect = self.view.visualRect(index)
            self.callback_wanted.emit(self.view.viewport().mapToGlobal(rect.bottomLeft()))

    def current(self) -> ObjectState | None:
        """The current file object: of several selected rows that with the cursor, or the first.

        The cursor alone does not count: Ctrl and an arrow move it away from what is highlighted.
        """
        ranges, at = self._ranges(), self.view.currentIndex().row()
        if not ranges or any(first <= at <= last for first, last in ranges):
            return self.model.state(at)
        return next(iter(self._states()), None)

    def current_name(self) -> str | None:
        """The name of the current file object; None where there is none."""
        state = self.current()
        return state.name if state is not None else None

    def _selected_rows(self) -> list[int]:
        """By ranges: Qt's selectedRows() asks the model for the flags of every cell of every row."""
        return sorted({row for first, last in self._ranges() for row in range(first, last + 1)})

    def _ranges(self) -> list[tuple[int, int]]:
        ranges = self.view.selectionModel().selection()
        found = (ranges.at(place) for place in range(ranges.count()))
        return [(one.top(), one.bottom()) for one in found]

    def _states(self) -> list[ObjectState]:
        """Of the selected rows, those that are in the list: select all selects what is hidden too."""
        found = [state for state in map(self.model.state, self._selected_rows()) if state is not None]
        return [state for state in found if state.name not in self.closed.hidden] if self.closed.hidden else found

    def selected(self) -> list[ObjectState]:
        """The selected ones, in their order; the current one where none is selected."""
        current = self.current()
        return self._states() or ([current] if current is not None else [])

    def _reveal(self, index: QModelIndex) -> None:
        if index.isValid() and self.model.name_of(index.row()) in self.closed.hidden:
            self.closed.reveal(self.model.name_of(index.row()))

    def hindrance(self, name: str) -> str:
        """Why that object cannot be watched, in words; empty where nothing is known to stand in the way."""
        state, refused = self._store.objects.get(name), self.model.refused(name)
        if state is not None and state.state == "closed":
            return tr("It is closed.")
        if refused is not None:
            return tr("The last command on it was refused: {error}").format(error=str(refused))
        if state is not None and state.fd is None:
            return tr("It has no descriptor, and nothing without one can be watched.")
        return ""

    def selected_names(self) -> tuple[str, ...]:
        """The names of the selected ones, that of the current one first."""
        current = self.current_name()
        others = (state.name for state in self.selected() if state.name != current)
        return (current, *others) if current is not None else ()

    def show_selection(self, selection: Selection) -> None:
        """Make the chosen object current; of several that are selected none is lost by that."""
        name, at = selection.name, self.view.currentIndex()
        if not name or name == self.current_name():
            return
        column = COLUMNS[at.column()] if at.isValid() else "name"
        if len(selection.names) > 1 and {name} < set(self.selected_names()):
            index = self.model.index(self.model.row_of(name), COLUMNS.index(column))
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.select(name, column)

    def select(self, name: str, column: str = "read") -> None:
        """Make the object of that name current, with the focus on one of its cells."""
        row = self.model.row_of(name)
        if row >= 0:
            self.closed.reveal(name)
            index = self.model.index(row, COLUMNS.index(column))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index)

    def select_too(self, names: Iterable[str]) -> None:
        """Select these beside the current one, in one go: Qt tells everybody of each piece."""
        chosen, last = QItemSelection(), len(COLUMNS) - 1
        for row in sorted(row for name in names if (row := self.model.row_of(name)) >= 0):
            chosen.append(QItemSelectionRange(self.model.index(row, 0), self.model.index(row, last)))
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def warn(self, said: dict[str, str]) -> None:
        """Mark what something was noticed about."""
        self.model.warn(said)
        self.closed.look(said)

    def _find(self, words: str, step: int) -> bool:
        """Go to a row in which the words stand: this one too while they are typed."""
        index = self.view.currentIndex()
        row = self.model.find(words, max(index.row(), 0) + step, step or 1) if self.model.length() else -1
        if row < 0:
            return False
        state = self.model.state(row)
        if state is not None:
            self.select(state.name, COLUMNS[index.column()] if index.isValid() else "name")
            self.chosen.emit()
        return True

    def fold(self, change: Change) -> None:
        """Show what a batch changed."""
        self.model.fold(change)
        self._fold_closed(change)
        self.columns.make_room("last", f"RW · {self._store.totals.calls:,}")
        if change.objects or change.gone or change.refused:
            self._show_placeholder()
        elif not self.to.isHidden() and self.current_name() in change.moved:
            self._show_destination()

    def _fold_closed(self, change: Change) -> None:
        commanded = (getattr(entry.command, "name", None) for entry in change.entries)
        self.closed.forget(change.gone)
        self.closed.look(name for name in (*change.objects, *commanded) if name is not None)

    def begin(self, begun: SessionBegun) -> None:
        """Nothing is open, whatever has begun."""
        self.model.clear()
        if begun.keeps_history:
            return
        self.refusal.dismiss()
        self.send_box.clear()
        self.finder.hide()
        self.apply_theme()

    def focus_chain(self) -> list[QWidget]:
        return [self.view, self.closed, self.refusal.button, self.send_box, self.mode, self.to, *self.buttons]

    def payload(self, name: str) -> Send | None:
        """The Send that is typed, to the object of that name; None while it is not well formed."""
        words, mode = self.send_box.text(), self.mode.currentData()
        to = (self.to.currentText().strip() or None) if not self.to.isHidden() else None
        if not words or self._problem():
            return None
        if mode == "hex":
            return Send(name=name, hex=words, to=to)
        return Send(name=name, size=int(words), to=to) if mode == "size" else Send(name=name, text=words, to=to)

    def _problem(self) -> str:
        words, mode = self.send_box.text(), self.mode.currentData()
        if mode == "hex":
            from selcore.world.verbs.data import parse_hex

            try:
                parse_hex(words)
            except ValueError as error:
                return str(error)
        if mode == "size" and words and not (words.isascii() and words.isdigit() and int(words) <= MOST_BYTES):
            return tr("a whole number of bytes, at most {limit}").format(limit=f"{MOST_BYTES:,}")
        return ""

    def _check(self) -> None:
        problem = self._problem()
        edge = f"border: 2px solid {theme.colour('error').name()}; border-radius: 3px; padding: 2px;"
        theme.sheet(self.send_box, f"QLineEdit {{ {edge} }}" if problem else "")
        set_tip(self.send_box, problem)
        self._show_placeholder()
        self.payload_changed.emit()

    def _show_placeholder(self) -> None:
        self._show_destination()
        state = self.current()
        self._target.setVisible(state is not None)  # empty, it would push the box beside it in
        self.detail.setText("" if state is None else self.model.detail(state))
        self.detail.setVisible(state is not None)
        if state is None:
            self.send_box.setPlaceholderText(tr("Select a file object"))
            self._target.setText("")
            return
        count = len(self.selected())
        self._target.setText(
            f"{narrow(state.name, NARROW)}:" if count == 1 else tr("{n} objects:").format(n=f"{count:,}")
        )
        modes = {"text": tr("send text"), "hex": tr("48 69"), "size": tr("how many")}
        self.send_box.setPlaceholderText(modes[self.mode.currentData()])

    def fit(self) -> None:
        """Widen columns until their headings can be read, in the style that they have by now."""
        self.columns.fit()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self.model.refresh()
        self.refusal.apply_theme()
        theme.ink(self.detail, "quiet")
        self._check()

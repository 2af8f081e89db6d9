"""What the current file object sent and received: pieces with their offsets, the selected one as text and hex."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selcore.history.store import Change, Store
from selcore.values.traffic import Moved

from ..kit.labels import label, set_tip
from ..kit.saying import counted
from ..kit.table_view import fit_headers, make_table
from ..kit.text_size import give_font
from ..session.panel import Panel, SessionBegun
from .model import DataModel, lost_of, sender_of


def tr(source: str) -> str:
    return QCoreApplication.translate("DataPanel", source)


def hex_dump(data: bytes, start: int = 0, width: int = 16) -> str:
    """``000000  48 65 6c 6c 6f  Hello``, ``width`` bytes a line."""
    lines = []
    for place in range(0, len(data), width):
        part = data[place : place + width]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        lines.append(f"{start + place:06x}  {part.hex(' '):<{width * 3 - 1}}  {text}")
    return "\n".join(lines)


class DataPanel(QWidget, Panel):
    """``send_again(piece)`` when its button is pressed."""

    send_again = Signal(object)

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self._store = store
        self._name: str | None = None
        self.model = DataModel(store, self)
        self.view = self._make_view()
        self.title = label("data.title")
        self.dump = QPlainTextEdit()
        self.dump.setObjectName("data.dump")
        self.dump.setAccessibleName(tr("the selected piece in hexadecimal"))
        self.dump.setReadOnly(True)
        give_font(self.dump, "code")
        self.dump.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.again = QToolButton()
        self.again.setObjectName("data.again")
        self.again.setText(tr("Send again"))
        self.again.setAccessibleName(tr("send these bytes again"))
        self.again.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.again.clicked.connect(self._again)
        self._lay_out()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_piece())
        self.show_object(None)

    def _make_view(self) -> QTableView:
        view = make_table("data", tr("data sent and received"), self.model)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = view.horizontalHeader()
        head.setStretchLastSection(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        char = QFontMetrics(view.font()).averageCharWidth()
        for column, width in enumerate((3, 5, 4)):
            view.setColumnWidth(column, char * width + 8)
        return view

    def fit(self) -> None:
        """Widen columns until their headings can be read, in the style that they have by now."""
        fit_headers(self.view)

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.view)
        split.addWidget(self.dump)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 8)
        layout.addLayout(row)
        layout.addWidget(split, 1)

    def show_object(self, name: str | None) -> None:
        """Show the data of this object."""
        self._name = name
        self.model.show(name)
        self._say()
        if self.model.rowCount():
            self.view.selectRow(self.model.rowCount() - 1)
            self.view.scrollToBottom()
        self._show_piece()

    def fold(self, change: Change) -> None:
        """Show what a batch moved."""
        if self._name in change.moved:
            self.show_object(self._name)

    def begin(self, begun: SessionBegun) -> None:
        self.show_object(None)

    def focus_chain(self) -> list[QWidget]:
        return [self.again, self.view, self.dump]

    def _say(self) -> None:
        state = self._store.objects.get(self._name or "")
        if state is None:
            self.title.setText(tr("Select a file object to see its data."))
            return
        log = self._store.data.get(state.name)
        removed = tr(" · {n} oldest removed").format(n=f"{log.removed:,}") if log is not None and log.removed else ""
        self.title.setText(
            counted(
                tr("{name}: {received} {received:byte|bytes} received, {sent} sent"),
                name=state.name,
                received=f"{state.received:,}",
                sent=f"{state.sent:,}",
            )
            + removed
        )

    def current(self) -> Moved | None:
        return self.model.piece(self.view.currentIndex().row())

    def _show_piece(self) -> None:
        piece = self.current()
        whole = piece is not None and len(piece.data) == piece.size and piece.size > 0
        self.again.setEnabled(whole)
        set_tip(self.again, "" if whole else tr("Only a piece that was kept whole can be sent again"))
        if piece is None:
            self.dump.setPlainText("")
            return
        cut = (
            ""
            if len(piece.data) == piece.size
            else "\n"
            + counted(
                tr("… cut: {kept} of {size} bytes were kept"), kept=f"{len(piece.data):,}", size=f"{piece.size:,}"
            )
        )
        self.dump.setPlainText(hex_dump(piece.data, piece.offset, self._bytes_a_line()) + cut + _beside(piece))

    def _bytes_a_line(self) -> int:
        """As many as fit: 4, 8 or 16."""
        chars = self.dump.viewport().width() // max(self.dump.fontMetrics().averageCharWidth(), 1)
        return next((width for width in (16, 8) if 11 + 4 * width <= chars), 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_piece()

    def _again(self) -> None:
        piece = self.current()
        if piece is not None:
            self.send_again.emit(piece)

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self.view.viewport().update()


def _beside(piece: Moved) -> str:
    """Lines about a datagram: who sent it, and what of it did not fit."""
    found = [tr("from {address}").format(address=sender_of(piece))] if piece.sender else []
    if piece.cut:
        found.append(tr("{lost}: it did not fit").format(lost=lost_of(piece)))
    return "".join(f"\n{line}" for line in found)

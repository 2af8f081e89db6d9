"""The middle of the window: the cards while nothing is open, the history as soon as there is something in it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selcore.history.store import Store

from ..bridge.bridge import Bridge
from ..history.panel import HistoryPanel
from ..recording.banner import RecordingBanner
from ..session.document import Document
from ..welcome.cards import Cards


class Centre(QWidget):
    """The banner of a recording, the cards, and beneath them the history."""

    def __init__(
        self, bridge: Bridge, document: Document, banner: RecordingBanner, cards: Cards, history: HistoryPanel
    ):
        super().__init__()
        self._bridge, self._document = bridge, document
        self._cards, self._history = cards, history
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(banner)
        layout.addWidget(cards, 1)
        layout.addWidget(history, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cards.updateGeometry()  # how many rows of cards stand above the history is a part of this height

    def choose(self) -> None:
        """Show what there is something to see in."""
        store = self._bridge.store
        inviting, fresh = self._is_inviting(store), not store.rows and store.waiting is None
        appeared = inviting and not self._cards.isVisibleTo(self)
        self._cards.setVisible(inviting)
        self._cards.set_compact(not fresh)
        self._layout.setStretchFactor(self._cards, 1 if fresh else 0)  # beneath them the history has what is left
        self._history.setVisible(not (inviting and fresh))
        if appeared and fresh:
            self._cards.cards[0].setFocus()

    def _is_inviting(self, store: Store) -> bool:
        """Whether nothing is open or goes on."""
        bridge = self._bridge
        open_ = any(state.state != "closed" or state.registered is not None for state in store.objects.values())
        return not open_ and bridge.is_live and bridge.state == "idle" and not self._document.is_playing

"""The panels that exist when the window opens. The others are made later (``deferred_panels``)."""

from collections.abc import Iterator

from selcore.history.store import Store

from ..history.panel import HistoryPanel
from ..objects.panel import FileObjectsPanel
from ..recording.badge import RecordingBadge
from ..recording.banner import RecordingBanner
from ..selector.bar import SelectorBar
from ..selector.counters import StatusCounts
from ..selector.state_line import StateLine
from ..session.panel import Panel
from ..warnings.panel import WarningsPanel
from ..welcome.cards import Cards
from ..why.panel import WhyPanel


class Panels:
    """The panels by name. Iterated in the order in which they are told what happened."""

    def __init__(self, store: Store):
        self.selector = SelectorBar()
        self.state_line = StateLine(store)
        self.files = FileObjectsPanel(store)
        self.history = HistoryPanel(store)
        self.why = WhyPanel()
        self.warnings = WarningsPanel(store.kind_of)
        self.cards = Cards()
        self.counts = StatusCounts(store)
        self.badge = RecordingBadge()
        self.banner = RecordingBanner()

    def __iter__(self) -> Iterator[Panel]:
        yield from (self.selector, self.files, self.why, self.warnings, self.cards, self.history)
        yield from (self.state_line, self.banner, self.badge)

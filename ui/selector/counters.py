"""The bottom line: exact counters of the worker, and everything that is not shown, counted."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QWidget

from selcore.history.store import Store
from selcore.system.descriptors import limits
from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.labels import label, set_tip
from ..kit.saying import counted


def tr(source: str) -> str:
    return QCoreApplication.translate("StatusCounts", source)


class StatusCounts(QStatusBar):
    """Counts at the left, descriptors at the right."""

    def __init__(self, store: Store, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("counts")
        self._store = store
        self._watches = False
        self._counts, self._descriptors = label("counts.words", wraps=False), label("counts.descriptors", wraps=False)
        self._counts.setContentsMargins(8, 2, 0, 2)
        self._descriptors.setContentsMargins(0, 2, 8, 2)
        for words in (self._counts, self._descriptors):
            words.setMinimumWidth(1)  # in a narrow window their ends are cut: figures decide nothing about its size
        self._warning = label("counts.warning", wraps=False)
        # As wide as there is room for, or three listeners' warnings would make the window wider than the screen.
        self._warning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self._counts, 1)
        self.addPermanentWidget(self._warning, 1)
        self.addPermanentWidget(self._descriptors)
        self.setSizeGripEnabled(False)
        self._known = -1

    def refresh(self, objects: bool = True) -> None:
        """The figures as they are now; those of the ``objects`` only where some have changed: there may be many."""
        store, totals = self._store, self._store.totals
        results = counted(tr("{n} {n:result|results}"), n=f"{totals.results:,}")
        calls = counted(tr("{n} {n:call|calls}"), n=f"{totals.calls:,}")
        rest = counted(
            tr("{dropped} not recorded · {evicted} oldest {evicted:row|rows} removed"),
            dropped=f"{store.dropped:,}",
            evicted=f"{store.evicted:,}",
        )
        words = f"{results} · {calls} · {rest}"
        if totals.forgotten:
            words += counted(tr(" · {n} closed {n:connection|connections} forgotten"), n=f"{totals.forgotten:,}")
        self._counts.setText(words)
        if objects or len(store.objects) != self._known:
            self._known = len(store.objects)
            self._descriptors.setText(self._descriptor_words())
            self._show_warnings()

    def begin(self, watches: bool) -> None:
        """A session has begun; ``watches``: what is open is a program's."""
        self._watches, self._known = watches, -1

    def _show_warnings(self) -> None:
        """What reaches beyond this machine is said for as long as it does."""
        warned = [one for one in self._store.objects.values() if one.warning and one.state != "closed"]
        words = "  ·  ".join(f"{one.name}: {one.warning}" for one in warned)
        self._warning.setText(words)
        set_tip(self._warning, words)
        theme.ink(self._warning, "error", bold=True)
        self._warning.setVisible(bool(words))

    def _descriptor_words(self) -> str:
        count = sum(state.state != "closed" for state in self._store.objects.values())
        found = limits()
        if self._watches:
            return tr("{n} open in the program").format(n=f"{count:,}")
        if found is None:
            return tr("{n} open").format(n=count)
        return tr("{n} open · limit {limit}").format(n=f"{count:,}", limit=f"{found[0]:,}")

    def say(self, words: str) -> None:
        """A passing remark, for ten seconds."""
        self.showMessage(coded(words), 10_000)

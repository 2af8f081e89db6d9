"""Placement only: what is open at the left, what select() returned in the centre, why at the right; the selector above.

Automated tests drive this window: ``state`` and ``settled`` are its word on what the worker does.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QDockWidget, QHeaderView, QMainWindow, QMenu, QToolBar, QVBoxLayout, QWidget

from selcore.history.store import Change, Store
from selcore.wording.unseen import coded

from ..actions.action_table import SEEN, WindowActions
from ..actions.actions import more_actions
from ..actions.menus import make_menus
from ..bridge.bridge import Bridge
from ..bridge.input_turns import InputTurns
from ..bridge.sequence import Sequences
from ..history.panel import HistoryPanel
from ..kit import theme
from ..kit.labels import cut
from ..kit.throttle import Rarely
from ..objects.panel import FileObjectsPanel
from ..questions.asking import Answers, Questions
from ..recording.badge import RecordingBadge
from ..recording.banner import RecordingBanner
from ..selector.bar import SelectorBar
from ..selector.counters import StatusCounts
from ..selector.state_line import StateLine
from ..session.document import Document
from ..session.file_reader import Opening
from ..session.welcome import Cards
from ..settings.preferences import Preferences
from ..warnings.panel import WarningsPanel
from ..why.panel import WhyPanel
from .deferred_panels import NAMES as LATE
from .deferred_panels import LatePanels
from .docks import Docks
from .focus_ring import FocusRings
from .handlers import Handlers
from .screen_fit import ScreenFit

if TYPE_CHECKING:
    from ..data.panel import DataPanel
    from ..kernel.panel import KernelPanel
    from ..timeline.panel import TimelinePanel
    from ..why.refusals_panel import RefusalsPanel

LONGEST_TITLE = 100
"""Characters of a document's name in the title of the window."""


class MainWindow(QMainWindow):
    """The window over one session at a time."""

    state_changed = Signal(str)
    settled_changed = Signal(bool)

    def __init__(self, bridge: Bridge, preferences: Preferences, document: Document, ask: Answers | None = None):
        super().__init__()
        self.bridge: Bridge = bridge
        self.store: Store = bridge.store
        self.preferences = preferences
        self.document = document
        self.first_backend = document.backend
        self.questions = Questions(self, ask)
        self.sequences = Sequences(bridge)
        self.opening, self._told_settled = Opening(self), False
        self.setObjectName("main")
        InputTurns(bridge)
        self._later = Rarely(self.look_around, self)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)  # or Qt begins an animation for each dock whenever a label of the window changes
        self._make_panels()
        self.handlers = Handlers(self)
        self.acts = WindowActions(self)
        self.actions_by_id = self.acts.by_id
        self.refresh_actions = self.acts.refresh
        self._place()
        self._connect()
        self._title()
        self.resize(1280, 800)
        ScreenFit(self)

    # Contract for automated tests.

    def _state(self) -> str:
        return self.bridge.state

    def _settled(self) -> bool:
        return self.bridge.settled and not self.opening.busy

    def _tell_settled(self) -> None:
        if self._told_settled != self._settled():
            self._told_settled = not self._told_settled
            self.settled_changed.emit(self._told_settled)

    state = Property(str, _state, notify=state_changed)
    settled = Property(bool, _settled, notify=settled_changed)

    def _make_panels(self) -> None:
        self.selector: SelectorBar = SelectorBar()
        self.status_line = StateLine(self.store)
        self.files: FileObjectsPanel = FileObjectsPanel(self.store)
        self.history: HistoryPanel = HistoryPanel(self.store)
        self.why = WhyPanel()
        self.warnings: WarningsPanel = WarningsPanel(self.store.kind_of)
        self.cards = Cards()
        self.counts = StatusCounts(self.store)
        self.recording_badge: RecordingBadge = RecordingBadge()
        self.recording_banner = RecordingBanner()
        self.late = LatePanels(self)

    @property
    def data(self) -> "DataPanel":
        return self.late["data"]  # type: ignore[no-any-return]

    @property
    def kernel(self) -> "KernelPanel":
        return self.late["kernel"]  # type: ignore[no-any-return]

    @property
    def refusals(self) -> "RefusalsPanel":
        return self.late["refusals"]  # type: ignore[no-any-return]

    @property
    def timeline(self) -> "TimelinePanel":
        return self.late["timeline"]  # type: ignore[no-any-return]

    def complete(self) -> Iterator[str]:
        """Make what was not needed to be seen, a step at a time; the name of the next dock, if it is a dock's turn."""
        more_actions()
        yield ""
        self.acts.fill()
        yield ""
        self.acts.draw(self.actions_by_id)
        self.docks.dress()
        self.history.filter_box.dress()
        for name in LATE:
            yield name
            self.late[name]

    def _place(self) -> None:
        act = self.actions_by_id
        self.selector.fill(
            act["call.step"], act["loop.run"], act["loop.pause"], act["call.stop"], act["fileobject.new"]
        )
        self.addToolBar(self.selector)
        self.history.filter_box.fill(act["filter.toggle"], self.preferences)
        self.files.fill(act["fileobject.send"], act["fileobject.receive"], self.object_menu)
        centre = QWidget()
        self._layout = layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.recording_banner)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.history, 2)
        self.setCentralWidget(centre)
        self.focus_rings = FocusRings(self)
        self._place_status_line()
        self._place_docks()
        self.counts.addPermanentWidget(self.recording_badge)
        self.setStatusBar(self.counts)
        self.order_focus()
        make_menus(self)

    def order_focus(self) -> None:
        """Tab goes as one reads: what is open, what is sent to it, what was returned, why."""
        files = self.files
        remedy = files.refusal.button
        chain: list[QWidget] = [files.view, remedy, files.send_box, files.mode, files.to, *files.buttons]
        chain += [
            *self.cards.cards,
            *self.cards.links,
            self.history.filter_box.line,
            self.history.filter_box.help,
            self.history.filter_box.toggle,
            self.history.view,
            *([self.timeline.view] if "timeline" in self.late else []),
            self.why.text,
            self.why.button,
            self.why.other,
            self.why.rule,
            self.why.again,
            self.why.state,
        ]
        chain += [self.kernel.refresh, self.kernel.view] if "kernel" in self.late else []
        chain += [self.data.again, self.data.view, self.data.dump] if "data" in self.late else []
        chain += [self.refusals.list] if "refusals" in self.late else []
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def _place_status_line(self) -> None:
        """Over the whole width, under the selector it speaks of."""
        bar = QToolBar(self.tr("State of the selector"))
        bar.setObjectName("status-bar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(self.status_line)
        self.addToolBarBreak()
        self.addToolBar(bar)

    def _place_docks(self) -> None:
        self.docks = docks = Docks(self, fileobjects=self.files, details=self.why, warnings=self.warnings)
        self.left, self.right, self.data_dock = docks["fileobjects"], docks["details"], docks["data"]
        self.kernel_dock, self.warnings_dock = docks["kernel"], docks["warnings"]
        self.refusals_dock = docks["refusals"]
        self.timeline_dock: QDockWidget = docks["timeline"]

    def _key(self, keys: str, view: QWidget, action: QAction) -> None:
        """A key that means something only while this view has the focus."""
        QShortcut(QKeySequence(keys), view, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(action.trigger)

    def _connect(self) -> None:
        self._key("Delete", self.files.view, self.actions_by_id["fileobject.close"])
        self._key("End", self.history.view, self.actions_by_id["history.follow"])
        self.bridge.changed.connect(self.fold)
        self.bridge.linted.connect(self.handlers.warnings.fold)
        self.bridge.state_changed.connect(self._state_changed)
        self.bridge.settled_changed.connect(lambda _: self._tell_settled())
        self.opening.busy_changed.connect(self._tell_settled)
        self.bridge.refused.connect(lambda words: self.counts.say(words))
        self.files.current_changed.connect(self.current_changed)
        self.history.view.clicked.connect(lambda _: self.show_why())
        self.warnings.counted.connect(self._count_warnings)
        self.warnings.chosen.connect(self.handlers.warnings.show)
        self.warnings.remedied.connect(self.handlers.warnings.do_remedy)
        self.warnings.current_changed.connect(self.refresh_actions)
        self.files.payload_changed.connect(self.refresh_actions)
        self.files.model.ticked.connect(self.handlers.tick)
        self.files.callback_wanted.connect(lambda at: self.menu("object.callback").popup(at))
        self.files.refusal.remedy.connect(self.sequences.remedy)
        self.history.row_changed.connect(self.why.show_row)
        self.handlers.explain.connect()
        self.history.filter_box.on_changed.connect(lambda on: self.refresh_actions())
        self.history.view.customContextMenuRequested.connect(self.handlers.filters.show_menu)
        self.history.row_changed.connect(self.handlers.timeline.show_row)
        self.files.current_changed.connect(self.handlers.timeline.object_chosen)
        for name in LATE:
            self.docks[name].visibilityChanged.connect(partial(self.late.in_sight, name))
        self.timeline_dock.visibilityChanged.connect(lambda on: self.refresh_actions())
        self.history.resume_wanted.connect(lambda: self.actions_by_id["history.freeze"].trigger())
        chosen = self.history.view.selectionModel()
        chosen.selectionChanged.connect(lambda *_: self.refresh_actions())
        chosen.currentChanged.connect(lambda *_: self.refresh_actions())  # of the same row another cell
        self.history.following_changed.connect(lambda on: self.refresh_actions())
        self.selector.backend_chosen.connect(self.handlers.use_backend)
        self.selector.pace_chosen.connect(self.handlers.set_pace)
        self.selector.timeout_changed.connect(self.refresh_actions)
        self.selector.timeout_changed.connect(self._say_timeout)
        self.status_line.chosen.connect(lambda id: self.actions_by_id[id].trigger())
        self.cards.chosen.connect(lambda id: self.actions_by_id[id].trigger())
        self.document.changed.connect(self._title)
        self.recording_badge.ended.connect(self.handlers.recordings.ended)
        self.recording_banner.closed.connect(self.actions_by_id["recording.close"].trigger)

    def _say_timeout(self) -> None:
        """Why nothing can be called: beside the state, not only as a colour."""
        valid = self.selector.timeout_valid()
        self.status_line.say("" if valid else self.tr("What is typed is no timeout: seconds, None, nan or inf"))

    def show_why(self) -> None:
        """A row of the history was clicked: its panel to the front."""
        self.right.raise_()

    def current_changed(self) -> None:
        """Another file object is current."""
        state = self.files.current()
        if "data" in self.late:
            self.data.show_object(state.name if state is not None else None)
        self.refresh_actions()

    def look_around(self) -> None:
        """Show what depends on all that is open."""
        self._look_around(Change())

    def count_refusals(self, count: int) -> None:
        self.refusals_dock.setWindowTitle(self.tr("Refused") + (f" ({count:,})" if count else ""))

    def _count_warnings(self, count: int) -> None:
        self.warnings_dock.setWindowTitle(self.tr("Warnings") + (f" ({count:,})" if count else ""))

    def menu(self, name: str) -> QMenu:
        """The menu of that name (``object``, ``object.callback``, ...)."""
        self.acts.fill()
        return self.menus[name]

    menus: dict[str, QMenu]

    def object_menu(self) -> QMenu:
        """The context menu of the current object: the Object menu itself."""
        return self.menu("object")

    def fold(self, change: Change) -> None:
        """Pass on what a batch changed; each panel refreshes its own part."""
        self.document.fold(change)
        self.files.fold(change)
        self.history.fold(change)
        self.data.fold(change)
        self.refusals.fold(change)
        self.kernel.fold(change)
        self.sequences.fold(change)
        self.handlers.fold(change)
        self.timeline.fold()
        if change.entries or change.status or change.gone or self.bridge.state not in ("running", "spinning"):
            self._look_around(change)
        else:
            self._later()

    def _look_around(self, change: Change) -> None:
        """What depends on all that is open; under a run this is for four times a second, not for each frame."""
        self.counts.refresh(objects=bool(change.objects or change.gone))
        self.status_line.fold()
        if change.status and self.store.status is not None:
            self.selector.show_backend(self.store.status.backend)
            self.why.show_backend(self.store.status.backend)
        self._choose_centre()
        self.refresh_actions()

    def _choose_centre(self) -> None:
        """The cards while nothing is open; the history as soon as there is something in it, beneath them."""
        open_ = any(state.state != "closed" or state.registered is not None for state in self.store.objects.values())
        inviting = (
            not open_ and self.bridge.playback is None and self.bridge.state == "idle" and not self.document.is_playing
        )
        fresh = not self.store.rows and self.store.waiting is None
        appeared = inviting and not self.cards.isVisibleTo(self)
        self.why.set_live(self.bridge.playback is None)
        self.cards.setVisible(inviting)
        self.cards.set_compact(not fresh)
        self._layout.setStretchFactor(self.cards, 1 if fresh else 0)  # beneath them the history has what is left
        self.history.setVisible(not (inviting and fresh))
        if appeared and fresh:
            self.cards.cards[0].setFocus()

    def _state_changed(self, state: str) -> None:
        self._choose_centre()
        self.refresh_actions()
        self.state_changed.emit(state)

    def _title(self) -> None:
        name = self.document.path.name if self.document.path else self.document.title or self.tr("untitled")
        shown = cut(coded(name), LONGEST_TITLE).replace("[*]", "[*][*]")  # which is the mark of what is not saved
        self.setWindowTitle(f"{shown}[*] — Selector Playground")
        self.setWindowModified(self.document.modified)

    def dress(self) -> None:
        """In the colours of the theme in use."""
        theme.clothe(self)  # the sheet first: with another one, widgets get back the palettes they had before it
        self.acts.draw(self.actions_by_id)
        self._dress()

    def dress_first(self) -> None:
        """What is seen of it when it is shown."""
        with theme.drafts():
            self.acts.draw(SEEN)
            self._dress()
        theme.clothe(self)

    def _dress(self) -> None:
        self.docks.dress()
        self.selector.dress()
        for panel in (self.files, self.why, self.warnings, self.cards, self.history.filter_box, *self.late.made()):
            panel.dress()
        self.status_line.refresh()
        self.recording_banner.dress()
        self.recording_badge.dress()
        self.history.view.dress()

    # The end.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.docks.hide_spare_tabs()
        if self.cards.isVisibleTo(self):
            self.cards.cards[0].setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.handlers.may_lose():
            event.ignore()
            return
        self.shut_down()
        super().closeEvent(event)

    def close_now(self) -> None:
        """Close without a question: the session is being ended from outside."""
        self.handlers.experiments.closing = True
        self.close()

    def shut_down(self) -> None:
        """End the worker and keep what is to be kept; idempotent."""
        self.preferences.set_layout("window", self.saveState())
        for name, view in self._headers().items():
            self.preferences.set_layout(name, view.saveState())
        self.preferences.set_layout("geometry", self.saveGeometry())
        self.preferences.flush()
        self.opening.close()
        self.handlers.compare.close()
        self.handlers.scaling.close()
        self.bridge.close()
        self.handlers.recordings.close()

    def restore_layout(self) -> None:
        """As it was when it was closed."""
        self.restoreGeometry(self.preferences.layout("geometry"))
        self.docks.restore(self.preferences.layout("window"))
        for name, view in self._headers().items():
            view.restoreState(self.preferences.layout(name))

    def _headers(self) -> dict[str, QHeaderView]:
        """Whose columns are kept as they were moved, widened and chosen."""
        return {"history": self.history.view.horizontalHeader(), "fileobjects": self.files.view.horizontalHeader()}

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():  # what is no file is refused in words when it is dropped
            self._copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._copy(event)
        self.handlers.drop(event.mimeData().urls())

    def _copy(self, event: QDropEvent) -> None:
        """Take it as a copy: who proposes to move a file deletes it when it was taken so."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

"""Placement only: what is open at the left, what select() returned in the centre, why at the right; the selector above.

Automated tests drive this window: ``state`` and ``settled`` are its word on what the worker does.
"""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Property, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QMainWindow, QMenu, QToolBar

from selcore.history.store import Change, Store
from selcore.wording.unseen import coded

from ..actions.action_table import SEEN, ActionTable
from ..actions.actions import more_actions
from ..actions.menus import Menus, fill_recent
from ..bridge.bridge import Bridge
from ..bridge.input_turns import InputTurns
from ..bridge.sequence import Sequences
from ..kit import theme
from ..kit.labels import cut
from ..kit.throttle import Rarely
from ..questions.asking import Answers, Questions
from ..session.context import Context
from ..session.document import Document
from ..session.file_reader import Opening
from ..session.panel import Panel, SessionBegun
from ..settings.preferences import Preferences
from .appearance import AppearanceActions
from .centre import Centre
from .deferred_panels import NAMES, DeferredPanels
from .dialogs import DialogActions
from .docks import Docks
from .focus_ring import FocusRings
from .handlers import Handlers
from .navigation import Navigation
from .panels import Panels
from .screen_fit import ScreenFit

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
        self.preferences, self.document = preferences, document
        self.setObjectName("main")
        InputTurns(bridge)
        self.questions, self.sequences = Questions(self, ask), Sequences(bridge)
        self.opening, self._told_settled = Opening(self), False
        self._look_around_soon = Rarely(self.look_around, self)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)  # or Qt begins an animation for each dock whenever a label of the window changes
        self._make_panels()
        self._make_actions()
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

    # Making it.

    def _make_panels(self) -> None:
        self.panels = panels = Panels(self.store)
        self.selector, self.files, self.history, self.why = panels.selector, panels.files, panels.history, panels.why
        self.cards, self.counts = panels.cards, panels.counts

    def _make_actions(self) -> None:
        self.actions_table = table = ActionTable(self, lambda: self.menus.fill())
        self.actions_by_id, self.refresh_actions = table.by_id, table.refresh
        navigation = Navigation(self, self.files, self.history, lambda: self.docks)
        self.context = context = Context(
            self.bridge,
            self.document,
            self.preferences,
            self.questions,
            self.opening,
            self.sequences,
            table,
            navigation,
            self.counts.say,
        )
        self.handlers = Handlers(context, self.panels, self.close)
        appearance = AppearanceActions(context, self.apply_theme, lambda: self.docks.reset())
        table.register(appearance, DialogActions(context, appearance.set_theme))

    def complete(self) -> Iterator[str]:
        """Make what was not needed to be seen, a step at a time; the name of the next dock, if it is a dock's turn."""
        more_actions()
        yield ""
        self.actions_table.fill()
        yield ""
        self.actions_table.draw(self.actions_by_id)
        self.docks.apply_theme()
        self.history.filter_box.apply_theme()
        for name in NAMES:
            yield name
            self.late[name]

    def _place(self) -> None:
        act, panels = self.actions_by_id, self.panels
        self.selector.fill(
            act["call.step"], act["loop.run"], act["loop.pause"], act["call.stop"], act["fileobject.new"]
        )
        self.addToolBar(self.selector)
        self.history.filter_box.fill(act["filter.toggle"], self.preferences)
        self.files.fill(act["fileobject.send"], act["fileobject.receive"], lambda: self.menu("object"))
        self.centre = Centre(self.bridge, self.document, panels.banner, self.cards, self.history)
        self.setCentralWidget(self.centre)
        self.focus_rings = FocusRings(self)
        self._place_status_line()
        self.docks = Docks(self, fileobjects=self.files, details=self.why, warnings=panels.warnings)
        self.late = DeferredPanels(self.handlers.deferred(), self.docks, self.order_focus)
        self.counts.addPermanentWidget(panels.badge)
        self.setStatusBar(self.counts)
        self.order_focus()
        lists = {"file.recent": self._fill_recent, "view.columns": self.history.columns.fill}
        self.menus = Menus(self, self.actions_table, lists, self.docks.toggles())

    def _place_status_line(self) -> None:
        """Over the whole width, under the selector it speaks of."""
        bar = QToolBar(self.tr("State of the selector"))
        bar.setObjectName("status-bar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(self.panels.state_line)
        self.addToolBarBreak()
        self.addToolBar(bar)

    def order_focus(self) -> None:
        """Tab goes as one reads: what is open, what is sent to it, what was returned, why."""
        late = self.late.made()
        first: list[Panel | None] = [self.files, self.cards, self.history, late.get("timeline"), self.why]
        order = first + [late.get(name) for name in ("kernel", "data", "refusals")]
        chain = [widget for panel in order if panel is not None for widget in panel.focus_chain()]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def menu(self, name: str) -> QMenu:
        """The menu of that name (``object``, ``object.callback``, ...)."""
        return self.menus[name]

    def _fill_recent(self, menu: QMenu) -> None:
        fill_recent(menu, self.preferences.recent, self.handlers.experiments.open_recent)

    # What one part says to others. (What a room says to itself its actions connect.)

    def _connect(self) -> None:
        bridge, handlers, history = self.bridge, self.handlers, self.history
        bridge.changed.connect(self.fold)
        bridge.state_changed.connect(self._state_changed)
        bridge.settled_changed.connect(lambda _: self._tell_settled())
        bridge.refused.connect(self.counts.say)
        self.opening.busy_changed.connect(self._tell_settled)
        self.document.begun.connect(self.begin)
        self.document.changed.connect(self._title)
        self.files.current_changed.connect(self._current_changed)
        self.files.callback_wanted.connect(lambda at: self.menu("object.callback").popup(at))
        history.row_changed.connect(self.why.show_row)
        history.row_changed.connect(handlers.timeline.show_row)
        history.cleared.connect(lambda: self.why.show_row(None))
        history.cleared.connect(handlers.timeline.clear)
        self.docks["timeline"].visibilityChanged.connect(lambda on: self.refresh_actions())
        self.cards.chosen.connect(self.actions_table.trigger)

    def _current_changed(self) -> None:
        """Another file object is current."""
        name = self.files.current_name()
        self.handlers.data.show_object(name)
        self.handlers.timeline.show_object(name)

    def fold(self, change: Change) -> None:
        """Pass on what a batch changed; each panel refreshes its own part."""
        self.document.fold(change)
        for panel in (*self.panels, *self.late.all()):
            panel.fold(change)
        self.sequences.fold(change)
        for room in self.handlers:
            room.fold(change)
        if change.entries or change.status or change.gone or self.bridge.state not in ("running", "spinning"):
            self._look_around(change)
        else:
            self._look_around_soon()

    def begin(self, begun: SessionBegun) -> None:
        """Pass on that a session has begun."""
        for panel in (*self.panels, *self.late.made().values()):
            panel.begin(begun)
        for room in self.handlers:
            room.begin(begun)
        self.refresh_actions()

    def look_around(self) -> None:
        """Show what depends on all that is open."""
        self._look_around(Change())

    def _look_around(self, change: Change) -> None:
        """What depends on all that is open; under a run this is for four times a second, not for each frame."""
        self.counts.refresh(objects=bool(change.objects or change.gone))
        self.panels.state_line.show_state()
        if change.status and self.store.status is not None:
            self.selector.show_backend(self.store.status.backend)
            self.why.show_backend(self.store.status.backend)
        self._choose_centre()
        self.refresh_actions()

    def _choose_centre(self) -> None:
        self.why.set_live(self.bridge.playback is None)
        self.centre.choose()

    def _state_changed(self, state: str) -> None:
        self._choose_centre()
        self.refresh_actions()
        self.state_changed.emit(state)

    def _title(self) -> None:
        name = self.document.path.name if self.document.path else self.document.title or self.tr("untitled")
        shown = cut(coded(name), LONGEST_TITLE).replace("[*]", "[*][*]")  # which is the mark of what is not saved
        self.setWindowTitle(f"{shown}[*] — Selector Playground")
        self.setWindowModified(self.document.modified)

    def apply_theme(self) -> None:
        """In the colours of the theme in use."""
        theme.clothe(self)  # the sheet first: with another one, widgets get back the palettes they had before it
        self.actions_table.draw(self.actions_by_id)
        self._apply_theme()

    def apply_theme_first(self) -> None:
        """What is seen of it when it is shown."""
        with theme.drafts():
            self.actions_table.draw(SEEN)
            self._apply_theme()
        theme.clothe(self)

    def _apply_theme(self) -> None:
        self.docks.apply_theme()
        for panel in (*self.panels, *self.late.made().values()):
            panel.apply_theme()

    # The end.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.docks.hide_spare_tabs()
        if self.cards.isVisibleTo(self):
            self.cards.cards[0].setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.handlers.experiments.may_lose():
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
        self.handlers.dropping.drop(event.mimeData().urls())

    def _copy(self, event: QDropEvent) -> None:
        """Take it as a copy: who proposes to move a file deletes it when it was taken so."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

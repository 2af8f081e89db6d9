"""Placement only: what is open at the left, what select() returned in the centre, why at the right; the selector above.

Automated tests drive this window: ``state`` and ``settled`` are its word on what the worker does.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from selcore.history.finding import newest_about
from selcore.history.store import Change, Store

from ..actions.action_table import SEEN, ActionTable
from ..actions.actions import more_actions
from ..actions.menus import Menus
from ..appearance.actions import AppearanceActions
from ..bridge.bridge import Bridge
from ..bridge.input_turns import InputTurns
from ..bridge.sequence import Sequences
from ..bridge.stepper import Stepper
from ..files.file_reader import FileOpener
from ..files.file_writer import FileWriter
from ..focus.focus_ring import FocusRings
from ..focus.panel_walk import PanelWalk
from ..help.asking import ContextHelp
from ..kit import theme
from ..program.actions import ProgramActions
from ..questions.asking import Answers, Questions
from ..selector.state_line import state_bar
from ..session.context import ActionContext
from ..session.document import Document
from ..session.panel import Panel, SessionBegun
from ..session.selection import NO_ROW, Choosing, Selection
from ..settings.preferences import Preferences
from ..settings.writing import SettingsWriter
from .centre import Centre
from .deferred_panels import NAMES, DeferredPanels
from .docks import Docks
from .handlers import Handlers
from .kept_layout import KeptLayout
from .links import link
from .navigation import Navigation
from .overview import Overview
from .panels import Panels
from .screen_fit import ScreenFit
from .title import window_title

if TYPE_CHECKING:
    from ..appearance.presentation import Presentation


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
        self.opening, self.writer, self._told_settled = FileOpener(self), FileWriter(self), False
        self._settings = SettingsWriter(self)
        preferences.write_beside(self._settings)
        self._asked = self._ends_now = False
        self.selection = Choosing(lambda name: name in self.store.objects, self._past, self)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)  # or Qt begins an animation for each dock whenever a label of the window changes
        self._make_panels()
        self._make_actions()
        self._place()
        self._connect()
        self._title()
        self.resize(1280, 800)
        ScreenFit(self, self.docks.give_way)

    # Contract for automated tests.

    def _state(self) -> str:
        return self.bridge.state

    def _settled(self) -> bool:
        busy = self.opening.busy or self.writer.busy or self._settings.busy or self.selection.pending
        return self.bridge.settled and not busy

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
        self.action_table = table = ActionTable(self, lambda: self.menus.fill())
        self.actions_by_id, self.refresh_actions = table.by_id, table.refresh
        navigation = Navigation(self, self.history, lambda: self.docks)
        self.context = context = ActionContext(
            bridge=self.bridge,
            document=self.document,
            preferences=self.preferences,
            questions=self.questions,
            reader=self.opening,
            writer=self.writer,
            sequences=self.sequences,
            stepper=Stepper(self.bridge, self),
            actions=table,
            navigate=navigation,
            selection=self.selection,
            say=self.counts.say,
        )
        self.handlers = Handlers(context, self.panels, self.close)
        put_back = lambda: self.kept_layout.reset()  # noqa: E731 - the docks come later
        appearance = AppearanceActions(context, self.apply_theme, self.fit, put_back, self._presentation)
        walk = PanelWalk(context, lambda: (self.selector, *self.docks.around(self.centralWidget())))
        helper = ContextHelp(self, lambda: table.trigger("help.words"))
        table.register(appearance, walk, ProgramActions(context, appearance.set_theme, helper))
        helper.serve(table["help.context"])

    def complete(self) -> Iterator[str]:
        """Make what was not needed to be seen, a step at a time; the name of the next dock, if it is a dock's turn."""
        self.late.arrived = True
        self.docks.complete()
        more_actions()
        yield ""
        self.action_table.fill()
        yield ""
        self.action_table.draw(self.actions_by_id)
        self.docks.apply_theme()
        self.history.filter_box.apply_theme()
        for name in NAMES:
            yield name
            self.late[name]

    def _place(self) -> None:
        act, panels = self.actions_by_id, self.panels
        self.selector.fill(
            act["call.step"],
            act["loop.run"],
            act["loop.pause"],
            act["call.stop"],
            act["fileobject.new"],
            act["help.classes"],
        )
        self.addToolBar(self.selector)
        self.history.filter_box.fill(act["filter.toggle"], self.preferences)
        self.files.fill(act["fileobject.send"], act["fileobject.receive"], lambda: self.menus["object"])
        self.centre = Centre(self.bridge, self.document, panels.banner, self.cards, self.history)
        self.setCentralWidget(self.centre)
        self.overview = Overview(self.bridge, panels, self.centre, self.action_table, self)
        self.focus_rings = FocusRings(self)
        self.addToolBarBreak()
        self.addToolBar(state_bar(panels.state_line))
        self.docks = Docks(self, fileobjects=self.files, details=self.why, warnings=panels.warnings)
        self.late = DeferredPanels(self.handlers.deferred(), self.docks, self.order_focus)
        self.kept_layout = KeptLayout(self, self.docks, panels, self.preferences)
        self.counts.addPermanentWidget(panels.badge)
        self.setStatusBar(self.counts)
        self.order_focus()
        lists = {
            "file.recent": self.handlers.experiments.fill_recent,
            "file.programs": self.handlers.programs.recent.fill,
            "view.columns": self.history.columns.fill,
            "view.object-columns": self.files.columns.fill,
        }
        self.menus = Menus(self, self.action_table, lists, self.docks.toggles())

    def _presentation(self) -> "Presentation":
        from ..appearance.presentation import Presentation

        return Presentation(self, self.docks.docks, self.actions_by_id["loop.run"])

    def order_focus(self) -> None:
        """Tab goes as one reads: what is open, what is sent to it, what was returned, why."""
        late = self.late.made()
        first: list[Panel | None] = [self.files, late.get("experiment"), self.cards, self.history]
        first += [late.get("timeline"), self.why]
        order = first + [late.get(name) for name in ("kernel", "code", "data", "output", "turns", "refusals")]
        chain = [widget for panel in order if panel is not None for widget in panel.focus_chain()]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    # What happens.

    def _connect(self) -> None:
        self.bridge.changed.connect(self.fold)
        self.bridge.state_changed.connect(self._state_changed)
        self.bridge.settled_changed.connect(lambda _: self._tell_settled())
        self.opening.busy_changed.connect(self._tell_settled)
        self.writer.busy_changed.connect(self._tell_settled)
        self._settings.busy_changed.connect(self._tell_settled)
        self.selection.changed.connect(self.show_selection)
        self.selection.put_off.connect(self._tell_settled)
        self.document.begun.connect(self.begin)
        self.document.changed.connect(self._title)
        link(self.context, self.panels, self.handlers, self.docks, self.menus)

    def fold(self, change: Change) -> None:
        """Pass on what a batch changed; each panel refreshes its own part."""
        self.document.fold(change)
        for panel in (*self.panels, *self.late.all()):
            panel.fold(change)
        self.sequences.fold(change)
        for room in self.handlers:
            room.fold(change)
        self.overview.fold(change)

    def show_selection(self, selection: Selection) -> None:
        """Pass on what is chosen."""
        for panel in (*self.panels, *self.late.made().values()):
            panel.show_selection(selection)
        for room in self.handlers:
            room.show_selection(selection)
        self._tell_settled()

    def _past(self, name: str) -> int:
        return newest_about(self.store, name) if not self.bridge.is_live else NO_ROW

    def begin(self, begun: SessionBegun) -> None:
        """Pass on that a session has begun."""
        self.selection.begin(begun.keeps_history)
        self.counts.begin(begun.watches)
        for panel in (*self.panels, *self.late.made().values()):
            panel.begin(begun)
        for room in self.handlers:
            room.begin(begun)
        self.refresh_actions()

    def _state_changed(self, state: str) -> None:
        self.overview.show_state()
        self.state_changed.emit(state)

    def _title(self) -> None:
        self.setWindowTitle(window_title(self.document))
        self.setWindowModified(self.document.modified)

    def apply_theme(self) -> None:
        """In the colours of the theme in use."""
        theme.clothe(self)  # the sheet first: with another one, widgets get back the palettes they had before it
        self.action_table.draw(self.actions_by_id)
        self._apply_theme()

    def apply_theme_first(self) -> None:
        """What is seen of it when it is shown."""
        with theme.drafts():
            self.action_table.draw(SEEN)
            self._apply_theme()
        theme.clothe(self)

    def _apply_theme(self) -> None:
        self.docks.apply_theme()
        for panel in (*self.panels, *self.late.made().values()):
            panel.apply_theme()

    def fit(self) -> None:
        """Make room for words of another size."""
        for panel in (*self.panels, *self.late.made().values()):
            panel.fit()

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
        self._asked = not self._ends_now
        self.shut_down()
        super().closeEvent(event)

    def close_now(self) -> None:
        """Close without a question: the session is being ended from outside. What no file has is kept."""
        self._ends_now = True
        self.handlers.experiments.closing = True
        self.close()

    def shut_down(self) -> None:
        """End the worker and keep what is to be kept; idempotent."""
        self.kept_layout.keep()
        self.hide()  # a disk may keep what follows waiting: nobody looks at a window that does not answer
        unwritten = self.preferences.close()
        self.writer.left += [unwritten] if unwritten is not None else []
        self.opening.close()
        self.writer.close()
        self.handlers.compare.close()
        self.handlers.scaling.close()
        self.bridge.close()
        self.handlers.recordings.close()
        self.handlers.code.close()
        self.handlers.unsaved.close(self._asked)

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

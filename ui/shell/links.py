"""Connections between rooms. (Within a room, its own actions connect its panels.)"""

from selcore.history.row import Row

from ..actions.menus import Menus
from ..session.context import ActionContext
from .docks import Docks
from .handlers import Handlers
from .panels import Panels


def link(context: ActionContext, panels: Panels, handlers: Handlers, docks: Docks, menus: Menus) -> None:
    """Connect the panels with the rooms beside theirs."""

    def object_chosen() -> None:
        name = panels.files.current_name()
        handlers.data.show_object(name)
        handlers.timeline.show_object(name)
        # Chosen by whoever uses the list: what is current changes by itself too, when something was opened. (hasFocus()
        # is false where no window manager has made the window the active one.)
        view = panels.files.view
        if name and view.window().focusWidget() is view:
            panels.why.show_object(name)

    panels.files.current_changed.connect(object_chosen)
    panels.why.ask_hindrance(panels.files.hindrance)
    panels.files.callback_wanted.connect(lambda at: menus["object.callback"].popup(at))

    def row_chosen(row: Row | None) -> None:
        if row is not None and row.name in context.store.objects:
            panels.files.show_current(row.name)
        handlers.data.show_row(row)

    panels.history.row_changed.connect(row_chosen)
    panels.history.row_changed.connect(panels.why.show_row)
    panels.history.row_changed.connect(handlers.timeline.show_row)
    panels.history.cleared.connect(lambda: panels.why.show_row(None))
    panels.history.cleared.connect(handlers.timeline.clear)
    panels.cards.chosen.connect(context.actions.trigger)
    panels.cards.ask_recent(lambda: context.preferences.recent)
    panels.cards.recent.chosen.connect(handlers.experiments.open_recent)
    docks["timeline"].visibilityChanged.connect(lambda on: context.refresh_actions())
    context.bridge.refused.connect(context.say)
    panels.warnings.filled.connect(lambda on: docks.set_high("warnings", on))
    docks["warnings"].visibilityChanged.connect(panels.warnings.set_in_sight)

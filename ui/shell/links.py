"""Connections between rooms. (Within a room, its own actions connect its panels.)"""

from ..actions.menus import Menus
from ..session.context import ActionContext
from ..welcome.recent import file_link
from .docks import UNSEEN, Docks
from .handlers import Handlers
from .panels import Panels


def link(context: ActionContext, panels: Panels, handlers: Handlers, docks: Docks, menus: Menus) -> None:
    """Connect the panels with the rooms beside theirs."""

    panels.files.callback_wanted.connect(lambda at: menus["object.callback"].popup(at))
    panels.why.of_note = handlers.programs.note_words
    panels.history.cleared.connect(handlers.explain.clear)
    panels.history.cleared.connect(handlers.timeline.clear)
    panels.cards.chosen.connect(context.actions.trigger)
    panels.cards.ask_recent(lambda: [*map(file_link, context.preferences.recent)], handlers.programs.recent.links)
    panels.cards.recent.chosen.connect(handlers.experiments.open_recent)
    panels.cards.programs.chosen.connect(handlers.programs.recent.run)
    docks["details"].visibilityChanged.connect(panels.why.set_in_sight)
    for name in UNSEEN:
        docks[name].visibilityChanged.connect(lambda on: context.refresh_actions())
    context.bridge.refused.connect(context.say)
    panels.warnings.filled.connect(lambda on: docks.set_high("warnings", on))
    docks["warnings"].visibilityChanged.connect(panels.warnings.set_in_sight)

"""Opening file objects: at once, by a form, by a card; and what becomes of that, a refusal in its place too."""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import structs
from PySide6.QtCore import Qt

from selcore.history.store import Change
from selcore.values.commands import AnyCommand, Open, Run, Select
from selcore.values.outcomes import Done, Failed, Refused

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..session.context import ActionContext
from ..session.naming import free_name
from ..session.room_actions import RoomActions
from ..session.scenarios import SCENARIOS
from .panel import FileObjectsPanel

if TYPE_CHECKING:
    from ..forms.command_form import CommandForm
    from ..forms.open_form import OptionForm

FORMED = (
    *("key.register-with", "key.modify-with", "key.callback.forward"),
    *("fileobject.set", "fileobject.connect-to", "fileobject.bind", "fileobject.bind-path", "fileobject.listen"),
    *("fileobject.rename", "selector.signal"),
)
"""Actions whose command is asked for in a form (``forms/command_fields``)."""


class OpeningActions(RoomActions):
    """Actions that open something, or show a form of what is to be done."""

    def __init__(self, context: ActionContext, panel: FileObjectsPanel):
        super().__init__(context)
        self._panel = panel
        self._forms: dict[int, tuple[AnyCommand, OptionForm | CommandForm]] = {}
        self._focus: str | None = None
        panel.refusal.remedy.connect(context.sequences.remedy)

    def table(self) -> dict[str, Do]:
        found: dict[str, Do] = {
            "fileobject.new": self._new,
            "fileobject.connect": self._connect,
            "refusal.remedy": lambda _: self._panel.refusal.press(),
        }
        found |= {id: partial(self._form, id) for id in FORMED}
        return found | {f"scenario.{id}": partial(self._scenario, id) for id in SCENARIOS}

    def more(self) -> dict[str, Do]:
        """Those of each kind."""
        from selcore.kinds import KINDS

        found: dict[str, Do] = {}
        for kind in KINDS:
            found[f"fileobject.open.{kind.id}"] = partial(self.open, kind.id)
            found[f"fileobject.open-with.{kind.id}"] = partial(self.open_with, kind.id)
        return found

    def conditions(self) -> dict[str, Condition]:
        return {"refusal": lambda: self._panel.refusal.has_remedy}

    def _new(self, _: bool) -> None:
        from ..forms.kind_chooser import NewMenu

        menu = NewMenu(self._context.parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.chosen.connect(lambda id, form: (self.open_with if form else self.open)(id))
        menu.open()

    def open(self, id: str, _: bool = False, **options: Any) -> None:
        """Open one with its defaults."""
        from selcore.kinds import find_kind

        kind = find_kind(id)
        assert kind is not None
        self._focus = name = free_name(self._context.store, kind)
        self._context.bridge.send(Open(kind=id, name=name, options=options))

    def open_path(self, id: str, path: str) -> None:
        """Open what stands at a path."""
        self.open(id, path=path)

    def open_with(self, id: str, _: bool = False) -> None:
        """Show the form of a kind."""
        from selcore.kinds import find_kind

        from ..forms.open_form import OptionForm
        from .form_defaults import offered

        kind = find_kind(id)
        assert kind is not None
        store, parent = self._context.store, self._context.parent
        names, chosen = offered(kind, store.objects.values(), self._panel.current_name() or "")
        form = OptionForm(kind, free_name(store, kind), names, chosen, parent)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.submitted.connect(lambda command: self._submit(form, command))
        form.finished.connect(lambda _: self._forget_form(form))
        form.open()

    def _form(self, id: str, _: bool = False) -> None:
        """Show the form of a command, for the current object."""
        from ..forms.command_fields import FORMS
        from ..forms.command_form import CommandForm
        from .form_defaults import as_registered, kept

        options, build = FORMS[id]
        needs, subjects = self._context.actions[id].data().needs, self._context.actions.subjects()
        current, all_names = self._panel.current_name() or "", [state.name for state in self._panel.selected()]
        names = all_names if "selected" in needs else [current]
        about = next((subjects[need] for need in needs if need in subjects), "")
        title, kind_of = self._context.actions[id].text(), self._context.store.kind_of
        parent = self._context.parent
        others = tuple(name for name in self._context.store.objects if name != current)
        options = tuple(structs.replace(one, choices=others) if one.type == "name" else one for one in options)
        if id == "key.modify-with":
            options = as_registered(options, self._panel.current())

        def made(values: dict[str, Any]) -> AnyCommand:
            return kept(build(current, values), self._panel.current())

        form = CommandForm(id, title, about, options, made, kind_of, parent)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.submitted.connect(lambda command: self._submit(form, *_for_each(command, names)))
        form.finished.connect(lambda _: self._forget_form(form))
        form.open()

    def _submit(self, form: "OptionForm | CommandForm", *commands: AnyCommand) -> None:
        for command in commands:
            self._forms[id(command)] = (command, form)
            if isinstance(command, Open):
                self._focus = command.name
        self._context.bridge.send(*commands)

    def _forget_form(self, form: "OptionForm | CommandForm") -> None:
        self._forms = {key: pair for key, pair in self._forms.items() if pair[1] is not form}

    def _awaited(self, form: "OptionForm | CommandForm") -> bool:
        """Whether some command of that form has no answer yet."""
        return any(other is form for _, other in self._forms.values())

    def _refused_in_form(self, command: object, refused: Refused) -> bool:
        """Whether a form is open that says this refusal itself."""
        found = self._forms.pop(id(command), None)
        if found is None:
            return False
        self._forget_form(found[1])  # it stays, whatever comes of the others
        found[1].refuse(refused)
        return True

    def _scenario(self, id: str, _: bool = False) -> None:
        commands, focus = SCENARIOS[id](self._context.store)
        self._context.sequences.start(*commands, finished=lambda _: self._focus_on(focus))
        if id == "echo":
            self._context.navigate.raise_dock("data")  # there the echo will be seen

    def fold(self, change: Change) -> None:
        """Say what was refused; close the form whose command was done; put the focus where the user goes on."""
        if self._context.bridge.is_live:
            self._show_refused(change)
        for entry in change.entries:
            found = self._forms.pop(id(entry.command), None)
            if found is not None and isinstance(entry.outcome, Done) and not self._awaited(found[1]):
                found[1].accept()
        self._go_to_opened()

    def _go_to_opened(self) -> None:
        """The first of its ends; where many were opened all that are like it are selected, to be ticked at once."""
        model, base = self._panel.model, self._focus
        if not base:
            return
        for end in ("", ".a", ".r", "-1", "-1.a", "-1.r"):
            if model.row_of(base + end) >= 0:
                self._focus_on(base + end)
                self._focus = None
                if end.startswith("-1"):
                    self._panel.select_too(_alike(self._context.store.objects, base, end.removeprefix("-1")))
                return

    def _focus_on(self, name: str) -> None:
        files = self._panel
        files.select(name)
        state = files.current()
        if state is None or state.name != name:
            return
        # Something that is to be sent to: the box is where the next line is typed; else the tick.
        peer = self._context.store.objects.get(state.peer)
        watched = state.registered is not None or (peer is not None and peer.registered is not None)
        (files.send_box if watched and state.state != "listening" else files.view).setFocus()

    def _connect(self, _: bool) -> None:
        state = self._panel.current()
        if state is not None:
            from selcore.kinds import find_kind

            kind = find_kind(state.kind)
            self.open((kind.client if kind is not None else "") or "tcp-client", to=state.name)

    # What was refused.

    def _show_refused(self, change: Change) -> None:
        """The strip has what the last of these commands left there: to show each takes a thousand times as long."""
        last: tuple[AnyCommand, Refused | None] | None = None
        for entry in change.entries:
            outcome = entry.outcome
            refused = (
                outcome if isinstance(outcome, Refused) else outcome.error if isinstance(outcome, Failed) else None
            )
            if entry.during is not None:
                continue
            if refused is None:
                if not isinstance(entry.command, Select | Run):  # calling select() is no answer to what was refused
                    last = entry.command, None
            elif not self._refused_in_form(entry.command, refused):
                last = entry.command, refused
        self._show_last(last)

    def _show_last(self, last: "tuple[AnyCommand, Refused | None] | None") -> None:
        strip = self._panel.refusal
        if last is not None and last[1] is not None:
            strip.show_refusal(last[0], last[1])
        elif last is not None:
            strip.dismiss()


def _alike(names: Iterable[str], base: str, end: str) -> list[str]:
    """Those that were opened together: ``base-1.a``, ``base-2.a``, ..."""
    shape = re.compile(rf"{re.escape(base)}-\d+{re.escape(end)}")
    return [name for name in names if shape.fullmatch(name)]


def _for_each(command: AnyCommand, names: list[str]) -> list[AnyCommand]:
    """The same command for each of these file objects; as it is where it names none."""
    if not hasattr(command, "name") or len(names) < 2:
        return [command]
    return [structs.replace(command, name=name) for name in names]

"""Opening, watching, sending, receiving, closing: the actions on file objects."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import structs
from PySide6.QtCore import Qt

from selcore.history.store import Change
from selcore.values.commands import (
    Accept,
    AnyCommand,
    Close,
    Continue,
    Detach,
    Drain,
    Fill,
    GetKey,
    Kill,
    Modify,
    Open,
    ReadLine,
    Receive,
    Register,
    Reset,
    Send,
    Shutdown,
    SoError,
    Stop,
    Unregister,
    Wait,
)
from selcore.values.facts import ObjectState
from selcore.values.masks import to_events
from selcore.values.outcomes import Done, Refused
from selcore.values.traffic import Moved

from ..session.naming import free_name
from ..session.scenarios import SCENARIOS
from ..session.watching import watch
from .model import TICKS

if TYPE_CHECKING:
    from ..forms.command_form import CommandForm
    from ..forms.open_form import OptionForm
    from ..shell.main_window import MainWindow

Do = Callable[[bool], None]


FORMED = (
    *("key.register-with", "key.modify-with"),
    *("fileobject.set", "fileobject.connect-to", "fileobject.rename", "selector.signal"),
)
"""Actions whose command is asked for in a form (``command_forms``)."""


class ObjectHandlers:
    """Actions on the current object, or on all that are selected where that makes sense."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self._forms: dict[int, tuple[AnyCommand, OptionForm | CommandForm]] = {}
        self._focus: str | None = None

    def table(self) -> dict[str, Do]:
        found: dict[str, Do] = {
            "fileobject.new": self._new,
            "fileobject.send": lambda _: self._send(peer=False),
            "fileobject.send-peer": lambda _: self._send(peer=True),
            "fileobject.receive": self._receive,
            "fileobject.accept": lambda _: self._on_selected(lambda name: Accept(name=name)),
            "fileobject.connect": self._connect,
            "fileobject.fill": lambda _: self._on_selected(lambda name: Fill(name=name)),
            "fileobject.drain": lambda _: self._on_selected(lambda name: Drain(name=name)),
            "fileobject.read-line": lambda _: self._on_current(lambda name: ReadLine(name=name)),
            "fileobject.so-error": lambda _: self._on_current(lambda name: SoError(name=name)),
            "fileobject.detach": lambda _: self._on_current(lambda name: Detach(name=name)),
            "fileobject.reset": lambda _: self._on_selected(lambda name: Reset(name=name)),
            "fileobject.send-oob": lambda _: self._send(peer=False, oob=True),
            "fileobject.receive-oob": lambda _: self._on_current(lambda name: Receive(name=name, size=1, oob=True)),
            "process.wait": lambda _: self._on_current(lambda name: Wait(name=name)),
            "process.kill": lambda _: self._on_current(lambda name: Kill(name=name)),
            "process.stop": lambda _: self._on_current(lambda name: Stop(name=name)),
            "process.continue": lambda _: self._on_current(lambda name: Continue(name=name)),
            "key.unregister": lambda _: self._on_selected(lambda name: Unregister(name=name)),
            "fileobject.close": self._close,
            "fileobject.close-only": lambda _: self._on_selected(lambda name: Close(name=name)),
            "key.get": lambda _: self._on_current(lambda name: GetKey(name=name)),
            "key.read": lambda on: self._tick_current("read", on),
            "key.write": lambda on: self._tick_current("write", on),
        }
        for how in ("read", "write", "both"):
            found[f"fileobject.shutdown.{how}"] = partial(self._shutdown, how)
        for id in FORMED:
            found[id] = partial(self._form, id)
        return found | {f"scenario.{id}": partial(self._scenario, id) for id in SCENARIOS}

    def more(self) -> dict[str, Do]:
        """Those of each kind and of each callback."""
        from selcore.callbacks import CALLBACKS
        from selcore.kinds import KINDS

        found: dict[str, Do] = {}
        for kind in KINDS:
            found[f"fileobject.open.{kind.id}"] = partial(self.open, kind.id)
            found[f"fileobject.open-with.{kind.id}"] = partial(self.open_with, kind.id)
        for callback in CALLBACKS:
            found[f"key.callback.{callback.id}"] = partial(self._callback, callback.id, {})
            if callback.id not in ("none", "accept"):
                found[f"key.callback.accept-{callback.id}"] = partial(self._callback, "accept", {"then": callback.id})
        return found

    # Opening.

    def _new(self, _: bool) -> None:
        from ..forms.kind_chooser import NewMenu

        menu = NewMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.chosen.connect(lambda id, form: (self.open_with if form else self.open)(id))
        menu.open()

    def open(self, id: str, _: bool = False, **options: Any) -> None:
        """Open one with its defaults."""
        from selcore.kinds import find_kind

        kind = find_kind(id)
        assert kind is not None
        self._focus = name = free_name(self._window.store, kind)
        self._window.bridge.send(Open(kind=id, name=name, options=options))

    def open_with(self, id: str, _: bool = False) -> None:
        """Show the form of a kind."""
        from selcore.kinds import find_kind

        from ..forms.open_form import OptionForm

        kind = find_kind(id)
        assert kind is not None
        names = [state.name for state in self._window.store.objects.values() if state.state == "listening"]
        form = OptionForm(kind, free_name(self._window.store, kind), names, self._window)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.submitted.connect(lambda command: self._submit(form, command))
        form.finished.connect(lambda _: self._forget_form(form))
        form.open()

    def _form(self, id: str, _: bool = False) -> None:
        """Show the form of a command, for the current object."""
        from ..forms.command_fields import FORMS
        from ..forms.command_form import CommandForm

        options, build = FORMS[id]
        state = self._window.files.current()
        name = state.name if state is not None else ""
        title = self._window.actions_by_id[id].text()
        kind_of = self._window.store.kind_of
        form = CommandForm(id, title, options, lambda values: build(name, values), kind_of, self._window)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.submitted.connect(lambda command: self._submit(form, command))
        form.finished.connect(lambda _: self._forget_form(form))
        form.open()

    def _submit(self, form: "OptionForm | CommandForm", command: AnyCommand) -> None:
        self._forms[id(command)] = (command, form)
        if isinstance(command, Open):
            self._focus = command.name
        self._window.bridge.send(command)

    def _forget_form(self, form: "OptionForm | CommandForm") -> None:
        self._forms = {key: pair for key, pair in self._forms.items() if pair[1] is not form}

    def refused_in_form(self, command: object, refused: Refused) -> bool:
        """Whether a form is open that says this refusal itself."""
        found = self._forms.pop(id(command), None)
        if found is None:
            return False
        found[1].refuse(refused)
        return True

    def _scenario(self, id: str, _: bool = False) -> None:
        commands, focus = SCENARIOS[id](self._window.store)
        self._window.sequences.start(*commands, finished=lambda _: self._focus_on(focus))
        if id == "echo":
            self._window.data_dock.raise_()  # there the echo will be seen

    def fold(self, change: Change) -> None:
        """Close the form whose opening was done; put the focus where the user goes on."""
        for entry in change.entries:
            found = self._forms.pop(id(entry.command), None)
            if found is not None and isinstance(entry.outcome, Done):
                found[1].accept()
        model = self._window.files.model
        for name in (self._focus, f"{self._focus}.a", f"{self._focus}.r", f"{self._focus}-1"):
            if self._focus and model.row_of(name or "") >= 0:
                self._focus_on(name or "")
                self._focus = None
                return

    def _focus_on(self, name: str) -> None:
        files = self._window.files
        files.select(name)
        state = files.current()
        if state is None or state.name != name:
            return
        # Something that is to be sent to: the box is where the next line is typed; else the tick.
        peer = self._window.store.objects.get(state.peer)
        watched = state.registered is not None or (peer is not None and peer.registered is not None)
        (files.send_box if watched and state.state != "listening" else files.view).setFocus()

    # Watching.

    def tick(self, name: str, event: str, on: bool) -> None:
        """Ask for one event more or less: register, modify or unregister, whatever that makes."""
        state = self._window.store.objects.get(name)
        if state is None:
            return
        asked = max(state.asked or 0, 0)
        mask = asked | TICKS[event] if on else asked & ~TICKS[event]
        self._window.bridge.send(watch(state, tuple(to_events(mask))))

    def _tick_current(self, event: str, on: bool) -> None:
        state = self._window.files.current()
        if state is not None:
            self.tick(state.name, event, on)

    def _callback(self, id: str, options: dict[str, Any], _: bool = False) -> None:
        self._window.bridge.send(*(_with_callback(state, id, options) for state in self._window.files.selected()))

    # Bytes.

    def _send(self, peer: bool, oob: bool = False) -> None:
        names = [state.peer if peer else state.name for state in self._window.files.selected()]
        made = [self._window.files.payload(name) for name in names if name]
        commands = [structs.replace(command, oob=oob) for command in made if command is not None]
        if commands and self._window.bridge.send(*commands):
            self._window.files.send_box.selectAll()

    def send_again(self, piece: Moved) -> None:
        """The same bytes once more, from the current object."""
        self._on_current(lambda name: Send(name=name, hex=piece.data.hex()))

    def _receive(self, _: bool) -> None:
        size = self._window.preferences.receive_size
        self._on_selected(lambda name: Receive(name=name, size=size))

    def _shutdown(self, how: Any, _: bool = False) -> None:
        self._on_selected(lambda name: Shutdown(name=name, how=how))

    def _connect(self, _: bool) -> None:
        state = self._window.files.current()
        if state is not None:
            from selcore.kinds import find_kind

            kind = find_kind(state.kind)
            self.open((kind.client if kind is not None else "") or "tcp-client", to=state.name)

    def _close(self, _: bool) -> None:
        commands: list[AnyCommand] = []
        for state in self._window.files.selected():
            if state.registered is not None:
                commands.append(Unregister(name=state.name))
            if state.state != "closed":
                commands.append(Close(name=state.name))
        self._window.bridge.send(*commands)

    def _on_current(self, make: Callable[[str], AnyCommand]) -> None:
        state = self._window.files.current()
        if state is not None:
            self._window.bridge.send(make(state.name))

    def _on_selected(self, make: Callable[[str], AnyCommand]) -> None:
        self._window.bridge.send(*(make(state.name) for state in self._window.files.selected()))

    def show_checks(self) -> None:
        """The current object's events and callback."""
        state, act = self._window.files.current(), self._window.actions_by_id
        for event, bit in TICKS.items():
            act[f"key.{event}"].setChecked(state is not None and bool(max(state.asked or 0, 0) & bit))
        chosen = _callback_action(state)
        for id, action in act.items():
            if id.startswith("key.callback."):
                action.setChecked(id == chosen)


def _with_callback(state: ObjectState, id: str, options: dict[str, Any]) -> AnyCommand:
    """The command that gives an object this callback; what is not watched yet is watched for READ."""
    if state.registered is None:
        return Register(name=state.name, events=("read",), callback=id, options=options)
    events = tuple(to_events(state.asked or state.registered))
    return Modify(name=state.name, events=events, callback=id, options=options)


def _callback_action(state: ObjectState | None) -> str:
    if state is None or state.registered is None:
        return ""
    then = state.options.get("then", "none")
    return f"key.callback.{state.callback}" if then == "none" else f"key.callback.accept-{then}"

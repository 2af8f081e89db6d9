"""Watching, sending, receiving, closing: the actions on the file objects that are open."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import structs
from PySide6.QtCore import QCoreApplication

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
    ReadLine,
    Receive,
    Reset,
    Send,
    Shutdown,
    SoError,
    Stop,
    Unregister,
    Wait,
)
from selcore.values.facts import ObjectState
from selcore.values.masks import known_events, to_events
from selcore.values.traffic import Moved

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..session.context import ActionContext
from ..session.room_actions import RoomActions
from ..session.watching import watch, with_callback
from .model import TICKS
from .panel import FileObjectsPanel


def tr(source: str) -> str:
    return QCoreApplication.translate("ObjectActions", source)


class ObjectActions(RoomActions):
    """Actions on the current object, or on all that are selected where that makes sense."""

    def __init__(self, context: ActionContext, panel: FileObjectsPanel):
        super().__init__(context)
        self._panel = panel
        self._callbacks: list[str] = []
        panel.model.ticked.connect(self.tick)
        panel.closed.asked.connect(lambda: context.actions.trigger("fileobjects.show-ended"))
        panel.current_changed.connect(context.refresh_actions)
        panel.current_changed.connect(self._list_changed)
        panel.view.passed.connect(self._list_changed)
        panel.chosen.connect(lambda: context.selection.objects(panel.selected_names()))
        panel.payload_changed.connect(context.refresh_actions)
        context.actions.add_key("Delete", panel.view, "fileobject.close")

    def table(self) -> dict[str, Do]:
        found: dict[str, Do] = {
            "fileobjects.find": lambda _: self._find(),
            "fileobjects.hide-closed": self._panel.model.set_hide_closed,
            "fileobjects.show-ended": self._panel.closed.set_open,
            "fileobject.send": lambda _: self._send(peer=False),
            "fileobject.send-peer": lambda _: self._send(peer=True),
            "fileobject.receive": self._receive,
            "fileobject.accept": lambda _: self._on_selected(lambda name: Accept(name=name)),
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
            "key.unregister": self._unregister,
            "fileobject.close": self._close,
            "fileobject.close-only": lambda _: self._on_selected(lambda name: Close(name=name)),
            "key.get": lambda _: self._on_current(lambda name: GetKey(name=name)),
            "key.read": lambda on: self._tick_selected("read", on),
            "key.write": lambda on: self._tick_selected("write", on),
        }
        for how in ("read", "write", "both"):
            found[f"fileobject.shutdown.{how}"] = partial(self._shutdown, how)
        return found

    def more(self) -> dict[str, Do]:
        """Those of each callback."""
        from selcore.callbacks import CALLBACKS, needs_name

        found: dict[str, Do] = {}
        for callback in CALLBACKS:
            if needs_name(callback):
                continue  # a form asks for it
            found[f"key.callback.{callback.id}"] = partial(self._callback, callback.id, {})
            if callback.id not in ("none", "accept"):
                found[f"key.callback.accept-{callback.id}"] = partial(self._callback, "accept", {"then": callback.id})
        self._callbacks = [*found]
        return found

    def _list_changed(self) -> None:
        """Other objects are current, which nobody may have chosen. While Qt handles a click it is too soon to look."""
        if not self._panel.view.in_hand:
            self._context.selection.listed(self._panel.selected_names())

    def conditions(self) -> dict[str, Condition]:
        view = self._panel.view
        return {
            "current": lambda: self._panel.current() is not None,
            "selected": lambda: view.selectionModel().hasSelection() or view.currentIndex().isValid(),
            "listener": lambda: self._is_current(lambda state: state.state == "listening"),
            "peer": lambda: self._is_current(self._has_peer),
            "process": lambda: self._is_current(lambda state: state.kind in ("process", "pidfd")),
            "payload": lambda: self._is_current(lambda state: self._panel.payload(state.name) is not None),
            "talks": lambda: any(state.state not in ("closed", "listening") for state in self._panel.selected()),
            "open": lambda: any(state.state != "closed" for state in self._panel.selected()),
            "closed": lambda: any(_is_over(state) for state in self._context.store.objects.values()),
        }

    def checks(self) -> dict[str, bool]:
        """The current object's events and callback."""
        state = self._panel.current()
        asked = known_events(state.asked) if state is not None else 0
        chosen = _callback_action(state)
        return {
            "fileobjects.hide-closed": self._panel.model.hide_closed,
            "fileobjects.show-ended": self._panel.closed.is_open,
            **{f"key.{event}": bool(asked & bit) for event, bit in TICKS.items()},
            **{id: id == chosen for id in self._callbacks},
        }

    def subjects(self) -> dict[str, str]:
        """The current file object, its other end, and all that are selected."""
        state, selected = self._panel.current(), self._panel.selected()
        if state is None:
            return {}
        all_of_them = state.name if len(selected) == 1 else tr("{n} file objects").format(n=f"{len(selected):,}")
        of_one = dict.fromkeys(("current", "listener", "process"), state.name)
        return {**of_one, "peer": state.peer, "selected": all_of_them}

    def _is_current(self, test: Callable[[ObjectState], bool]) -> bool:
        state = self._panel.current()
        return state is not None and test(state)

    def _has_peer(self, state: ObjectState) -> bool:
        peer = self._context.store.objects.get(state.peer)
        return peer is not None and peer.state not in ("closed", "listening")

    def _find(self) -> None:
        self._context.navigate.show_dock("fileobjects")
        self._panel.finder.begin()

    # Watching.

    def tick(self, name: str, event: str, on: bool) -> None:
        """Ask for one event more or less: register, modify or unregister, whatever that makes.

        It is asked of all that are selected where ``name`` is one of them.
        """
        selected = self._panel.selected()
        state = self._context.store.objects.get(name)
        several = selected if any(one.name == name for one in selected) else [state]
        self._ask_for([one for one in several if one is not None], event, on)

    def _tick_selected(self, event: str, on: bool) -> None:
        self._ask_for(self._panel.selected(), event, on)

    def _ask_for(self, states: list[ObjectState], event: str, on: bool) -> None:
        """Those that are asked for it already, or not, stay as they are."""
        commands = []
        for state in states:
            asked = known_events(state.asked)
            mask = asked | TICKS[event] if on else asked & ~TICKS[event]
            if mask != asked:
                commands.append(watch(state, tuple(to_events(mask))))
        self._context.bridge.send(*commands)

    def _unregister(self, _: bool) -> None:
        """Of several those that have a key; of one Python says itself that it has none."""
        states = self._panel.selected()
        registered = [state for state in states if state.registered is not None]
        self._context.bridge.send(*(Unregister(name=state.name) for state in registered or states[:1]))

    def _callback(self, id: str, options: dict[str, Any], _: bool = False) -> None:
        self._context.bridge.send(*(with_callback(state, id, options) for state in self._panel.selected()))

    # Bytes.

    def _send(self, peer: bool, oob: bool = False) -> None:
        names = [state.peer if peer else state.name for state in self._panel.selected()]
        made = [self._panel.payload(name) for name in names if name]
        commands = [structs.replace(command, oob=oob) for command in made if command is not None]
        if commands and self._context.bridge.send(*commands):
            self._panel.send_box.selectAll()

    def send_again(self, piece: Moved) -> None:
        """The same bytes once more, from the current object."""
        self._on_current(lambda name: Send(name=name, hex=piece.data.hex()))

    def _receive(self, _: bool) -> None:
        size = self._context.preferences.receive_size
        self._on_selected(lambda name: Receive(name=name, size=size))

    def _shutdown(self, how: Any, _: bool = False) -> None:
        self._on_selected(lambda name: Shutdown(name=name, how=how))

    def _close(self, _: bool) -> None:
        commands: list[AnyCommand] = []
        for state in self._panel.selected():
            if state.registered is not None:
                commands.append(Unregister(name=state.name))
            if state.state != "closed":
                commands.append(Close(name=state.name))
        self._context.bridge.send(*commands)

    def _on_current(self, make: Callable[[str], AnyCommand]) -> None:
        state = self._panel.current()
        if state is not None:
            self._context.bridge.send(make(state.name))

    def _on_selected(self, make: Callable[[str], AnyCommand]) -> None:
        self._context.bridge.send(*(make(state.name) for state in self._panel.selected()))


def _is_over(state: ObjectState) -> bool:
    return state.state == "closed" and state.registered is None


def _callback_action(state: ObjectState | None) -> str:
    if state is None or state.registered is None:
        return ""
    then = state.options.get("then", "none")
    return f"key.callback.{state.callback}" if then == "none" else f"key.callback.accept-{then}"

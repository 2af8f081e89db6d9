"""Every command in plain words, as a step that somebody is told to do; as Python it is in ``python_line``."""

from collections.abc import Callable
from typing import Any

from ..values import commands as c
from ..values.masks import mask_words
from ..values.text import Text, in_short, text
from ..values.timeouts import timeout_text
from .unseen import coded

LONGEST = 60
"""Characters of what is sent, of a path and of a host."""


def command_words(command: c.AnyCommand) -> Text:
    """What the command does, in a few words."""
    return WORDS[type(command)](command)


def _on(template: str) -> Callable[[Any], Text]:
    return lambda command: text(template, name=command.name)


def _open(command: c.Open) -> Text:
    from ..kinds import find_kind

    kind = find_kind(command.kind)
    count = command.options.get("count", 1)
    many = isinstance(count, int) and count > 1
    what = kind.title if kind is not None else command.kind
    if many:
        return text("Open {n} as {name}: {what}", n=count, name=command.name, what=what)
    return text("Open {name}: {what}", name=command.name, what=what)


def _register(command: c.Register) -> Text:
    if command.callback == "none":
        return text("Register {name} for {events}{place}", **_watched(command))
    return text("Register {name} for {events}, callback {callback}{place}", **_watched(command))


def _modify(command: c.Modify) -> Text:
    if command.callback == "none":
        return text("Modify {name}: watch for {events}{place}", **_watched(command))
    return text("Modify {name}: watch for {events}, callback {callback}{place}", **_watched(command))


def _watched(command: c.Register | c.Modify) -> dict[str, Any]:
    events = mask_words(command.events, " and ") if isinstance(command.events, tuple) else repr(command.events)
    return {"name": command.name, "events": events, "callback": command.callback, "place": _place(command)}


def _place(command: Any) -> Text | str:
    """Which selector it is about, where that is not the session's own."""
    return "" if command.inside is None else text(" in {selector}", selector=command.inside)


def _on_key(template: str) -> Callable[[Any], Text]:
    return lambda command: text(template, name=getattr(command, "name", ""), place=_place(command))


def _select(command: c.Select) -> Text:
    timeout, place = command.timeout, _place(command)
    if timeout is None:
        return text("select(): wait until ready{place}", place=place)
    if isinstance(timeout, str):
        return text("select(): timeout {timeout}{place}", timeout=timeout, place=place)
    if timeout <= 0:
        return text("select(): do not wait{place}", place=place)
    return text("select(): wait {timeout} s at most{place}", timeout=timeout_text(timeout), place=place)


def _run(command: c.Run) -> Text:
    bounds = {"place": _place(command), "calls": command.calls, "seconds": command.seconds}
    if command.calls is not None:
        return text("select() {calls} {calls:time|times}{place}", **bounds)
    if command.seconds is not None:
        return text("select() again and again for {seconds} s{place}", **bounds)
    return text("select() again and again{place}", **bounds)


def _send(command: c.Send) -> Text:
    to = "" if command.to is None else text(" to {to}", to=_short(command.to))
    values = {"name": command.name, "to": to, "n": f"{command.size or 0:,}"}
    if command.oob:
        return text("Send urgent data from {name}{to}", **values)
    if command.text is not None:
        return text("Send {what} from {name}{to}", what=repr(in_short(command.text, LONGEST)), **values)
    if command.hex is not None:
        return text("Send the bytes {what} from {name}{to}", what=_short(command.hex), **values)
    return text("Send {n} {n:byte|bytes} from {name}{to}", **values)


def _receive(command: c.Receive) -> Text:
    if command.oob:
        return text("Receive urgent data at {name}", name=command.name)
    if command.size == c.Receive(name=command.name).size:
        return text("Receive at {name}", name=command.name)
    return text("Receive {n} {n:byte|bytes} at most at {name}", name=command.name, n=f"{command.size:,}")


def _shutdown(command: c.Shutdown) -> Text:
    if command.how == "read":
        return text("Shut down reading of {name}", name=command.name)
    if command.how == "write":
        return text("Shut down writing of {name}", name=command.name)
    return text("Shut down both directions of {name}", name=command.name)


def _connect(command: c.Connect) -> Text:
    return text("Connect {name} to {to}", name=command.name, to=_address(command))


def _bind(command: c.Bind) -> Text:
    if command.path == "":
        return text("Bind {name} to a temporary path", name=command.name)
    return text("Bind {name} to {to}", name=command.name, to=_short(command.path or "") or _address(command))


def _address(command: c.Connect | c.Bind) -> str:
    return command.to or f"{_short(command.host or '')}:{'' if command.port is None else command.port}"


def _set(command: c.Set) -> Text:
    return text("Set {option} of {name} to {value}", option=command.option, name=command.name, value=command.value)


def _backend(command: c.UseBackend) -> Text:
    return text("Use the selector class {backend}", backend=command.backend)


def _note(command: c.Note) -> Text:
    return text("{note}", note=command.text)


def _short(words: str) -> str:
    return coded(in_short(words, LONGEST))


WORDS: dict[type[c.Command], Callable[[Any], Text]] = {
    c.Open: _open,
    c.Close: _on("Close {name}"),
    c.Accept: _on("Accept a connection at {name}"),
    c.Fill: _on("Fill {name} until it takes no more"),
    c.Drain: _on("Drain {name} until nothing is left"),
    c.Reset: _on("Reset {name}"),
    c.Detach: _on("Detach {name} from its descriptor"),
    c.SoError: _on("Take the pending error of {name} (SO_ERROR)"),
    c.ReadLine: _on("Read a line from {name}"),
    c.Wait: _on("Wait for the process {name} to end"),
    c.Kill: _on("Kill the process {name} (SIGKILL)"),
    c.Stop: _on("Stop the process {name} (SIGSTOP)"),
    c.Continue: _on("Continue the process {name} (SIGCONT)"),
    c.Register: _register,
    c.Modify: _modify,
    c.Unregister: _on_key("Unregister {name}{place}"),
    c.GetKey: _on_key("Look at the key of {name}{place}"),
    c.GetMap: _on_key("Look at the map of keys{place}"),
    c.CloseSelector: _on_key("Close the selector{place}"),
    c.Select: _select,
    c.Run: _run,
    c.Send: _send,
    c.Receive: _receive,
    c.Shutdown: _shutdown,
    c.Connect: _connect,
    c.Bind: _bind,
    c.Listen: _on("Listen at {name}"),
    c.Set: _set,
    c.Signal: lambda command: text("Send signal {number} to this program", number=command.number),
    c.Rename: lambda command: text("Rename {name} to {to}", name=command.name, to=command.to),
    c.UseBackend: _backend,
    c.Note: _note,
}

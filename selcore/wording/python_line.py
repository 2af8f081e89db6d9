"""Every command as the Python line that does the same. ``pair.a`` is ``pair_a``; what came of it is in ``answers``."""

from collections.abc import Callable
from typing import Any

from ..backends import find_backend
from ..system.socket_options import LEVELS
from ..values import commands as c
from ..values.destination import python_address
from ..values.masks import mask_text
from ..values.names import numbered
from ..values.outcomes import Done
from ..values.spelling import SOCKET, Style, variable
from ..values.timeouts import timeout_text

KindOf = Callable[[str], str]
"""The kind's id of a name; empty where it is not known."""


def python_line(command: Any, kind_of: KindOf = lambda name: "") -> str:
    """The line of Python. ``kind_of`` tells what a name is, because a pipe is not written as a socket is."""
    return _LINES[type(command)](command, kind_of)


def _open(command: c.Open, kind_of: KindOf) -> str:
    from ..kinds import find_kind  # which take longer to import than all the rest here
    from ..values.options import BadOption, fill

    kind = find_kind(command.kind)
    if kind is None:
        return f"{variable(command.name)} = open_{variable(command.kind)}()"
    try:
        options = fill(kind.all_options(), command.options)
    except BadOption:
        return f"{variable(command.name)} = {command.kind}(**{command.options!r})"
    line = kind.line(variable(command.name), options)
    at = "" if options["fd"] is None else f"  # at descriptor {options['fd']}" + (", …" if options["count"] > 1 else "")
    if options["count"] == 1:
        return f"{line}{at}"
    first, *_, last = numbered(command.name, options["count"])
    return f"for i in range({options['count']}): {line}{at}  # {first} … {last}"


def done_line(command: Any, outcome: Any, kind_of: KindOf = lambda name: "") -> str:
    """The same of what was done: closing may have done more than ``close()`` does, or less."""
    if isinstance(command, c.Close) and isinstance(outcome, Done):
        return _close(command, kind_of, outcome.value)
    return python_line(command, kind_of)


def _close(command: c.Close, kind_of: KindOf, ended: dict[str, Any] | None = None) -> str:
    from ..kinds import find_kind

    kind = find_kind(kind_of(command.name))
    return f"{variable(command.name)}.close()" if kind is None else kind.close_line(command.name, ended or {})


def _selector(command: Any) -> str:
    return "sel" if command.inside is None else variable(command.inside)


def _watch(method: str) -> Callable[[Any, KindOf], str]:
    def line(command: Any, kind_of: KindOf) -> str:
        data = "" if command.callback == "none" else f", {_callback(command)}"
        return f"{_selector(command)}.{method}({variable(command.name)}, {mask_text(command.events)}{data})"

    return line


def _callback(command: Any) -> str:
    options = ", ".join(f"{name}={_value(value)}" for name, value in command.options.items())
    name = variable(command.callback)
    return f"{name}({options})" if options else name


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return mask_text(tuple(value))
    return variable(value) if isinstance(value, str) else repr(value)


def _on_selector(method: str) -> Callable[[Any, KindOf], str]:
    def line(command: Any, kind_of: KindOf) -> str:
        return f"{_selector(command)}.{method}({variable(command.name) if hasattr(command, 'name') else ''})"

    return line


def _on_object(method: str) -> Callable[[Any, KindOf], str]:
    return lambda command, kind_of: f"{variable(command.name)}.{method}()"


def _send(command: c.Send, kind_of: KindOf) -> str:
    name, data = variable(command.name), _bytes(command)
    flags = ", socket.MSG_OOB" if command.oob else ""
    if command.to is not None:
        return f"{name}.sendto({data}{flags}, {python_address(command.to)})"
    if flags:
        return f"{name}.send({data}{flags})"
    words = repr(command.text) if command.text is not None else f"{data}.decode()"
    return _style(command.name, kind_of).send.format(name=name, data=data, text=words)


def _style(name: str, kind_of: KindOf) -> Style:
    from ..kinds import find_kind

    kind = find_kind(kind_of(name))
    return SOCKET if kind is None else kind.makes.style  # an accepted connection is of no kind that can be opened


def _bytes(command: c.Send) -> str:
    if command.hex is not None:
        return f"bytes.fromhex({command.hex!r})"
    if command.text is None:
        return f"bytes({command.size})"
    try:
        return repr(command.text.encode())
    except UnicodeEncodeError:
        return f"{command.text!r}.encode()"  # half a surrogate: Python refuses to encode it, and so it is shown


def _receive(command: c.Receive, kind_of: KindOf) -> str:
    name = variable(command.name)
    if command.oob:
        return f"{name}.recv({command.size}, socket.MSG_OOB)"
    return _style(command.name, kind_of).receive.format(name=name, size=command.size)


def _fill(command: c.Fill, kind_of: KindOf) -> str:
    return f"while True: {_send(c.Send(name=command.name, size=65536), kind_of)}  # until BlockingIOError"


def _drain(command: c.Drain, kind_of: KindOf) -> str:
    line = _receive(c.Receive(name=command.name), kind_of)
    if not _style(command.name, kind_of).ends:
        return f"while True: {line}  # until BlockingIOError"
    return f"while {line}: pass  # until BlockingIOError or EOF"


def _shutdown(command: c.Shutdown, kind_of: KindOf) -> str:
    how = {"read": "SHUT_RD", "write": "SHUT_WR", "both": "SHUT_RDWR"}[command.how]
    return f"{variable(command.name)}.shutdown(socket.{how})"


def _run(command: c.Run, kind_of: KindOf) -> str:
    head = "while True" if command.calls is None else f"for _ in range({command.calls})"
    return f"{head}: {_selector(command)}.select({timeout_text(command.timeout)})  # and serve what is ready"


def _connect(command: c.Connect, kind_of: KindOf) -> str:
    address = f"{variable(command.to)}.getsockname()" if command.to is not None else repr((command.host, command.port))
    return f"{variable(command.name)}.connect_ex({address})"


def _reset(command: c.Reset, kind_of: KindOf) -> str:
    name = variable(command.name)
    on = "socket.SO_LINGER, struct.pack('ii', 1, 0)"
    return f"{name}.setsockopt(socket.SOL_SOCKET, {on}); {name}.close()"


def _set(command: c.Set, kind_of: KindOf) -> str:
    name, value = variable(command.name), command.value
    if command.option in ("blocking", "O_NONBLOCK"):
        return _set_mode(command, name, kind_of)
    level = next((level for start, level in LEVELS.items() if command.option.startswith(start)), "SOL_SOCKET")
    if isinstance(value, tuple):
        given = f"struct.pack('{len(value)}i', {', '.join(map(repr, value))})"
    else:
        given = repr(value)
    return f"{name}.setsockopt(socket.{level}, socket.{command.option}, {given})"


def _set_mode(command: c.Set, name: str, kind_of: KindOf) -> str:
    if command.option == "O_NONBLOCK":
        return f"os.set_blocking({name}.fileno(), {not command.value})"
    from ..kinds import find_kind
    from ..kinds.file_object import SocketObject

    kind = find_kind(kind_of(command.name))
    if kind is None or issubclass(kind.makes, SocketObject):
        return f"{name}.setblocking({bool(command.value)})"
    return f"os.set_blocking({name}.fileno(), {bool(command.value)})"


def _process(call: str) -> Callable[[Any, KindOf], str]:
    return lambda command, kind_of: f"{variable(command.name.partition('.')[0])}.{call}"


def _rename(command: c.Rename, kind_of: KindOf) -> str:
    return f"{variable(command.to)} = {variable(command.name)}"


def _use_backend(command: c.UseBackend, kind_of: KindOf) -> str:
    backend = find_backend(command.backend)
    name = "DefaultSelector" if command.backend == "default" or backend is None else backend.class_name
    return f"sel = selectors.{name}()  # the registrations are carried over"


_LINES: dict[type, Callable[[Any, KindOf], str]] = {
    c.Open: _open,
    c.Close: _close,
    c.Accept: _on_object("accept"),
    c.Register: _watch("register"),
    c.Modify: _watch("modify"),
    c.Unregister: _on_selector("unregister"),
    c.GetKey: _on_selector("get_key"),
    c.GetMap: _on_selector("get_map"),
    c.CloseSelector: _on_selector("close"),
    c.Select: lambda command, kind_of: f"{_selector(command)}.select({timeout_text(command.timeout)})",
    c.Run: _run,
    c.Send: _send,
    c.Receive: _receive,
    c.Fill: _fill,
    c.Drain: _drain,
    c.Shutdown: _shutdown,
    c.Reset: _reset,
    c.Detach: _on_object("detach"),
    c.SoError: lambda command, kind_of: f"{variable(command.name)}.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)",
    c.ReadLine: _on_object("readline"),
    c.Wait: _process("wait(0.5)"),
    c.Kill: _process("kill()"),
    c.Stop: _process("send_signal(signal.SIGSTOP)"),
    c.Continue: _process("send_signal(signal.SIGCONT)"),
    c.Connect: _connect,
    c.Set: _set,
    c.Signal: lambda command, kind_of: f"signal.pthread_kill(selector_thread, {command.number})",
    c.Rename: _rename,
    c.UseBackend: _use_backend,
    c.Note: lambda command, kind_of: f"# {command.text}",
}

"""How a script opens, accepts, closes, gives away and names file objects."""

from typing import Any

from ..values.commands import Accept, Close, Detach, Open, Rename, Reset
from ..values.names import numbered
from .writer import EACH, Code, Writer


def open_script(command: Open, py: Writer) -> Code:
    """What it opens; of very many a loop."""
    from ..kinds import find_kind
    from ..values.options import fill

    kind = find_kind(command.kind)
    assert kind is not None
    options = fill(kind.all_options(), command.options)
    if options["count"] > UNROLLED:
        return _many(command.name, kind, options, py)
    lines, made, at = [], [], options["fd"]
    for name in numbered(command.name, options["count"]):
        names = kind.opens(name, options)
        py.opens(name, kind, options)
        lines += kind.code(name, options, py)
        if kind.lifts(options):
            lines += py.placed(names, at)
        lines += [line for what in kind.lifts_beside(options) for line in py.lifted(py.beside(name, what))]
        at = None if at is None else at + len(names)
        made += [py.variable(one) for one in names]
    return Code(do=tuple(lines), makes=tuple(made))


UNROLLED = 4
"""Of more than these opened at once a script has a loop."""


def _many(name: str, kind: Any, options: dict[str, Any], py: Writer) -> Code:
    """The list that holds them; an end of the third is ``pair[2][1]``."""
    whole, each = py.variable(name), f"{name}{EACH}"
    py.opens(each, kind, options)
    lines = kind.code(each, options, py)
    if kind.lifts(options):
        lines += py.placed(kind.opens(each, options), options["fd"])
    lines += [line for what in kind.lifts_beside(options) for line in py.lifted(py.beside(each, what))]
    parts = [*kind.opens(each, options), *py.variables.beside(each)]
    parts += [each] if py.variables.known(each) and each not in parts else []
    inner = ", ".join(py.variables.of(part) for part in parts)
    lines.append(f"{whole}.append({inner if len(parts) == 1 else f'({inner})'})")
    for number, given in enumerate(numbered(name, options["count"])):
        py.opens(given, kind, options)
        for place, part in enumerate(parts):
            item = f"{whole}[{number}]" + (f"[{place}]" if len(parts) > 1 else "")
            py.variables.give(given + part.removeprefix(each), item)
    body = "\n".join(f"    {line}" for line in lines)
    loop = f"for {'number' if 'number' in body else '_'} in range({options['count']}):\n{body}"
    return Code(do=(f"{whole} = []", loop), makes=(whole,))


def close_script(command: Close, py: Writer) -> Code:
    """Its own closing, with what ends with it; nothing where it is closed already."""
    kind, options = py.made(command.name)
    if command.name in py.closed:
        return Code()
    before, name = py.closes(command.name), py.variable(command.name)
    if command.name in py.bound:
        return Code(do=(*before, f"{py.part('close_and_unlink')}({name})"))
    lines = [f"{name}.close()"] if kind is None else kind.closing(command.name, options, py)
    stem = command.name.partition(".")[0]
    if kind is not None and kind.of_process and kind.suffixes and set(kind.names(stem)) <= py.closed:
        lines.append(f"{py.part('end_process')}({py.variable(stem)})")
    return Code(do=(*before, *lines))


def accept_script(command: Accept, py: Writer) -> Code:
    """The connection is kept by its listener."""
    return Code(do=(f"{py.part('take_connection')}({py.variable(command.name)})",))


def reset_script(command: Reset, py: Writer) -> Code:
    """What is no socket refuses it, and stays open."""
    from ..kinds import find_kind
    from ..kinds.file_object import SocketObject

    kind = find_kind(py.kind_of(command.name))
    is_socket = kind is None or issubclass(kind.makes, SocketObject)  # nothing else can be reset, and stays open
    return Code(do=(*(py.closes(command.name) if is_socket else ()), *reset_lines(py.variable(command.name))))


def detach_script(command: Detach, py: Writer) -> Code:
    """What was beneath it is kept: it would be closed if nobody had it."""
    kept = py.variables.fresh(f"{command.name} detached")
    py.numbers.append(kept)
    return Code(do=(*py.keeps(command.name), f"{kept} = {py.variable(command.name)}.detach()"))


def rename_script(command: Rename, py: Writer) -> Code:
    """Another variable for the same."""
    lines = [f"{now} = {was}" for now, was in py.renames(command.name, command.to)]
    named = [one for one in py.held if one == command.to or one.startswith(f"{command.to}.")]
    return Code(do=tuple(lines), notes=tuple(f"names[{py.variable(one)}] = {one!r}" for one in named))


def reset_lines(name: str) -> tuple[str, str]:
    """The statements by which a TCP connection ends with an RST."""
    return f"{name}.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))", f"{name}.close()"

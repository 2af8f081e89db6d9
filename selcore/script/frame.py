"""What stands around the steps of a script: what is said of it, imports and functions before them, and its end."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from ..experiment.names import with_inner
from ..kinds import find_kind
from ..kinds.file_object import FileObject, SocketObject
from ..values.commands import AnyCommand, Modify, Register
from ..verbs.writer import Writer
from .library import imports_of, needed
from .lines import Cannot
from .voices import Voice

WIDTH = 110
"""Characters of a line of a comment."""


def safe(words: str) -> str:
    """Words in a comment: on one line, and nothing that is not seen."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in words)


def about_lines(voice: Voice, title: str, cannot: Sequence[Cannot]) -> list[str]:
    """What is said of the script at its top. A comment in its first two lines may name the encoding of all that
    follows (PEP 263), and in UTF-7 a comment holds code: those lines have no words of a file."""
    if not voice.about:
        return []
    title = safe(title)[:300]
    lines = ["# Made by Selector Playground, for Python 3.11 or later."]
    lines += [f"# {line}" for line in wrap(" ".join(voice.about), WIDTH)]
    lines += ["#", f"# {title}"] if title else []
    if cannot:
        lines += ["#", "# What is not in it, or not as it was:"]
    where = ("" if one.step is None else f"step {one.step + 1}: " for one in cannot)
    left_out = [f"# - {step}{safe(str(one.words))}" for step, one in zip(where, cannot, strict=True)]
    return [*lines, *left_out, ""]


def head_lines(py: Writer, commands: Iterable[AnyCommand], steps: Iterable[str]) -> list[str]:
    """Imports and functions, for these steps."""
    bring = [part.source.split("\n") for part in needed(py.parts, _plain(py, commands), _one_refusal(py))]
    text = "\n".join([*(line for part in bring for line in part), *steps])
    lines = [*imports_of(text), ""]
    for part in bring:
        lines += ["", "", *part] if part[0].startswith(("def", "class", "@")) else part
    return [*lines, *(["", ""] if bring else [])]


def tail_lines(py: Writer, voice: Voice) -> list[str]:
    """What ends it: processes and files would outlive it, and in a test all is closed."""
    lines = ["shutil.rmtree(folder)"] if py.folder else []
    if voice.ends or any(py.made(name)[0].of_process for name in py.names()):
        given = "".join(f", {name!r}" for name in _numbers(py))
        lines.insert(0, f"{py.part('close_all')}({voice.variables}{given})")
    return ["", *lines] if lines else []


def _numbers(py: Writer) -> list[str]:
    """The variables that hold bare descriptors, or lists with some in them, which nothing has closed."""
    found = dict[str, None]()
    for name in py.names():
        kind, options = py.made(name)
        own = kind.makes.is_number and kind.closing(name, options, py)
        for part in kind.opens(name, options):
            if (own or part.endswith(".pid")) and part not in py.closed:
                found[py.variable(part).partition("[")[0]] = None
        if name not in py.closed:
            beside = (py.beside(name, what) for what in kind.lifts_beside(options))
            found |= {one.partition("[")[0]: None for one in beside}
    return [*found, *py.numbers]


def _one_refusal(py: Writer) -> bool:
    """Whether all that is open says "not now" with a BlockingIOError."""
    return all(py.made(name)[0].makes.blocks == FileObject.blocks for name in py.names())


def _plain(py: Writer, commands: Iterable[AnyCommand]) -> bool:
    """Whether all that has a callback is a stream socket."""
    named = [one.name for one in with_inner(commands) if isinstance(one, Register | Modify)]
    kinds = [find_kind(py.kind_of(name)) for name in named]
    return all(kind is not None and kind.makes is SocketObject for kind in kinds)

"""Commands become a script, step by step."""

from collections.abc import Iterable
from typing import Any

from ..experiment.names import kinds_of
from ..kinds import find_kind
from ..kinds.file_object import SocketObject
from ..values.commands import AnyCommand, Modify, Note, Open, Register, Select
from ..values.text import Text, text
from ..verbs import VERBS
from ..verbs.keys import selector_class
from ..verbs.variables import Variables
from ..verbs.writer import Code, Writer
from .library import imports, imports_of, needed, parts
from .limits import limits_of
from .lines import Cannot, CodeLine, Script
from .numbers import numbers_matter, reached_later
from .seen import Played, Seen
from .voices import Voice

READING = Voice()
_OWN = ("sel", "folder", "calls", "error", "number", "ready", "key", "mask", "left", "data", "new")


def script_of(
    commands: Iterable[AnyCommand],
    backend: str = "default",
    played: Played | None = None,
    voice: Voice = READING,
    title: str = "",
) -> Script:
    """The Python that does the same, on that backend. ``played``: what came of the steps, where they were played."""
    return Maker(tuple(commands), backend, played, voice, title).script()


class Maker:
    """Makes one script."""

    def __init__(self, commands: tuple[AnyCommand, ...], backend: str, played: Played | None, voice: Voice, title: str):
        self.commands, self.backend, self.played, self.voice, self.title = commands, backend, played, voice, title
        self.cannot: list[Cannot] = []
        self.step: int | None = None
        self.body: list[CodeLine] = []
        self.py = Writer(
            Variables((*_OWN, *parts(), *imports())),
            kinds_of(commands),
            numbers_matter(commands),
            reached_later(commands),
            self._cannot,
        )

    def script(self) -> Script:
        """The whole."""
        for words in limits_of(self.commands):
            self._cannot(words)
        for step, command in enumerate(self.commands):
            self.step = step
            self._add(self._note(command) if isinstance(command, Note) else self._lines(str(step), command), command)
        return Script(tuple(map(CodeLine, self.head())), tuple(self.body), cannot=tuple(self.cannot))

    def _cannot(self, words: Text) -> None:
        one = Cannot(words, self.step)
        if one not in self.cannot:
            self.cannot.append(one)

    def _add(self, lines: list[str], command: AnyCommand) -> None:
        if not lines:
            return
        apart = isinstance(command, Note | Open) or len(lines) > 1
        if self.body and (apart or self.apart) and not self.after_note:
            self.body.append(CodeLine(""))
        self.apart, self.after_note = apart, isinstance(command, Note)
        self.body += [CodeLine(line, self.step) for line in lines]

    apart = after_note = False

    def _note(self, command: Note) -> list[str]:
        return [f"# {safe(line)}".rstrip() for line in command.text.split("\n")]

    def _lines(self, label: str, command: AnyCommand) -> list[str]:
        seen = None if self.played is None else self.played.get(label, Seen())
        if (refused := self._left_out(command, seen)) is not None:
            return refused
        said = len(self.cannot)
        script = VERBS[type(command)].script
        if callable(script):
            code = script(command, self.py)
        else:
            line = VERBS[type(command)].line(command, self.py)
            code = Code(value=line) if script == "value" else Code(do=tuple(line.split("; ")))
        during = getattr(command, "during", ())
        lines = self._calling(label, command, code, seen) if during else []
        lines = lines or self.voice.block(label, code, None, seen, self.py)
        return [f"# {safe(str(one.words))}" for one in self.cannot[said:]] + lines

    def _left_out(self, command: AnyCommand, seen: Seen | None) -> list[str] | None:
        """The comment in place of what never reached Python, or did not return; None for all else."""
        if seen is None or isinstance(command, Note):
            return None
        if seen.ours:
            words = text("the playground itself refused this, and Python was not asked: {why}", why=seen.message)
        elif seen.ended and isinstance(command, Select) and not command.during:
            words = text("this call had not returned when it was ended ({by})", by=seen.ended)
        else:
            return None
        self._cannot(words)
        line = VERBS[type(command)].line(command, self.py).partition("\n")[0]
        return [f"# {safe(line)}", f"# {safe(str(words))}"]

    def _calling(self, label: str, command: Any, code: Code, seen: Seen | None) -> list[str]:
        """A call, and what is done while it blocks: one send comes from a timer, all else between two calls."""
        given = [one for one in command.during if not isinstance(one, Note)]
        notes = [line for one in command.during if isinstance(one, Note) for line in self._note(one)]
        if not given:
            return [*notes, *self.voice.block(label, code, None, seen, self.py)]
        inner = [
            line
            for number, one in enumerate(command.during)
            if not isinstance(one, Note)
            for line in self._lines(f"{label}.{number}", one)
        ]
        return [*notes, *COMMENT, *self.voice.block(label, code, inner, seen, self.py)]

    # What stands before the steps.

    def head(self) -> list[str]:
        """Imports, functions and the selector."""
        py = self.py
        first = [f"sel = selectors.{selector_class(self.backend)}()"]
        if py.folder:
            py.part("shutil")
            first.append("folder = tempfile.mkdtemp()")
        bring = [part.source.split("\n") for part in needed(py.parts, self._plain())]
        text = "\n".join([*first, *(line for part in bring for line in part), *(one.text for one in self.body)])
        lines = [*imports_of(text), ""]
        for part in bring:
            lines += ["", *part, ""] if part[0].startswith(("def", "class", "@")) else part
        return [*lines, "", *first, ""]

    def _plain(self) -> bool:
        """Whether all that has a callback is a stream socket."""
        named = [one.name for one in everything(self.commands) if isinstance(one, Register | Modify)]
        kinds = [find_kind(self.py.kind_of(name)) for name in named]
        return all(kind is not None and kind.makes is SocketObject for kind in kinds)


COMMENT = (
    "# While this call waits something is done. A plain program has no equal of that on select() and poll(): here the",
    "# call ends, and is made again with the time that is left.",
)


def everything(commands: Iterable[AnyCommand]) -> Iterable[AnyCommand]:
    """Those that are done during calls too."""
    for command in commands:
        yield command
        yield from everything(getattr(command, "during", ()))


def safe(words: str) -> str:
    """Words in a comment: on one line, and nothing that is not seen."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in words)

"""Commands become a script, step by step."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from ..experiment.names import kinds_of
from ..values.commands import (
    AnyCommand,
    Close,
    CloseSelector,
    Note,
    Open,
    Run,
    Select,
    Send,
    UseBackend,
)
from ..values.text import Text, text
from ..values.timeouts import may_block, to_seconds
from ..verbs import VERBS
from ..verbs.keys import selector_class
from ..verbs.variables import Variables
from ..verbs.writer import Code, Writer
from .frame import WIDTH, about_lines, head_lines, safe, tail_lines
from .library import imports, parts
from .limits import limits_of
from .lines import Cannot, CodeLine, Script
from .numbers import numbers_matter, reached_later
from .seen import Played, Seen
from .voices import Step, Voice

READING = Voice()
_OWN = (
    "sel",
    "folder",
    "calls",
    "inner_error",
    "timer",
    "error",
    "number",
    "ready",
    "key",
    "mask",
    "left",
    "data",
    "new",
)


def script_of(
    commands: Iterable[AnyCommand],
    backend: str = "default",
    played: Played | None = None,
    voice: Voice = READING,
    title: str = "",
    notices: Iterable[Text] = (),
) -> Script:
    """The Python that does the same, on that backend. ``played``: what came of the steps, where they were played.

    ``notices``: what else is to be said of it, beside what it does not carry.
    """
    return Maker(tuple(commands), backend, played, voice, title).script(notices)


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

    def script(self, notices: Iterable[Text]) -> Script:
        """The whole."""
        for words in (*notices, *limits_of(self.commands)):
            self._cannot(words)
        for step, command in enumerate(self.commands):
            self.step = step
            self._add(self._note(command) if isinstance(command, Note) else self._lines(str(step), command), command)
        tail = tail_lines(self.py, self.voice)
        first = [f"sel = selectors.{selector_class(self.backend)}()"]
        first += ["folder = tempfile.mkdtemp()"] if self.py.folder else []
        body = [*map(CodeLine, first), CodeLine(""), *self.body]
        steps = [*(line.text for line in body), *tail]
        head = [*about_lines(self.voice, self.title, self.cannot), *head_lines(self.py, self.commands, steps)]
        return Script(tuple(map(CodeLine, head)), tuple(body), tuple(map(CodeLine, tail)), tuple(self.cannot))

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
        lines = [safe(line) for line in command.text.split("\n")]
        return [f"# {part}".rstrip() for line in lines for part in wrap(line, WIDTH) or [""]]

    def _lines(self, label: str, command: AnyCommand) -> list[str]:
        seen = None if self.played is None else self.played.get(label, Seen())
        if (refused := self._left_out(command, seen)) is not None:
            return [*refused, *(self._given(label, command) if seen is not None and seen.ended else ())]
        said = len(self.cannot)
        script = VERBS[type(command)].script
        if callable(script):
            code = script(command, self.py)
        else:
            line = VERBS[type(command)].line(command, self.py)
            code = Code(value=line) if script == "value" else Code(do=(line,))
        if isinstance(command, Run) and seen is not None and seen.ended:
            code = self._shortened(code, seen)
        lines = self._calling(command, Step(label, code, seen)) if getattr(command, "during", ()) else None
        lines = lines if lines is not None else self.voice.block(Step(label, code, seen), self.py)
        return [f"# {safe(str(one.words))}" for one in self.cannot[said:]] + lines

    def _shortened(self, code: Code, seen: Seen) -> Code:
        """A run whose last call had not returned: so many calls had."""
        self._cannot(text("the last call of this run had not returned when it was ended ({by})", by=seen.ended))
        rest = f"for _ in range({seen.count - 1}):" if seen.count > 1 else ""
        return code._replace(loop=f"for _ in range({seen.count}):", rest=rest, call="")

    def _left_out(self, command: AnyCommand, seen: Seen | None) -> list[str] | None:
        """The comment in place of what never reached Python, or did not return; None for all else."""
        if seen is None or isinstance(command, Note):
            return None
        if seen.ours:
            words = text("the playground itself refused this, and Python was not asked: {why}", why=seen.message)
        elif seen.ended and isinstance(command, Select | Run) and not seen.count and not _ends_itself(command):
            words = (
                text("this call had not returned when it was ended ({by})", by=seen.ended)
                if isinstance(command, Select)
                else text("no call of this run had returned when it was ended ({by})", by=seen.ended)
            )
        else:
            return None
        self._cannot(words)
        line = VERBS[type(command)].line(command, self.py).partition("\n")[0]
        return [f"# {safe(line)}", f"# {safe(str(words))}"]

    def _calling(self, command: Any, step: Step) -> list[str]:
        """A call, and what is done while it blocks: one send comes from a timer, all else between two calls."""
        given = [one for one in command.during if not isinstance(one, Note)]
        notes = [line for one in command.during if isinstance(one, Note) for line in self._note(one)]
        if not given:
            return [*notes, *self.voice.block(step, self.py)]
        if len(given) == 1 and isinstance(command, Select) and (timer := self._timer(command, given[0], step)):
            return [*notes, f"timer = {timer}", "timer.start()", *self.voice.block(step, self.py), "timer.join()"]
        inner = self._given(step.label, command)
        return [*notes, *COMMENT, *self.voice.block(step._replace(inner=inner, ended=_ends_itself(command)), self.py)]

    def _given(self, label: str, command: AnyCommand) -> list[str]:
        """What is done while a call blocks."""
        return [
            line
            for number, one in enumerate(getattr(command, "during", ()))
            if not isinstance(one, Note)
            for line in self._lines(f"{label}.{number}", one)
        ]

    def _timer(self, command: Select, given: AnyCommand, step: Step) -> str:
        """The timer that sends while the call blocks; empty where there can be none."""
        label = f"{step.label}.{command.during.index(given)}"
        seen = None if self.played is None else self.played.get(label, Seen())
        if not isinstance(given, Send) or not may_block(command.timeout) or (seen is not None and seen.error):
            return ""
        seconds = to_seconds(command.timeout)
        delay = 0.1 if seconds is None else min(0.1, seconds / 2)
        script = VERBS[Send].script
        assert callable(script)
        return self.voice.later(Step(label, script(given, self.py), seen), delay, self.py)


COMMENT = (
    "# While this call waits something is done. A plain program has no equal of that on select() and poll(): here the",
    "# call ends, and is made again with the time that is left.",
)


def _ends_itself(call: Any) -> bool:
    """Whether something that is given in it puts an end to the call."""
    return any(ends(call, given) for given in call.during)


def ends(call: Any, given: Any) -> bool:
    """Whether this puts an end to the call that it is given in."""
    if isinstance(given, CloseSelector):
        return bool(given.inside == call.inside)
    if call.inside is None:
        return isinstance(given, UseBackend)
    return isinstance(given, Close) and bool(given.name == call.inside)

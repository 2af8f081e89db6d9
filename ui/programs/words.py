"""How a watched program is, in one line of words."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from selcore.programs.program_state import ProgramState
from selcore.system.signal_names import signal_name
from selcore.values.text import in_short
from selcore.values.watched import Turn
from selcore.watching.facts import StillRuns
from selcore.wording.durations import duration

from ..kit.saying import counted

LONGEST = 60
"""Characters of a program's name."""
LATE = 1.0
"""Seconds by which what is shown may be old without a word."""


class ToldState(NamedTuple):
    """``alarm``: it is to be looked at."""

    words: str
    alarm: bool = False


def tr(source: str) -> str:
    return QCoreApplication.translate("ProgramState", source)


def state_words(
    state: ProgramState, calls: float, watched: int, started: bool, missed: int = 0, behind: float = 0.0
) -> ToldState:
    """``calls`` a second; ``watched`` descriptors are registered; ``started``: its first look is over. ``missed``: what
    was lost of it, as the counts at the bottom have it; ``behind``: by how many seconds what is shown is old."""
    name = in_short(state.name, LONGEST)
    if state.problem:
        return ToldState(tr("{name} was not started: {why}").format(name=name, why=state.problem), True)
    if state.status is not None:
        return ToldState(" · ".join([f"{name}: {ended(state.status)}", *_late(behind), *_always(state, missed)]))
    if not started:
        return ToldState(tr("{name} is being started").format(name=name))
    if state.still is not None and not state.asked:
        return ToldState(_still(state.still, state.at), True)
    parts = [_since(state), name, tr("Python {version}, pid {pid}").format(version=state.version, pid=state.pid)]
    if state.processes > 1:
        parts.append(counted(tr("{n} {n:process|processes}"), n=f"{state.processes:,}"))
    if state.selector_class:
        parts.append(state.selector_class)
    parts.append(counted(tr("{n} {n:call|calls}/s"), n=f"{calls:,.0f}"))
    parts.append(tr("{n} watched").format(n=f"{watched:,}"))
    return ToldState(" · ".join([*parts, *_late(behind), *_always(state, missed)]))


def _since(state: ProgramState) -> str:
    if state.asked:
        return tr("Asked to end, for {time} it has not").format(time=duration((state.at - state.asked_at) / 1e9))
    return tr("Running {time}").format(time=duration((state.at - state.began) / 1e9))


def ended(status: int) -> str:
    """How it ended."""
    if status < 0:
        return tr("ended by {signal}").format(signal=signal_name(-status))
    return tr("ended with status {n}").format(n=status)


def _late(behind: float) -> list[str]:
    return [tr("reading, {time} behind").format(time=duration(behind, 2))] if behind > LATE else []


def _always(state: ProgramState, missed: int) -> list[str]:
    found = [tr("{n} not recorded").format(n=f"{missed:,}")] if missed else []
    return [*found, _longest(state.longest)] if state.longest is not None else found


def _longest(turn: Turn) -> str:
    who = f": {turn.longest.function}" if turn.longest is not None else ""
    return tr("longest turn {time}{who}").format(time=duration(turn.seconds), who=who)


def _still(still: StillRuns, now: int) -> str:
    who = str(still.function) if still.function is not None else tr("what was called after select()")
    words = tr("{who} has not returned for {time}: until it does, nobody else is served")
    return words.format(who=who, time=duration((now - still.since) / 1e9, 2))

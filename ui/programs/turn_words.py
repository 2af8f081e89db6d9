"""A long turn as Why shows it: who held the loop, what the thread did meanwhile, who waited, what to do."""

from PySide6.QtCore import QCoreApplication

from selcore.programs.warning_words import WORDS
from selcore.values.text import in_short
from selcore.values.watched import Turn
from selcore.watching.warnings import trouble_of
from selcore.wording.durations import duration
from selcore.wording.program_words import DOING

from ..kit.rich import escape
from ..kit.saying import counted, say
from ..why.blocks import card, code, heading, prose, quiet, table

MOST = 50
"""Descriptors that are listed."""
SEEN = 0.001
"""Seconds of a rest that is told: what the system says of a thread is no finer."""
LONGEST = 200
"""Characters of a name, or a path."""


def tr(source: str) -> str:
    return QCoreApplication.translate("LongTurns", source)


def turn_html(turn: Turn, source: str = "") -> str:
    """All of it; ``source`` is the line of the function's ``def``, where that could be read."""
    parts = [card("error", "".join(f"<p style='margin:0 0 4px'>{prose(one)}</p>" for one in _first(turn)))]
    parts += _doing(turn)
    if turn.waited:
        parts.append(heading(tr("Who waited")))
        parts.append(table([(one.name, f"≤ {duration(one.seconds)}") for one in turn.waited[:MOST]]))
        if turn.waiting > MOST:
            parts.append(quiet(tr("and {n} more").format(n=f"{turn.waiting - min(len(turn.waited), MOST):,}")))
        parts.append(quiet(tr("Since when each was ready no kernel tells.")))
    parts += _where(turn, source)
    return "".join(parts)


def _first(turn: Turn) -> list[str]:
    longest, whole, trouble = turn.longest, duration(turn.seconds), trouble_of(turn)
    told = turn.handles > 1
    head = tr("A turn of {time}: nothing else of this loop ran meanwhile.").format(time=whole)
    ran = counted(tr("{n} {n:callback|callbacks} ran in it."), n=f"{turn.handles:,}")
    if longest is not None:
        who, time = in_short(str(longest.function), LONGEST), duration(longest.seconds)
        if not longest.known:
            head = tr("{who} was to be called, and the next call came after {time}.").format(who=who, time=whole)
        elif trouble != "long-turn":  # many callbacks, or nobody is to blame
            told = True
            words = tr("{n} {n:callback|callbacks} ran in it, the longest for {time}: {who}.")
            ran = counted(words, n=f"{turn.handles:,}", time=time, who=who)
        else:
            head = tr("{who} held the loop for {time}.").format(who=who, time=time)
            words = tr("{n} {n:callback|callbacks} ran in this turn of the loop, which took {time}.")
            ran = counted(words, n=f"{turn.handles:,}", time=whole)
    waited = counted(tr("Meanwhile {n} {n:descriptor|descriptors} waited for a turn."), n=f"{turn.waiting:,}")
    return [head, *([waited] if turn.waited else []), *([ran] if told else [])]


def _doing(turn: Turn) -> list[str]:
    doing = turn.doing
    if doing.what not in DOING:
        return []
    rows = [(tr("computing"), f"≤ {duration(doing.computing)}")] if doing.computing else []
    rows += [(tr("without a processor"), f"≤ {duration(doing.busy)}")] if doing.busy else []
    rest = turn.seconds - doing.computing - doing.busy
    idle = tr("stopped") if doing.what == "stopped" else tr("asleep or waiting")
    rows += [(idle, f"≥ {duration(rest)}")] if rest >= SEEN else []
    main = tr("Mostly {what}.").format(what=DOING[doing.what])
    return [heading(tr("What the thread was doing")), f"<p style='margin:0'>{escape(main)}</p>", table(rows)]


def _where(turn: Turn, source: str) -> list[str]:
    longest = turn.longest
    if longest is None or not longest.function.file:
        return []
    place = f"{in_short(longest.function.file, LONGEST)}:{longest.function.line}"
    trouble = trouble_of(turn)
    advice = (
        []
        if trouble is None
        else [heading(tr("What to do")), f"<p style='margin:0'>{prose(say(WORDS[trouble][1]))}</p>"]
    )
    return [
        heading(tr("Where")),
        f"<p style='margin:0'><code>{escape(place)}</code></p>",
        *([code([in_short(source, LONGEST)])] if source else []),
        quiet(tr("That is its def: which line of it ran is not known.")),
        *advice,
    ]

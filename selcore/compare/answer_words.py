"""An answer of a comparison in words: in a cell of the table, or whole, with the reasons of what was not returned."""

from collections.abc import Iterable, Iterator

from ..headless.run_lines import outcome_of
from ..values.masks import mask_words
from ..values.outcomes import Returned
from ..values.text import Text, text
from ..wording.answers import answer, plainly, returned
from .values import ComparedStep, Line, Played


def in_cell(played: Played) -> Text:
    """An answer on one line."""
    line = played.line
    if not line["ok"]:
        return text("{error}", error=_error(line["error"]))
    if line["do"] == "note":
        return text("")
    if line.get("ready"):
        return _ready(line)
    if "bounded_by" in line:
        return _run(played)
    outcome = outcome_of(line)
    return returned(outcome.call) if isinstance(outcome, Returned) else answer(outcome)


def _run(played: Played) -> Text:
    shown = " → ".join(map(_briefly, played.first))
    more = " → …" if len(played.course) > len(played.first) else ""
    calls = f"{played.line['calls']:,}"
    return text("{n} {n:call|calls}: {shown}{more}", n=calls, shown=shown, more=more)


def _briefly(line: Line) -> str:
    """What a call of a run returned."""
    if not line["ok"]:
        return str(line["error"]["type"])
    if line.get("interrupted"):
        return "…"
    return str(_ready(line)) if line["ready"] else "[]"


def _ready(line: Line) -> Text:
    """What a call returned, and what a plain program's would have."""
    ready = ", ".join(map(_result, line["ready"]))
    if not line.get("unseen"):
        return text("{ready}", ready=ready)
    plain = str(plainly(outcome_of(line).call))  # type: ignore[union-attr]
    return text("{ready}; {plain}", ready=ready, plain=plain)


def _error(error: Line) -> str:
    return f"{error['type']}: {error['message']}"


def _result(result: Line) -> str:
    return f"{result['name']} {mask_words(result['events'], '|')}{_in_brackets(result['raw'])}"


def _in_brackets(flags: Iterable[str] | None) -> str:
    return "" if flags is None else f" ({'|'.join(flags)})"


def with_reasons(row: ComparedStep, backend: str) -> Text:
    """The same, and behind it why it is not what another backend returned."""
    said = in_cell(row.outcomes[backend])
    why_not = reasons(row, backend)
    return text("{answer}; {why_not}", answer=str(said), why_not=str(why_not)) if why_not is not None else said


def reasons(row: ComparedStep, backend: str) -> Text | None:
    """Why this backend did not return what another did at the same step, on one line."""
    found = [f"{one['name']} {one['event'].upper()}: {one['cause']}" for one in _missing(row, backend)]
    return text("not {reasons}", reasons="; not ".join(found)) if found else None


def missing(row: ComparedStep, backend: str) -> Iterator[Text]:
    """Why this backend did not return what another did at the same step, a line each."""
    return map(_not_returned, _missing(row, backend))


def _missing(row: ComparedStep, backend: str) -> Iterator[Line]:
    if not row.differs or backend not in row.outcomes:
        return iter(())
    others = (one for id, one in row.outcomes.items() if id != backend)
    returned_there = {event for other in others for event in _returned(other)}
    return (one for one in _silent(row.outcomes[backend]) if (one["name"], one["event"]) in returned_there)


def _silent(played: Played) -> Iterator[Line]:
    """What was watched and not returned, each event once."""
    said = set[tuple[str, str]]()
    for line in (played.line, *played.inner):
        for one in line.get("why_not", ()):
            event = one["name"], one["event"]
            if event not in said:
                said.add(event)
                yield one


def _not_returned(one: Line) -> Text:
    event = one["event"].upper()
    return text("{name} {event} was not returned: {cause}", name=one["name"], event=event, cause=one["cause"])


def _returned(played: Played) -> Iterator[tuple[str, str]]:
    for line in (played.line, *played.inner):
        for one in line.get("ready", ()):
            for event in one["events"]:
                yield one["name"], event


def whole(played: Played) -> Iterator[Text]:
    """Everything that was answered, a line each: what was given during the call, each call, each result, and as Python
    prints it; then why what else was watched is not among them."""
    for line in played.inner:
        yield from _inner(line)
    if played.more:
        yield text("… and {n} more {n:line|lines}", n=f"{played.more:,}")
    yield from _lines(played.line)
    yield from map(_not_returned, _silent(played))


def _inner(line: Line) -> Iterator[Text]:
    if "call" in line:
        first, count = line["call"], line.get("repeat", 1)
        head = (
            text("call {n}:", n=first) if count == 1 else text("calls {n} to {m}, each:", n=first, m=first + count - 1)
        )
    else:
        head = text("given during the call: {do}", do=line["do"])
    yield head
    for words in _lines(line):
        yield text("    {words}", words=str(words))


def _lines(line: Line) -> Iterator[Text]:
    if not line["ok"]:
        yield text("{error}", error=_error(line["error"]))
        if "hint" in line["error"]:
            yield text("{hint}", hint=line["error"]["hint"])
    else:
        yield answer(outcome_of(line))
    if "repr" in line:
        yield text("as Python prints it: {value}", value=line["repr"])
    if line.get("unseen"):
        yield text("{plain}", plain=str(plainly(outcome_of(line).call)))  # type: ignore[union-attr]
    for result in line.get("ready", ()):
        did = f"  ({result['did']})" if result["did"] else ""
        yield text("{result}{did}, fd {fd}", result=_result(result), did=did, fd=result["fd"])
    if "notice" in line:
        yield text("{notice}", notice=line["notice"])

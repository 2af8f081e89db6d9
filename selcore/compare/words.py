"""A comparison in words: the headline, how far each backend is, and an answer in a cell or whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..backends import find_backend
from ..headless.run_lines import outcome_of
from ..values.masks import mask_words
from ..values.outcomes import Returned
from ..values.text import Text, text
from ..wording.answers import answer, plainly, returned
from ..wording.durations import duration
from .align import Likeness
from .values import ComparisonReport, Line, Played, Progress

SHOWN = 3
"""Ready lists of a run that a cell shows."""


def headline(report: ComparisonReport) -> Text:
    """``3 of 10 steps differ``, and how much has been played so far."""
    total, differing = len(report.rows), report.differing
    played = sum(len(row.outcomes) > 1 for row in report.rows)
    if len(report.present) < 2:
        return _alone(report, total)
    numbers = {"n": differing, "played": played, "rest": total - played}
    if not report.ended:
        return Text("Playing… {n} of {played} {played:step|steps} {n:differs|differ} so far", numbers)
    if played < total:
        words = "{n} of {played} {played:step|steps} {n:differs|differ}; {rest} {rest:was|were} not compared"
        return Text(words, numbers)
    if not differing:
        return _agreed(report, total)
    return text("{n} of {total} {total:step|steps} {n:differs|differ}", n=differing, total=total)


def _alone(report: ComparisonReport, total: int) -> Text:
    if not report.present:
        return text("None of these selector classes is here.")
    return text("Only {name} is here: there is nothing to compare it with.", name=report.present[0].title)


def _agreed(report: ComparisonReport, total: int) -> Text:
    waited = sum(one.stopped_at is not None for one in report.present)
    if waited:
        return text(
            "No difference in what was played; {n} stopped waiting. fd numbers and times are not compared.", n=waited
        )
    steps = text("all {n} steps", n=total) if total > 1 else text("the only step")
    if report.failed:
        return text("All that were played agree in {steps}; fd numbers and times are not compared.",
                    steps=steps)  # fmt: skip
    if len(report.present) == 2:
        return text("Both agree in {steps}; fd numbers and times are not compared.", steps=steps)
    if len(report.present) == 3:
        return text("All three agree in {steps}; fd numbers and times are not compared.", steps=steps)
    return text("All {n} agree in {steps}; fd numbers and times are not compared.",
                n=len(report.present), steps=steps)  # fmt: skip


def state_of(progress: Progress) -> Text:
    """How far a backend is. Steps are counted from 1 here, as people do."""
    step = min(progress.steps + 1, progress.total)
    if progress.state == "absent":
        return text("not here: {reason}", reason=str(progress.reason))
    if progress.state == "failed":
        reason = str(progress.reason or text("its process ended early"))
        return text("failed at step {step}: {reason}", step=step, reason=reason)
    if progress.state == "cancelled":
        return text("cancelled at step {step} of {total}", step=step, total=progress.total)
    if progress.stopped_at is not None:
        wait = duration(progress.max_wait)
        return text("stopped waiting after {wait} at step {step}", wait=wait, step=progress.stopped_at + 1)
    if progress.state == "done":
        return text("done")
    if progress.calls:
        calls = f"{progress.calls:,}"
        return text("step {step} of {total}, {calls} {calls:call|calls}", step=step, total=progress.total, calls=calls)
    return text("step {step} of {total}", step=step, total=progress.total)


def in_cell(played: Played) -> Text:
    """An answer on one line."""
    line = played.line
    if not line["ok"]:
        return text("{error}", error=_error(line["error"]))
    if line["do"] == "note":
        return text("")
    if line.get("ready"):
        ready = ", ".join(map(_result, line["ready"]))
        if line.get("unseen"):
            plain = str(plainly(outcome_of(line).call))  # type: ignore[union-attr]
            return text("{ready}; {plain}", ready=ready, plain=plain)
        return text("{ready}", ready=ready)
    if "bounded_by" in line:
        return _run(line, played.course)
    outcome = outcome_of(line)
    return returned(outcome.call) if isinstance(outcome, Returned) else answer(outcome)


def _run(line: Line, course: tuple[Likeness, ...]) -> Text:
    shown = " → ".join(_briefly(one, line["backend"]) for one in course[:SHOWN])
    more = " → …" if len(course) > SHOWN else ""
    return text("{n} {n:call|calls}: {shown}{more}", n=f"{line['calls']:,}", shown=shown, more=more)


def _briefly(call: Likeness, id: str) -> str:
    found: Any = call.answer
    backend = find_backend(id)
    if isinstance(found, frozenset):
        told: Any = call.flags or ()
        flags = {name: sorted(backend.flag_name(one) for one in some) for name, some in told} if backend else {}
        return ", ".join(
            sorted(f"{name} {mask_words(events, '|')}{_in_brackets(flags.get(name))}" for (name, events, _), _ in found)
        )
    if found[0] == "error":
        return str(found[2])
    return "…" if found[0] == "interrupted" else "[]"


def _error(error: Line) -> str:
    return f"{error['type']}: {error['message']}"


def _result(result: Line) -> str:
    return f"{result['name']} {mask_words(result['events'], '|')}{_in_brackets(result['raw'])}"


def _in_brackets(flags: Iterable[str] | None) -> str:
    return "" if flags is None else f" ({'|'.join(flags)})"


def missing(played: Played, others: Iterable[Played]) -> Iterator[Text]:
    """Why this backend did not return what another did at the same step, a line each."""
    returned_there = {event for other in others for event in _returned(other)}
    said = set[tuple[str, str]]()
    for line in (played.line, *played.inner):
        for one in line.get("why_not", ()):
            event = one["name"], one["event"]
            if event in returned_there and event not in said:
                said.add(event)
                yield text(
                    "{name} {event} was not returned: {cause}",
                    name=one["name"],
                    event=one["event"].upper(),
                    cause=one["cause"],
                )


def _returned(played: Played) -> Iterator[tuple[str, str]]:
    for line in (played.line, *played.inner):
        for one in line.get("ready", ()):
            for event in one["events"]:
                yield one["name"], event


def whole(played: Played, others: Iterable[Played] = ()) -> Iterator[Text]:
    """Everything that was answered, a line each: what was given during the call, each call, each result; and why what
    ``others`` returned is not among them."""
    for line in played.inner:
        yield from _inner(line)
    if played.more:
        yield text("… and {n} more {n:line|lines}", n=f"{played.more:,}")
    yield from _lines(played.line)
    yield from missing(played, others)


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
    if line.get("unseen"):
        yield text("{plain}", plain=str(plainly(outcome_of(line).call)))  # type: ignore[union-attr]
    for result in line.get("ready", ()):
        did = f"  ({result['did']})" if result["did"] else ""
        yield text("{result}{did}, fd {fd}", result=_result(result), did=did, fd=result["fd"])
    if "notice" in line:
        yield text("{notice}", notice=line["notice"])

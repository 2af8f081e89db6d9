"""Outcomes as the lines of ``run --json``: plain dictionaries, one a line. Only outcomes carry ``step``."""

from typing import Any

from msgspec import to_builtins

from ..backends import TOLD_AT_EACH_CALL, raw_names
from ..lints import Warning
from ..values.commands import verb
from ..values.facts import Entry, GroupGrew, RunCall
from ..values.masks import READ, WRITE, to_events
from ..values.outcomes import Call, Done, Failed, Interrupted, Outcome, Refused, Result, Returned, RunEnded
from ..values.timeouts import timeout_value
from .reasons import reasons, silences

Line = dict[str, Any]
HEAD = ("step", "in_step", "during", "late", "do", "name", "in", "backend", "ok", "notice")
"""What stands in a line beside the answer."""


def entry_line(entry: Entry, backend: str, why: bool = False) -> Line:
    """A command and its outcome, with ``why``; ``backend`` is the one in use where the outcome does not name it."""
    line: Line = {"step": entry.step} if entry.during is None else {"in_step": entry.step, "during": entry.during}
    if entry.late:
        line["late"] = True
    line["do"] = verb(entry.command)
    if hasattr(entry.command, "name"):
        line["name"] = entry.command.name
    if getattr(entry.command, "inside", None) is not None:
        line["in"] = entry.command.inside  # type: ignore[union-attr]
    line["backend"] = _backend_of(entry.outcome) or backend
    return line | outcome_fields(entry.outcome, why)


def _backend_of(outcome: Outcome) -> str:
    if isinstance(outcome, Returned | Failed | Interrupted):
        return outcome.call.backend
    return outcome.backend if isinstance(outcome, RunEnded) else ""


def outcome_fields(outcome: Outcome, why: bool = False) -> Line:
    """``ok`` and what the outcome answers; with ``why``, each result has its causes and each refusal its remedy."""
    if isinstance(outcome, Refused):
        return {"ok": False, "error": error_fields(outcome, why)}
    if isinstance(outcome, Failed):
        return {"ok": False, "error": error_fields(outcome.error, why)} | _waited(outcome.call) | _silent(outcome, why)
    if isinstance(outcome, RunEnded):
        return {"ok": True, "calls": outcome.calls, "results": outcome.results, "bounded_by": outcome.bounded_by}
    if isinstance(outcome, Interrupted):
        return {"ok": True, "interrupted": True, "by": outcome.by} | _waited(outcome.call) | _silent(outcome, why)
    if isinstance(outcome, Returned):
        ready = [result_fields(outcome.call, result, why) for result in outcome.call.results]
        return {"ok": True} | _waited(outcome.call) | {"ready": ready} | _silent(outcome, why) | _printed(outcome, why)
    notice = {"notice": str(outcome.notice)} if outcome.notice else {}
    return {"ok": True} | outcome.value | _printed(outcome, why) | notice


def _printed(outcome: Outcome, why: bool) -> Line:
    return printed(outcome) if why else {}


def printed(outcome: Outcome) -> Line:
    """What Python returned, as it prints that, where all of it was printed."""
    if isinstance(outcome, Done):
        return {} if outcome.shown is None else {"repr": outcome.shown.whole}
    if not isinstance(outcome, Returned):
        return {}
    keys = [(result.seen.key if result.seen is not None else None, result.mask) for result in outcome.call.results]
    if any(key is None for key, _ in keys):
        return {}
    return {"repr": f"[{', '.join(f'({key}, {mask})' for key, mask in keys)}]"}


def _silent(outcome: Returned | Failed | Interrupted, why: bool) -> Line:
    return {"why_not": silences(outcome)} if why else {}


def error_fields(refused: Refused, why: bool = False) -> Line:
    """The exception's own type, errno and message, and our hint beside it; with ``why`` the remedy, as a command."""
    line: Line = {"type": refused.type, "errno": refused.errno, "message": refused.message, "by": refused.by}
    line |= {"hint": str(refused.hint)} if refused.hint else {}
    return line | {"remedy": to_builtins(refused.remedy)} if why and refused.remedy else line


def _waited(call: Call) -> Line:
    line: Line = {"timeout": timeout_value(call.timeout), "waited": round(call.waited, 9)}
    # epoll and kqueue would have noticed the change by themselves.
    if call.reentered and call.backend in TOLD_AT_EACH_CALL:
        line["reentered"] = call.reentered
    if call.unseen:
        line["unseen"] = [{"name": name, "events": to_events(mask)} for name, mask in call.unseen]
    return line


def result_fields(call: Call, result: Result, why: bool = False) -> Line:
    """One ``(key, mask)``; ``raw`` by the names of the OS, null where the backend has none."""
    line: Line = {
        "name": result.name,
        "fd": result.fd,
        "events": to_events(result.mask),
        "raw": raw_names(call.backend, result.raw),
        "did": str(result.effect) if result.effect else None,
    }
    line |= {} if result.data is None else {"data": result.data}
    return line | {"why": reasons(call, result)} if why else line


def warning_line(warning: Warning) -> Line:
    """A warning; ``after_step`` is the step during or after which it was noticed."""
    return {
        "lint": warning.lint,
        "name": warning.name,
        "after_step": warning.after_step,
        "message": str(warning.message),
    }


def loop_line(row: RunCall, number: int, grew: GroupGrew | None, why: bool = False) -> Line:
    """A call of a run, ``number`` in it counted from 1; ``repeat`` where identical ones were grouped with it."""
    line: Line = {"in_step": row.step, "call": number, "backend": row.outcome.call.backend}
    line |= outcome_fields(row.outcome, why)
    if grew is not None and grew.count > 1:
        least, most, total = (round(seconds, 9) for seconds in (grew.least, grew.most, grew.total))
        line |= {"repeat": grew.count, "waited_least": least, "waited_most": most, "waited_total": total}
    return line


_BITS = {"read": READ, "write": WRITE}


def outcome_of(line: Line) -> Done | Returned | Interrupted | RunEnded:
    """The outcome that the line was made of, as far as its words need it."""
    if "bounded_by" in line:
        return RunEnded(line["calls"], line["results"], line["bounded_by"], line["backend"])
    if "waited" not in line:
        return Done({field: value for field, value in line.items() if field not in HEAD})
    results = tuple(
        Result(one["name"], one["fd"], sum(_BITS[event] for event in one["events"])) for one in line.get("ready", ())
    )
    again, unseen = line.get("reentered", 0), line.get("unseen", ())
    new = tuple((one["name"], sum(_BITS[event] for event in one["events"])) for one in unseen)
    call = Call(0, line["backend"], line["timeout"], 0, line["waited"], results, again, unseen=new)
    return Interrupted(call, line["by"]) if line.get("interrupted") else Returned(call)

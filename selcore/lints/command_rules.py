"""What a command reveals about the object that it names: read, sent, accepted, closed, registered."""

from collections.abc import Callable
from typing import Any

from ..values import commands as c
from ..values.facts import CallBegan, Entry, Fact
from ..values.masks import READ, WRITE
from ..values.outcomes import Done, Outcome, Refused
from .ledger import TOO_MANY, Ledger
from .record import ObjectRecord


def take(ledger: Ledger, fact: Fact) -> None:
    """Take in a fact: first its calls, then the effect of its command."""
    ledger.take_calls(fact)
    if isinstance(fact, CallBegan):
        ledger.call_began(fact.step, getattr(fact.command, "inside", None) or "")
    elif isinstance(fact, Entry):
        ledger.step = fact.step if fact.parent is None else fact.parent
        follow(ledger, fact.command, fact.outcome)
        if fact.parent is not None or fact.during is not None:
            ledger.call_goes_on()


def follow(ledger: Ledger, command: c.AnyCommand, outcome: Outcome) -> None:
    """Take in a command and its outcome. Objects whose state was never reported are skipped."""
    rule, record = _RULES.get(type(command)), ledger.get(getattr(command, "name", ""))
    if rule is not None and record is not None:
        rule(ledger, record, command, outcome)
    elif isinstance(command, c.Select | c.Run):
        inner = ledger.get(command.inside or "")
        if inner is not None:
            ledger.end_streaks(inner, READ)  # a selector is served by calling it
    elif isinstance(command, c.CloseSelector) and isinstance(outcome, Done):
        ledger.begin_anew(command.inside or "", set())
    elif isinstance(command, c.UseBackend) and isinstance(outcome, Done):
        ledger.backends[""] = outcome.value["backend"]
        ledger.begin_anew("", set(outcome.value["carried"]))
    elif isinstance(command, c.Rename) and isinstance(outcome, Done):
        ledger.rename({pair["from"]: pair["to"] for pair in outcome.value["renamed"]})


def _read(ledger: Ledger, record: ObjectRecord, command: Any, outcome: Outcome) -> None:
    """Data or the end was read. A read that would have blocked does not count as serving."""
    if isinstance(outcome, Done):
        size, asked = outcome.value.get("size"), getattr(command, "size", 1)
        empty = size == 0 and asked and not isinstance(command, c.Drain)
        _has_read(ledger, record, bool(size), bool(outcome.value.get("eof") or empty) and record.has_ended)
    elif isinstance(outcome, Refused) and outcome.by == "python" and outcome.type != "BlockingIOError":
        _has_read(ledger, record, outcome.type != "EOFError", outcome.type == "EOFError")


def _has_read(ledger: Ledger, record: ObjectRecord, some: bool, at_end: bool) -> None:
    if some or not at_end:
        ledger.end_streaks(record, READ)
    if record.ended != at_end and (some or at_end):
        record.ended = at_end
        ledger.due[record.name] = None


def _sent(ledger: Ledger, record: ObjectRecord, command: Any, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        ledger.end_streaks(record, WRITE)


def _connected(ledger: Ledger, record: ObjectRecord, command: Any, outcome: Outcome) -> None:
    """What was reported of it before is of another connection, or of none; it may be a listener now."""
    if isinstance(outcome, Done):
        ledger.end_streaks(record)
        record.ended = False
        ledger.due[record.name] = None


def _accepted(ledger: Ledger, record: ObjectRecord, command: c.Accept, outcome: Outcome) -> None:
    refused = isinstance(outcome, Refused) and outcome.errno in TOO_MANY
    if isinstance(outcome, Done):
        ledger.end_streaks(record, READ)
    if refused or isinstance(outcome, Done):
        ledger.note_accept(record, refused, ledger.number)


def _closed(ledger: Ledger, record: ObjectRecord, command: Any, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        record.closed, record.kept = True, bool(outcome.value.get("kept"))
        ledger.due[record.name] = None
        ledger.mark_closed_but_registered(record)
        ledger.end_of(record)


def _shut_down(ledger: Ledger, record: ObjectRecord, command: c.Shutdown, outcome: Outcome) -> None:
    if isinstance(outcome, Done) and command.how != "read":
        ledger.end_of(record)
    if isinstance(outcome, Done) and command.how != "write":
        record.ended = True
        ledger.due[record.name] = None


def _watched(ledger: Ledger, record: ObjectRecord, command: Any, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        record = _owner(ledger, record, outcome)
        record.registered.add(command.inside or "")
        _key_changed(ledger, record)


def _unwatched(ledger: Ledger, record: ObjectRecord, command: c.Unregister, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        record, selector = _owner(ledger, record, outcome), command.inside or ""
        record.registered.discard(selector)
        if record.closed:
            ledger.left_behind(selector, record.name)
        _key_changed(ledger, record)


def _owner(ledger: Ledger, record: ObjectRecord, outcome: Done) -> ObjectRecord:
    """The object whose key it is: with a reused number, a closed object that is still registered."""
    return ledger.get(outcome.value["key"]["name"]) or record


def _key_changed(ledger: Ledger, record: ObjectRecord) -> None:
    ledger.end_streaks(record)
    ledger.mark_closed_but_registered(record)
    ledger.due[record.name] = None


Rule = Callable[[Ledger, ObjectRecord, Any, Any], None]
_RULES: dict[type, Rule] = {
    c.Receive: _read,
    c.ReadLine: _read,
    c.Drain: _read,
    c.Send: _sent,
    c.Fill: _sent,
    c.Connect: _connected,
    c.Bind: _connected,
    c.Listen: _connected,
    c.Accept: _accepted,
    c.Close: _closed,
    c.Reset: _closed,
    c.Shutdown: _shut_down,
    c.Register: _watched,
    c.Modify: _watched,
    c.Unregister: _unwatched,
}

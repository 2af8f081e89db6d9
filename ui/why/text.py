"""The words of the Why panel as rich text: the sentence, then what it rests on, each part under its own heading."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.backends import TOLD_AT_EACH_CALL
from selcore.history.store import Row
from selcore.values.commands import UseBackend
from selcore.values.masks import READ, WRITE, mask_words
from selcore.values.observed import Observed
from selcore.values.outcomes import Refused
from selcore.values.spelling import watched_selector
from selcore.values.text import Text
from selcore.values.timeouts import timeout_text
from selcore.wording.answers import plainly
from selcore.wording.durations import duration

from ..history.cells import did, flags
from ..kit import theme
from ..kit.rich import escape
from ..kit.saying import counted, say
from . import silence_text
from .blocks import CHANGED, card, code, heading, note, prose, quiet, table
from .state_table import state_rows

if TYPE_CHECKING:
    from selcore.explain.why_not import Silence
    from selcore.explain.why_ready import Why

ENTERED_AGAIN = "thread: register a ready fd while another thread blocks in select(None)"
"""The recorded fact of what a plain selector notices while it waits."""
Pairs = list[tuple[str, str]]


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPanel", source)


# The first part: the sentence.


def first_words(row: Row, answer: "Why | None", silences: Sequence["Silence"] = ()) -> str:
    """What happened, first as it was said, then what it means; of a call also what it did not return."""
    if row.do == "note":
        return note(row.line.removeprefix("# "))
    parts = []
    if row.error is not None:
        parts.append(refusal(row, row.error))
    parts.append(_plain(row))
    if answer is not None:
        parts.append(_who(row))
        parts += [_cause(cause.event, cause.cause, cause.next) for cause in answer.causes]
        if not answer.sampled and not answer.explained:
            parts.append(
                quiet(
                    tr("The object was not looked at when this call returned: of that moment only the flags are known.")
                )
            )
    if row.silent is not None:
        parts.append(_not_returned(row, silences))
    elif row.results == 0:
        parts.append(quiet(tr("Nothing was returned, and what was watched was not looked at then.")))
    return "".join(parts)


def _not_returned(row: Row, silences: Sequence["Silence"]) -> str:
    """Whole where nothing was returned, in short beneath results."""
    if row.results or row.error is not None:
        return silence_text.lines(silences, row.unlooked)
    said = tr("Nothing was returned in call {call}").format(call=f"{row.call:,}" if row.call is not None else "")
    if row.interrupted:
        said = tr("What call {call} waited for").format(call=f"{row.call:,}" if row.call is not None else "")
    head = f"<p style='margin:0 0 2px'><b>{escape(said)}</b></p>"
    nothing = quiet(tr("Nothing was watched.")) if not silences and not row.unlooked else ""
    return head + silence_text.cards(silences, row.unlooked) + nothing


def object_words(name: str, silences: Sequence["Silence"] | None, watched: bool | None, hindrance: str = "") -> str:
    """An object that is selected, as it is now; ``hindrance`` is why it cannot be watched, where that is known."""
    return silence_text.of_object(name, silences, watched, hindrance)


def object_state(now: Observed | None) -> str:
    """What was seen of it."""
    if now is None:
        return ""
    rows = [(label, value) for label, value in state_rows(now).items()]
    return heading(tr("State, asked beside select()")) + table(rows, ("", tr("now")))


def refusal(row: Row, error: Refused) -> str:
    """The exception as Python prints it; what it means; whose word it is."""
    from selcore.explain.why_refused import COMPARE

    red = theme.colour("error").name()
    body = f"<p style='margin:0'><code style='color:{red}'><b>{escape(str(error))}</b></code></p>"
    hint = hint_of(row, error)
    if hint is not None:
        body += f"<p style='margin:6px 0 0'>{prose(say(hint))}</p>"
    if error.by == "playground":
        body += quiet(tr("Said by the playground itself, not by Python."))
    if isinstance(error.remedy, UseBackend):
        body += quiet(say(COMPARE))
    return card("error", body)


def hint_of(row: Row, error: Refused) -> Text | None:
    """What stands beside the exception; of what a callback met, its meaning alone."""
    from selcore.explain.why_refused import meaning

    if error.hint is not None or error.by != "python":
        return error.hint
    advice = meaning(row.command, error, row.backend)
    return advice.hint if advice is not None else None


def _who(row: Row) -> str:
    said = tr("{name} in call {call}").format(name=row.name, call=f"{row.call:,}" if row.call is not None else "")
    return f"<p style='margin:0 0 2px'><b>{escape(said)}</b></p>"


def _cause(event: int, cause: Text, then: Text) -> str:
    meaning = {READ: "read", WRITE: "write"}.get(event, "quiet")
    name = mask_words(event, none=tr("mask 0"))
    because = tr("because")
    colour = theme.colour(meaning).name()
    body = f"<p style='margin:0'><b style='color:{colour}'>{escape(name)}</b> {escape(because)} {prose(say(cause))}</p>"
    return card(meaning, f"{body}<p style='margin:4px 0 0'>→&nbsp;{prose(say(then))}</p>")


# The rest: flags, rule; state, figures.


def rule_words(answer: "Why | None") -> str:
    """What the sentence rests on: flags, and how they became a mask."""
    if answer is None:
        return ""
    rule = code(list(map(say, answer.rule)))
    return _flags(answer) + heading(tr("The rule of Lib/selectors.py, written out")) + rule


def state_words(row: Row, answer: "Why | None", now: Observed | None, silences: Sequence["Silence"] = ()) -> str:
    """The state then and now, every figure of the call, the recorded facts."""
    from selcore.reference import load

    parts = [_state(row, row.seen, now)]
    known = figures(row)
    parts += [heading(tr("Figures")), table(known)] if known else []
    found = [cause.fact for cause in answer.causes] if answer is not None else []
    facts = sorted({fact for fact in (*found, *(one.fact for one in silences)) if fact})
    facts += [row.error.fact] if row.error is not None and row.error.fact else []
    facts += [ENTERED_AGAIN] if row.reentered else []
    if facts:
        source = load().source
        on = tr("Measured on {system} {kernel}").format(system=source.system, kernel=source.kernel)
        parts += [heading(on), *(quiet(fact) for fact in facts)]
    return "".join(parts)


def _flags(answer: "Why") -> str:
    title = heading(tr("The kernel reported"))
    if answer.flags is None:
        return title + quiet(
            tr("select() tells no flags: a descriptor is in the list of the readable or the writable.")
        )
    lines = [
        f"<p style='margin:2px 0'><code><b>{escape(flag.name)}</b></code> {prose(say(flag.words))}</p>"
        for flag in answer.flags
    ]
    return title + "".join(lines)


def _state(row: Row, then: Observed | None, now: Observed | None) -> str:
    """Beside each other, so that what has changed since is seen."""
    if then is None and now is None:
        return ""
    was, is_ = state_rows(then) if then is not None else {}, state_rows(now) if now is not None else {}
    first = tr("then, the first call") if row.count > 1 else tr("then")
    head = ("", *([first] if then is not None else []), *([tr("now, not then")] if now is not None else []))
    rows = []
    for label in [*was, *(label for label in is_ if label not in was)]:
        then_cell = [was.get(label, "–")] if then is not None else []
        now_cell = [is_.get(label, "–")] if now is not None else []
        changed = then is not None and now is not None and then_cell != now_cell
        rows.append((label, *then_cell, *(CHANGED + cell if changed else cell for cell in now_cell)))
    return heading(tr("State, asked beside select()")) + table(rows, head)


def figures(row: Row) -> Pairs:
    """Every figure of the call."""
    facts = [
        (tr("call"), f"{row.call:,}" if row.call is not None else ""),
        (tr("selector"), row.backend),
        *_programs(row),
        (tr("descriptor"), "" if row.fd is None else str(row.fd)),
        (tr("timeout given"), timeout_text(row.timeout) if row.is_call and not row.child else ""),
        (tr("waited"), duration(row.waited) if row.waited is not None and row.grew is None else ""),
        (tr("kernel flags"), flags(row)),
        (tr("callback did") if row.is_call else tr("notice"), did(row)),
        *_grown(row),
        (tr("entered again"), _entered(row)),
    ]
    return [(label, value) for label, value in facts if value]


def _programs(row: Row) -> Pairs:
    """Which selector of which thread, of a call of a program that is watched."""
    found = watched_selector(row.selector)
    if found is None:
        return []
    return [
        (tr("in the program"), f"{found.kind} {found.number}"),
        (tr("thread"), f"{found.thread + 1:,}"),
        (tr("process"), f"{found.pid}" if found.pid else ""),
    ]


def _entered(row: Row) -> str:
    if not row.reentered:
        return ""
    return counted(tr("{n} {n:time|times}: registrations changed during the call"), n=row.reentered)


def _plain(row: Row) -> str:
    """What a program without this one's wakeup would have seen."""
    if not row.reentered or row.child:
        return ""
    if row.backend not in TOLD_AT_EACH_CALL:
        words = tr("Registrations changed while it waited, and {backend} noticed at once, as in any program.")
        return quiet(words.format(backend=row.backend))
    plain = plainly(row.outcome.call)
    first = tr(
        "Registrations changed while it waited, and the call was entered again with them. A program of its own that "
        "calls {backend}() waits for what was registered when it was called; what another thread registers meanwhile "
        "it is told at its next call, so such a thread has to wake it."
    ).format(backend=row.backend)
    if plain is not None:
        second = f"{say(plain)}."
    elif row.results:
        second = tr("All that was returned here was registered when the call began.")
    else:
        second = tr("It goes on waiting for what was unregistered meanwhile too, and returns [] when that is ready.")
    return card("quiet", f"<p style='margin:0'>{prose(first)}</p><p style='margin:4px 0 0'><b>{prose(second)}</b></p>")


def _grown(row: Row) -> Pairs:
    if row.grew is None:
        return []
    grew = row.grew
    return [
        (tr("identical calls"), f"{grew.count:,}"),
        (tr("waited, least"), duration(grew.least)),
        (tr("waited, most"), duration(grew.most)),
        (tr("waited, in all"), duration(grew.total)),
    ]

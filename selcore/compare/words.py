"""A comparison in words: the headline, and how far each backend is."""

from ..values.text import Text, text
from ..wording.durations import duration
from .values import ComparisonReport, Progress


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

"""One thing as a report: a row, a warning, a comparison; short, and nobody's words break out of it."""

import pytest

from selcore.compare import Comparison
from selcore.experiment.file import parse
from selcore.exports.extracts import of_comparison, of_row, of_warning
from selcore.history.store import Row, Store
from selcore.lints import Warning
from selcore.values.commands import AnyCommand, Close, Note, Open, Register, Run, Select, Send
from selcore.values.facts import Batch
from tests.selcore.lints.watching import watching
from tests.selcore.recipes import opened, recipe

from .exported import block_in

PAIR = Open(kind="socketpair", name="pair")
READ = Register(name="pair.a", events=("read",))


def done(*commands: AnyCommand) -> tuple[Store, list[Warning]]:
    """A history of what a worker did, looked at as in a window, and the warnings that came of it."""
    store = Store()
    with watching(backend="poll", looks_at_all=True) as (driver, watcher):
        take = driver.worker.take

        def taken(most: int | None = None) -> Batch:
            batch = take(most)
            store.fold(batch)
            return batch

        driver.worker.take = taken  # type: ignore[method-assign]
        for command in commands:
            driver.do(command)
        driver.settle()
    return store, watcher.warnings


def row_of(store: Store, line: str) -> Row:
    return next(row for row in store.rows if row.line == line)


def test_a_call_has_what_was_done_before_it_what_it_returned_and_why() -> None:
    store, _ = done(PAIR, READ, Send(name="pair.b", text="hi"), Select(timeout=0), Note(text="later"))
    report = of_row(store, row_of(store, "select(0)"))
    assert report.startswith("**`select(0)`**\n")
    before = block_in(report.partition("What came of it")[0], "python").splitlines()
    assert before[-1] == "pair_b.send(b'hi')  # 2 bytes" and len(before) == 3
    assert "pair.a READ (POLLIN), 1 result, waited" in report
    assert "pair.a READ: 2 bytes are waiting → recv() will return up to 2 bytes" in report
    assert "later" not in report and "PollSelector, " in report.splitlines()[-1]


def test_a_refusal_has_what_stands_beside_it() -> None:
    store, _ = done(PAIR, READ, READ)
    refused = next(row for row in store.rows if row.error is not None)
    assert "KeyError" in of_row(store, refused) and refused.error is not None
    assert str(refused.error.hint) in of_row(store, refused)


def test_what_was_done_a_thousand_times_stands_on_a_line() -> None:
    store, _ = done(PAIR, READ, Run(calls=1500, timeout=0), Note(text="here"))
    report = of_row(store, row_of(store, "# here"))
    assert "select(0)  # [], [] nothing ready now  # 1,500 times" in report or "1,500" in report
    assert len(report) < 3000


def test_a_warning_says_what_is_noticed() -> None:
    store, warnings = done(PAIR, READ, Close(name="pair.a"), Select(timeout=0))
    (warning,) = [one for one in warnings if one.lint == "closed-registered"]
    report = of_warning(store, warning, "Closed and still registered: pair.a")
    assert report.startswith("**`Closed and still registered: pair.a`**") and "pair_a.close()" in report
    assert str(warning.message) in report


@pytest.mark.heavy
def test_a_comparison_can_be_played_again() -> None:
    experiment = parse(recipe(opened(), {"do": "note", "text": "``` <b>@all</b>"}, title="*t*"))
    comparison = Comparison(experiment)
    comparison.start()
    assert comparison.wait(40)
    comparison.close()
    report = of_comparison("*t*", comparison.report, experiment)
    assert report.startswith("# `*t*`\n") and "All three agree" in report
    text = report.rpartition("````json\n")[2].partition("\n````")[0]
    assert parse(text.encode()) == experiment


def test_words_of_anybody_stand_in_code() -> None:
    bad = "```\n# <img src=x> @all [a](http://b) `"
    store, _ = done(PAIR, Note(text=bad), READ)
    report = of_row(store, store.rows[1])
    outside = [line for line in report.splitlines() if "@all" in line and not line.startswith(("**`", "#"))]
    assert outside == []

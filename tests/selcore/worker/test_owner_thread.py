"""The worker plays commands one after the other: at the pace of runs, with what others ask in between."""

from selcore.values import commands as c
from selcore.values.outcomes import Done, Interrupted, Returned
from tests.selcore.driver import Driver, driving

PAIR = (c.Open(kind="socketpair", name="pair"), c.Register(name="pair.a", events=("write",)))


def answered(driver: Driver, count: int) -> None:
    driver.until(lambda: len(driver.entries) >= count)


def test_calls_keep_the_pace_and_commands_do_not_wait() -> None:
    with driving() as driver:
        driver.worker.adjust(50, True)
        driver.worker.play([*PAIR, *[c.Select(timeout=0) for _ in range(4)], c.Note(text="x")])
        answered(driver, 7)
        starts = [one.outcome.call.start for one in driver.entries if isinstance(one.outcome, Returned)]
        assert min(b - a for a, b in zip(starts, starts[1:], strict=False)) >= 0.018e9


def test_what_is_asked_meanwhile_is_done_between_two_calls_and_stop_ends_the_waiting() -> None:
    with driving() as driver:
        driver.worker.adjust(0.001, True)
        driver.worker.play([*PAIR, c.Select(timeout=0), c.Select(timeout=0), c.Note(text="never")])
        answered(driver, 3)
        assert not driver.worker.quiet(), "what was asked for has not been answered"
        driver.worker.submit(c.Open(kind="pipe", name="p"))
        answered(driver, 4)
        assert isinstance(driver.entries[3].outcome, Done) and "p.r" in driver.objects
        assert driver.worker.stop()


def test_the_pace_may_be_another_in_the_middle() -> None:
    with driving() as driver:
        driver.worker.adjust(0.001, True)
        driver.worker.play([*PAIR, *[c.Select(timeout=0) for _ in range(5)]])
        answered(driver, 3)
        driver.worker.adjust(None, True)
        answered(driver, 7)


def test_a_pause_ends_the_call_that_blocks_and_the_next_command_follows() -> None:
    with driving() as driver:
        driver.worker.play([c.Open(kind="pipe", name="p"), c.Select(timeout=None), c.Note(text="after")])
        driver.until(lambda: driver.status is not None and driver.status.state == "waiting" and driver.worker.quiet())
        driver.worker.pause()
        answered(driver, 3)
        assert isinstance(driver.entries[1].outcome, Interrupted)
        assert driver.entries[2].command == c.Note(text="after")


def test_played_while_a_call_is_blocked_they_are_given_to_it() -> None:
    with driving() as driver:
        driver.block()
        driver.worker.play([c.Open(kind="pipe", name="p"), c.Select(timeout=0)])
        answered(driver, 2)
        assert [one.blocked for one in driver.entries] == [True, True]
        assert driver.entries[1].outcome.type == "Busy"  # type: ignore[union-attr]


def test_what_is_halted_leaves_the_rest_and_tells_how_much() -> None:
    with driving() as driver:
        driver.worker.adjust(0.001, True)
        driver.worker.play([*PAIR, c.Select(timeout=0), c.Select(timeout=0), c.Note(text="never")])
        answered(driver, 3)
        assert driver.worker.unplayed == 0
        driver.worker.halt()
        driver.until(lambda: driver.worker.unplayed)
        driver.settle()
        assert driver.worker.unplayed == 2 and len(driver.entries) == 3
        driver.worker.halt()  # nothing is played now: what is played next is not halted by it
        driver.worker.play([c.Note(text="next"), c.Note(text="last")])
        answered(driver, 5)
        assert driver.worker.unplayed == 0


def test_what_is_halted_while_a_call_blocks_ends_with_that_call() -> None:
    with driving() as driver:
        driver.worker.play([c.Open(kind="pipe", name="p"), c.Select(timeout=None), c.Note(text="never")])
        driver.until(lambda: driver.status is not None and driver.status.state == "waiting" and driver.worker.quiet())
        driver.worker.halt()
        driver.settle()
        assert len(driver.entries) == 1 and driver.status is not None and driver.status.state == "waiting"
        driver.worker.pause()
        driver.until(lambda: driver.worker.unplayed)
        driver.settle()
        assert driver.worker.unplayed == 1 and isinstance(driver.entries[1].outcome, Interrupted)
        assert len(driver.entries) == 2

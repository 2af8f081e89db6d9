"""Every announced call is made, and every offered remedy pressed, in a second world, played to the same point."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from selcore.backends import BACKENDS
from selcore.experiment.examples import EXAMPLES
from selcore.experiment.file import load
from selcore.values import commands as c
from selcore.values.outcomes import Refused
from tests.selcore.explain.announcing import Found, check
from tests.selcore.explain.histories import History, random_history, world
from tests.selcore.lints.watching import watching

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
OPEN = {
    "{n} {n:byte|bytes} of TLS records {n:is|are} waiting: the kernel cannot see what is in them",
    "the connection beneath TLS has ended, and every record has been read",
    "an error is pending: the peer has reset the connection. SO_ERROR tells, and takes it away",
    "{n} {n:byte is|bytes are} waiting, of a message that may not be whole",
    "an urgent byte comes next, which a read passes over: what is behind it Linux does not count",
    "{n} {n:byte is|bytes are} counted, urgent ones among them, which a read leaves out",
    "descriptor {fd} is closed, but a duplicate keeps the file open: epoll goes on watching it",
    "descriptor {fd} is another file now: what is reported is that file's, under the old key",
    "ready in the kernel; bytes may wait in Python's buffer too, where they cannot be counted",
    "{held} {held:byte waits|bytes wait} in Python's buffer, {n} in the kernel, and the reader decodes them",
    "{held} {held:byte waits|bytes wait} in Python's buffer, and {n} in the kernel",
    "{n} {n:byte is|bytes are} waiting, and the reader waits for as many as it is asked for",
    "the key's events are {events}, neither READ (1) nor WRITE (2): errors and hang-ups are reported all the same, "
    "and of these nothing is in the mask",
}
"""Causes that announce no outcome, for the kernel leaves it open: what TLS records hold, whether an end came before a
reset, where a message of a cut stream ends, which of the counted bytes a read leaves out, what file a number is now,
what a reader makes of bytes that it decodes. Of an end beneath TLS Pythons differ. A mask of nothing asks for no call.
"""


def all_true(found: Iterable[Found], capsys: pytest.CaptureFixture[str]) -> None:
    """Demand that nothing was announced wrongly, and that nothing is without a cause; print how much that was."""
    results = list(found)
    bare = [place for one in results for place in one.bare]
    with capsys.disabled():
        made, pressed = sum(one.made for one in results), sum(one.pressed for one in results)
        opened = sum(sum(one.open.values()) for one in results)
        print(f"\nannounced calls made {made}, remedies pressed {pressed}, left open {opened}, no cause {len(bare)}")
    wrong = [place for one in results for place in (*one.untrue, *one.useless)]
    assert not bare and not wrong, "\n".join((*bare, *wrong))
    assert {cause for one in results for cause in one.open} <= OPEN


def test_in_random_histories(capsys: pytest.CaptureFixture[str]) -> None:
    all_true((_random(seed, 10) for seed in range(50)), capsys)


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(80))
def test_in_many_random_histories(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    all_true((_random(seed) for seed in range(50 + 25 * part, 75 + 25 * part)), capsys)


def _random(seed: int, length: int = 18) -> Found:
    backend = HERE[seed % len(HERE)]
    return check(random_history(seed, backend, length), backend, f"seed {seed}")


@pytest.mark.parametrize("backend", HERE)
def test_in_every_example(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    all_true((check(load(one.path).commands, backend, one.id) for one in EXAMPLES), capsys)


SITUATIONS = sorted((Path(__file__).parent / "situations").glob("*.json"))


@pytest.mark.parametrize("path", SITUATIONS, ids=lambda path: path.stem)
def test_in_situations_from_the_field(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    all_true((check(step_by_step(load(path).commands), backend, path.stem) for backend in HERE), capsys)


def step_by_step(history: History) -> History:
    """A run as one call: what is announced is asked of the moment before it."""
    return [c.Select(timeout=one.timeout, inside=one.inside) if isinstance(one, c.Run) else one for one in history]


def test_what_warnings_offer_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    """The same histories as a worker plays them, and calls enough for every lint to speak."""
    again, pressed, useless = c.Run(calls=25, timeout=0), 0, []
    spins = [c.Open(kind="socketpair", name="spin"), c.Register(name="spin.a", events=("write",))]
    for seed in range(21):
        backend = HERE[seed % len(HERE)]
        # Whether a lint speaks of a random history in its last step is a question of time; of this one it does.
        history = [*(random_history(seed, backend) if seed else spins), again]
        with watching(backend=backend) as (driver, watcher):
            driver.ask(*history)
            driver.settle()
        offered = {str(one.remedy): one for one in watcher.warnings if one.remedy is not None and one.after_step}
        for warning in offered.values():
            if warning.after_step != len(history) - 1:
                continue  # it was offered before, and much was done since
            with world([*history, again], backend, len(history)) as session:
                outcome = session.apply(warning.remedy)  # type: ignore[arg-type]
                pressed += 1
                useless += [f"seed {seed}: {warning}: {outcome}"] if isinstance(outcome, Refused) else []
    with capsys.disabled():
        print(f"\nremedies of warnings pressed {pressed}")
    assert pressed and not useless, "\n".join(useless)

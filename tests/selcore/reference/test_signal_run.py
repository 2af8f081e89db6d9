"""The recorded run of a signal is one that a real process gives again."""

import re

import pytest

from selcore.reference.signal_run import PROGRAM, load_signal_run, play


def untimed(printed: str) -> str:
    return re.sub(r"\d+\.\d\d s", "T s", printed)


def test_it_is_what_this_program_printed_and_says_where() -> None:
    run = load_signal_run()
    assert run.program == PROGRAM
    assert run.python.startswith("3.") and run.system == "Linux" and run.kernel and run.selector == "EpollSelector"
    assert "returns: select(0.2) returned [] after 0.2" in run.printed
    assert "raises: select(0.2) raised RuntimeError('from the handler') after 0.0" in run.printed


def test_a_real_process_prints_the_same_here() -> None:
    signal = pytest.importorskip("signal")
    if not hasattr(signal, "setitimer"):
        pytest.skip("this system has no timer that signals")
    assert untimed(play().printed) == untimed(load_signal_run().printed)

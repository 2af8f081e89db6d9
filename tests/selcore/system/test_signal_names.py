"""Signals by name, where this system has one."""

import signal

import pytest

from selcore.system.signal_names import numbered, signal_name


@pytest.mark.parametrize("one", list(signal.Signals))
def test_a_signal_has_the_name_that_python_has_for_it(one: signal.Signals) -> None:
    assert getattr(signal, signal_name(one.value)) == one
    assert numbered(one.value) == f"{signal_name(one.value)} ({one.value})"


def test_a_number_without_a_name_stands_for_itself() -> None:
    assert (signal_name(1000), numbered(1000)) == ("1000", "signal 1000")

"""What a call costs, counted in lines of Python: the same on a fast machine and on a slow one."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps_of(call: Callable[[], Any]) -> int:
    """How many lines are run in it, each round of a loop counted."""
    steps = 0

    def trace(frame: FrameType, event: str, value: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return steps

"""A thread's handles of asyncio: which runs, how many ran, and what a long one is told as."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from selcore.probe import handles, layout
from selcore.probe.handles import beginning, ending

from ..watching.written import written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")


def serve() -> None: ...


async def client() -> None: ...


def test_only_a_long_one_is_told_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10, 20, 30 + handles.LONG, 40 + handles.LONG])
    monkeypatch.setattr(handles, "monotonic_ns", lambda: next(times))
    with written(tmp_path) as (recorder, reader):
        began, ended = beginning(recorder), ending(recorder)
        for callback in (print, serve, serve):
            began(SimpleNamespace(_callback=callback))
        ended()
        assert recorder.thread().handles == 3
        (told,) = reader.records()
        function = reader.function(told[4])
        assert (told[1], told[5:7]) == (layout.HANDLE, (20, 30 + handles.LONG))
        assert function is not None and function.name == "serve"


def test_what_has_no_name_has_none_and_ends_the_one_before(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        began = beginning(recorder)
        began(SimpleNamespace(_callback=serve))
        ((_, before),) = reader.words()
        began(SimpleNamespace(_callback=None))
        ((_, word),) = reader.words()
        assert before.handle == 1 and word.handle == 0 and word.handle_since > before.handle_since

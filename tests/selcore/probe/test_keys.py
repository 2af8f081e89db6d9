"""What is registered and unregistered, as it is written."""

import sys
from pathlib import Path
from selectors import SelectorKey

import pytest

from selcore.probe import layout
from selcore.probe.keys import changing

from ..watching.written import written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")


def serve() -> None: ...


def test_keys_come_and_go(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        registered, unregistered = changing(recorder)
        key = SelectorKey(9, 9, 3, serve)
        registered(recorder, key)
        unregistered(recorder, key)
        seen, one, other = reader.records()
        assert [record[1] for record in (seen, one, other)] == [
            layout.SELECTOR, layout.REGISTERED, layout.UNREGISTERED,
        ]  # fmt: skip
        assert (one[2], one[8:10], other[8:10]) == (seen[2], (9, 3), (9, 0))
        function = reader.function(one[4])
        assert function is not None and function.name == "serve" and other[4] == 0


def test_a_key_that_cannot_be_named_is_told_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with written(tmp_path) as (recorder, reader):

        def refuses(data: object) -> int:
            raise ValueError(data)

        monkeypatch.setattr(recorder.names, "of_both", refuses)
        changing(recorder)[0](recorder, SelectorKey(9, 9, 1, "words"))
        assert [(record[1], record[4]) for record in reader.records()[1:]] == [(layout.REGISTERED, 0)]

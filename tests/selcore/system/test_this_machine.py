"""A key of this machine and this user: the same in each run, another elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from selcore.system import this_machine
from selcore.system.this_machine import machine_key


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    machine_key.cache_clear()
    yield
    machine_key.cache_clear()


def test_another_machine_or_user_has_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = set()
    for words in ("one\n", "two\n"):
        (tmp_path / "id").write_text(words)
        for user in (7, 8):
            monkeypatch.setattr(this_machine, "MACHINE", str(tmp_path / "id"))
            monkeypatch.setattr(this_machine.os, "getuid", lambda user=user: user, raising=False)
            machine_key.cache_clear()
            keys.add(machine_key())
            assert machine_key() in keys and len(machine_key()) == 32
    assert len(keys) == 4


def test_without_such_a_file_there_is_a_key_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(this_machine, "MACHINE", str(tmp_path / "nowhere"))
    assert len(machine_key()) == 32

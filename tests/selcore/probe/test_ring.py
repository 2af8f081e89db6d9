"""The shared file as it is made and written."""

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from selcore.probe import layout
from selcore.probe.ring import AWAY, SharedRing
from selcore.watching.ring_reader import RingReader
from tests.conftest import open_descriptors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")


def test_it_is_made_at_the_first_record_and_has_its_whole_size(tmp_path: Path) -> None:
    ring = SharedRing(str(tmp_path))
    assert list(tmp_path.iterdir()) == [] and ring.slots is None
    assert ring.ready() and ring.ready()
    (path,) = tmp_path.iterdir()
    assert (path.name, path.stat().st_size) == (f"{os.getpid()}.0.ring", layout.SIZE)
    assert path.stat().st_blocks * 512 >= layout.SIZE and path.stat().st_mode & 0o777 == 0o600
    with closing(RingReader(path)) as reader:
        assert reader.pid == os.getpid()


def test_the_programs_next_descriptor_has_the_number_it_would_have(tmp_path: Path) -> None:
    before = open_descriptors()
    ring = SharedRing(str(tmp_path))
    assert ring.ready()
    new = open_descriptors().keys() - before.keys()
    assert all(fd >= AWAY - 1 for fd in new)
    ring.forked()


def test_who_has_the_number_of_one_before_has_a_file_of_its_own(tmp_path: Path) -> None:
    first, second = SharedRing(str(tmp_path)), SharedRing(str(tmp_path))
    assert first.ready() and second.ready()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{os.getpid()}.{n}.ring" for n in (0, 1)]


def test_a_forked_child_writes_nowhere_until_it_has_its_own(tmp_path: Path) -> None:
    ring = SharedRing(str(tmp_path))
    ring.ready()
    ring.words[0] = 7
    ring.forked()
    ring.words[0] = 8
    (path,) = tmp_path.iterdir()
    with closing(RingReader(path)) as reader:
        (number, word), *_ = [*reader.words(), (0, None)]
    assert ring.parent == os.getpid() and ring.slots is None and word is None and number == 0


def test_without_a_folder_there_is_none_and_nobody_hears_of_it(tmp_path: Path) -> None:
    ring = SharedRing(str(tmp_path / "gone"))
    assert not ring.ready() and not ring.ready()
    ring.words[0] = 1

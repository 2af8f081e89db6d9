"""A shared file is read while it is written, after a kill, over laps, and when it is none."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from selcore.probe import layout
from selcore.probe.handles import beginning, ending
from selcore.values.watched import Function
from selcore.watching.ring_reader import LAST, PATIENCE, NotARing, RingReader

from ..probe.probed import plain_environment
from .written import put_call, written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")


def test_records_come_in_order_and_once(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        assert reader.records() == [] and reader.pid == os.getpid()
        for n in range(5):
            put_call(recorder, 1, n, n + 1)
        assert [record[5] for record in reader.records()] == [0, 1, 2, 3, 4]
        put_call(recorder, 1, 5, 6)
        assert [record[5] for record in reader.records()] == [5]
        assert reader.lost == 0


def test_what_was_written_over_is_counted_and_the_newest_are_given(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        for n in range(layout.SLOTS + 1000):
            put_call(recorder, 1, n, n)
        found = []
        while some := reader.records():
            found += some
        assert found[-1][5] == layout.SLOTS + 999
        assert len(found) + reader.lost == layout.SLOTS + 1000 and 1000 <= reader.lost < layout.SLOTS // 2


def test_at_the_end_all_that_is_there_is_given(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        for n in range(layout.SLOTS + 1000):
            put_call(recorder, 1, n, n)
        found = []
        while some := reader.records(over=True):
            found += some
        assert (reader.lost, len(found)) == (1000, layout.SLOTS)


def test_a_half_written_slot_is_waited_for_and_then_passed_over(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        put_call(recorder, 1, 1, 1)
        recorder.ring.next()  # drawn, and never written: its thread was killed
        put_call(recorder, 1, 3, 3)
        assert [record[5] for record in reader.records()] == [1]
        for _ in range(PATIENCE - 1):
            assert reader.records() == []
        assert [record[5] for record in reader.records()] == [3] and reader.lost == 1


def test_a_slot_whose_ends_differ_is_not_taken(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        put_call(recorder, 1, 1, 1)
        recorder.ring.slots[64 + 56 : 64 + 64] = bytes(8)
        assert reader.records() == []


def test_names_are_plain_and_bounded(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        number = recorder.names.of_text("f\x1b[31m\n", "/a/b.py", 12)
        assert reader.function(number) == Function("f?[31m?", "/a/b.py", 12)
        assert str(reader.function(number)) == "f?[31m? b.py:12"
        assert reader.function(0) is reader.function(99) is None


def test_a_record_read_while_it_was_written_is_neither_lost_nor_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its numbers were there when they were read, and its middle was not: another processor was writing it."""
    with written(tmp_path) as (recorder, reader):
        put_call(recorder, 1, 10, 20)
        put_call(recorder, 1, 30, 40)
        read, torn = reader._read, [layout.RING + layout.SLOT]

        def too_early(place: int, size: int) -> bytes:
            found = bytearray(read(place, size))
            if place in torn:
                torn.remove(place)
                found[64 + 24 : 64 + 40] = (30).to_bytes(16, "little")  # the end is not there yet
            return bytes(found)

        monkeypatch.setattr(reader, "_read", too_early)
        assert [record[5:7] for record in reader.records()] == [(10, 20), (30, 40)]
        assert reader.lost == 0 and torn == []


def test_what_a_thread_does(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        assert list(reader.words()) == []
        recorder.thread()
        beginning(recorder)(SimpleNamespace(_callback=written.__wrapped__))
        ((number, word),) = reader.words()
        function = reader.function(word.handle)
        assert number == 0 and word.tid > 0 and word.handle_since > 0 and function is not None
        assert function.name == "written"
        ending(recorder)()
        ((_, word),) = reader.words()
        assert word.handle == 0


@pytest.mark.parametrize("content", [b"", b"x" * 100, bytes(layout.SIZE), b"SELWATCH" + bytes([9]) * (layout.SIZE - 8)])
def test_what_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "1.0.ring"
    path.write_bytes(content)
    with pytest.raises(NotARing):
        RingReader(path)


def test_a_killed_program_leaves_all_that_it_wrote(tmp_path: Path) -> None:
    from selcore.programs.environment import watched

    code = "import selectors, os, signal\ns = selectors.DefaultSelector()\nfor n in range(500): s.select(0)\n"
    code += "os.kill(os.getpid(), signal.SIGKILL)"
    environment = watched(plain_environment(), tmp_path)
    done = subprocess.run([sys.executable, "-c", code], env=environment, timeout=30)
    assert done.returncode == -signal.SIGKILL
    reader = RingReader(next(tmp_path.glob("*.ring")))
    calls = [record for record in reader.records(over=True) if record[1] & 0xFF == layout.CALL]
    reader.close()
    assert (len(calls), reader.lost) == (500, 0)


def test_a_file_that_is_cut_short_ends_nobody(tmp_path: Path) -> None:
    """Whoever has it mapped would be ended by SIGBUS."""
    with written(tmp_path) as (recorder, reader):
        put_call(recorder, 1, 10, 20)
        assert len(reader.records()) == 1
        os.truncate(reader.path, 0)
        assert reader.records() == [] and reader.records(over=True) == []
        assert reader.function(1) is None and list(reader.words()) == []
        os.truncate(reader.path, layout.SIZE)


def test_a_fifo_with_the_name_of_a_ring_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "7.0.ring")
    (tmp_path / "8.0.ring").symlink_to("/dev/zero")
    for name in ("7.0.ring", "8.0.ring"):
        with pytest.raises(OSError, match="not a regular file"):
            RingReader(tmp_path / name)


@pytest.mark.parametrize("pid", [0, (1 << 22) + 1, (1 << 32) - 1])
def test_a_process_of_an_impossible_number_is_none(tmp_path: Path, pid: int) -> None:
    with written(tmp_path) as (_, reader):
        data = bytearray(reader.path.read_bytes())
    head = list(layout.HEAD.unpack_from(data))
    head[2] = pid
    layout.HEAD.pack_into(data, 0, *head)
    (tmp_path / "copy.ring").write_bytes(data)
    with pytest.raises(NotARing):
        RingReader(tmp_path / "copy.ring")


def test_what_no_call_can_have_written_is_counted_as_lost(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        put_call(recorder, 1, 10, 20, ready=((3, 1),))
        put_call(recorder, 2, 20, 10)
        put_call(recorder, 3, 10, 1 << 63)
        put_call(recorder, 4, 10, 20, ready=((-1, 1),))
        put_call(recorder, 5, 10, 20)
        assert [one[2] for one in reader.records(over=True)] == [1, 5] and reader.lost == 3


def test_one_number_beyond_all_others_blinds_nobody(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        recorder.ring.slots[64 * 9 : 64 * 9 + 8] = (2**64 - 1).to_bytes(8, sys.byteorder)
        recorder.ring.next()  # half written: its writer died
        put_call(recorder, 2, 10, 20)
        found = [one[2] for _ in range(PATIENCE + 2) for one in reader.records()]
        assert found == [2] and reader.lost == 1


def test_the_rest_of_one_that_has_ended_is_read_once_though_others_go_on_writing(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        put_call(recorder, 1, 1, 1)
        read = reader._read

        def read_and_write(place: int, size: int) -> bytes:
            put_call(recorder, 1, 2, 2)
            return read(place, size)

        reader._read = read_and_write  # type: ignore[method-assign]
        assert len(reader.records(over=True)) == 2


def test_a_ring_of_halves_is_passed_over_at_once(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        for number in range(1, layout.SLOTS):
            place = number * layout.SLOT
            recorder.ring.slots[place : place + 8] = number.to_bytes(8, "little")
        assert reader.records(over=True) == [] and reader.lost == layout.SLOTS - 1


def test_numbers_that_no_counter_reaches_are_not_followed(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        reader._next = LAST - 5
        for number in (LAST - 5, LAST + layout.SLOTS, (1 << 64) - layout.SLOTS):
            for place in (0, 56):
                at = number % layout.SLOTS * layout.SLOT + place
                recorder.ring.slots[at : at + 8] = number.to_bytes(8, "little")
            assert len(reader.records()) + len(reader.records(over=True)) <= 1


def test_names_that_are_not_there_are_looked_for_once_a_reading(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        asked: list[int] = []
        read = reader._read
        reader._read = lambda place, size: asked.append(place) or read(place, size)  # type: ignore[method-assign, func-returns-value]
        assert {reader.function(number) for number in range(50, 90)} == {None}
        assert asked.count(layout.NAMES_USED) == 1
        number = recorder.names.of_text("f", "", 1)
        reader.records()
        assert reader.function(number) == Function("f", "", 1)

"""``run --record``: everything that happened, in a file, or a line that says why not."""

from pathlib import Path

import pytest

from selcore.recording import Recorder, Unwritable
from tests.selcore.recorded import query
from tests.small_disk import small_disk

from .shell import COMMAND, linux, shell, the_line, write

PAIR = {"do": "open", "kind": "socketpair", "name": "pair"}
WRITE = {"do": "register", "name": "pair.a", "events": ["write"]}


def test_every_call_of_the_run_is_in_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "e.json", PAIR, WRITE, {"do": "run", "calls": 20_000, "timeout": 0})
    said = shell("run", path, "--record", tmp_path / "r.sqlite")
    assert (said.returncode, said.stderr) == (0, "")
    assert query(tmp_path / "r.sqlite", "SELECT count(*), max(number) FROM calls") == [(20_000, 20_000)]
    assert query(tmp_path / "r.sqlite", "SELECT verb FROM commands") == [("open",), ("register",), ("run",)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["e.json", "r.sqlite"]


def test_a_file_of_yours_is_not_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "e.json", PAIR)
    before = path.read_bytes()
    said = shell("run", path, "--record", path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "it is not replaced" in the_line(said.stderr)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.heavy
@linux
def test_a_full_disk_is_said_and_the_run_goes_on(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    path = write(tmp_path / "e.json", PAIR, WRITE, {"do": "run", "calls": 60_000, "timeout": 0}, {"do": "get-map"})
    command = [*small_disk(disk, "1m"), *COMMAND]
    said = shell("run", path, "--json", "--record", disk / "r.sqlite", command=command)
    assert said.returncode == 1 and said.stdout.splitlines()[-1].startswith('{"step": 3')
    kept = "what was written before is kept", "nothing that happened could be written"  # by how much came at once
    assert the_line(said.stderr).endswith(tuple(f"the disk is full: {one}" for one in kept))


def test_a_recording_that_is_being_written_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "r.sqlite"
    recorder = Recorder(target)
    recorder.start()
    try:
        with pytest.raises(Unwritable, match="being written"):
            Recorder(target).start()
    finally:
        recorder.end()
        assert recorder.wait(10)
    again = Recorder(target)
    again.start()
    again.end()
    assert again.wait(10)

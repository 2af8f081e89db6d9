"""Writing whole or not at all: whatever fails, the old file is as it was and nothing stands beside it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from selcore.files.atomic_file import write_whole

WRITE = (
    "import sys; from selcore.files.atomic_file import write_whole\n"
    "{first}\nwrite_whole(sys.argv[1], b'new' * 100_000)\n"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "experiment.json"
    path.write_bytes(b"old")
    return path


def fail_to_write(path: Path, first: str) -> str:
    """What a process says that tries to write there under ``first``; the file must be the old one afterwards."""
    code = WRITE.format(first=first)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    return done.stderr.splitlines()[-1]


def test_a_disk_that_takes_no_more_leaves_the_old_file(old: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    said = f"OSError: [Errno 27] File too large; 299,000 of 300,000 bytes found no room: '{old}'"
    assert fail_to_write(old, limit) == said


def test_a_folder_that_may_not_be_written_leaves_the_old_file() -> None:
    # Not in tmp_path, which others may not even enter.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "experiment.json"
        path.write_bytes(b"old")
        Path(folder).chmod(0o555)
        # Root may write anywhere, so the process becomes somebody else.
        said = fail_to_write(path, "import os; os.geteuid() or os.setuid(65534)")
        Path(folder).chmod(0o755)
    assert said.startswith("PermissionError: [Errno 13] Permission denied")


def test_a_file_that_may_not_be_written_is_not_replaced() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "experiment.json"
        path.write_bytes(b"old")
        path.chmod(0o444)
        said = fail_to_write(path, "import os; os.geteuid() or os.setuid(65534)")
    assert said.startswith("PermissionError: [Errno 13] Permission denied")


def test_the_new_file_replaces_the_old_one_and_keeps_its_mode(old: Path) -> None:
    old.chmod(0o640)
    write_whole(old, b"new")
    assert (old.read_bytes(), old.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_file_that_was_not_there_is_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "whole", b"new")
    assert (tmp_path / "whole").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_stays_a_link_and_what_it_names_is_written(old: Path) -> None:
    link = old.with_name("link")
    link.symlink_to(old.name)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


def test_a_name_as_long_as_a_name_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_device_or_a_fifo_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/null")):
        before = path.stat().st_mode
        with pytest.raises(OSError, match="not a regular file"):
            write_whole(path, b"new")
        assert path.stat().st_mode == before
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"new")


def test_a_folder_that_is_not_there_is_an_error_of_the_os(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "no" / "file", b"new")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        write_whole(tmp_path / "file" / "file", b"new")


def test_an_interrupted_replacement_leaves_nothing_beside_it(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(old, b"new")
    assert list(old.parent.iterdir()) == [old]
    assert old.read_bytes() == b"old"

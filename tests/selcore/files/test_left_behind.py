"""What a killed program left in the temporary folder goes at the next start, and nothing else does."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from selcore.files.left_behind import LeftBehind, left_behind, remove_leftovers
from selcore.files.private_folder import CONTENT, MARK, PREFIX, PrivateFolder
from tests import ROOT
from tests.playground.shell import posix

pytestmark = posix
OWNER = """
import tempfile, sys
from selcore.files.private_folder import PrivateFolder
tempfile.tempdir = sys.argv[1]
folder = PrivateFolder()
(folder.path / "deep" / "deeper").mkdir(parents=True)
(folder.path / "deep" / "file.txt").write_text("text")
(folder.path / "link").symlink_to(sys.argv[2])
(folder.path / "deep" / "link").symlink_to(sys.argv[2])
print(folder.path.name, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder of the user's with something in it, and a mark as ours have it."""
    folder = tmp_path / "victim"
    folder.mkdir(mode=0o700)
    (folder / "precious").write_text("text")
    mark(folder)
    return folder


def mark(folder: Path, content: bytes = CONTENT, mode: int = 0o600) -> None:
    (folder / MARK).write_bytes(content)
    (folder / MARK).chmod(mode)


def look_alike(temporary: Path, name: str = "abcdefgh", mode: int = 0o700) -> Path:
    """A folder that is named as ours are."""
    folder = temporary / f"{PREFIX}{name}"
    folder.mkdir()
    folder.chmod(mode)
    (folder / "precious").write_text("text")
    return folder


@contextmanager
def owner(temporary: Path, victim: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another program, alive, and the name of its folder."""
    command = [sys.executable, "-c", OWNER, str(temporary), str(victim)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_the_folder_of_a_killed_program_goes_and_that_of_a_living_one_stays(temporary: Path, victim: Path) -> None:
    with owner(temporary, victim) as (killed, left), owner(temporary, victim) as (_, lives):
        assert remove_leftovers() == [] and (temporary / left / "deep" / "file.txt").exists()
        killed.kill()
        killed.wait()
        assert remove_leftovers() == [left]
        assert [one.name for one in temporary.iterdir()] == [lives]
        assert (temporary / lives / "deep" / "file.txt").exists()
    assert (victim / "precious").exists(), "what the links in it point to"


def test_what_only_looks_alike_stays(temporary: Path, victim: Path) -> None:
    """No mark; another's mark; a mark that is a link, a FIFO, a folder; other names; a folder that others may write."""
    stays = [look_alike(temporary, f"aaaaaaa{n}") for n in range(6)]
    mark(stays[1], b"something else")
    mark(stays[2], CONTENT + b" and more")
    (stays[3] / MARK).symlink_to(victim / MARK)
    os.mkfifo(stays[4] / MARK, 0o600)
    (stays[5] / MARK).mkdir()
    for name in ("abc", "abcdefghi", "ABCDEFGH", "abcdefg."):
        stays.append(look_alike(temporary, name))
        mark(stays[-1])
    for place, mode in enumerate((0o777, 0o755, 0o770)):
        stays.append(look_alike(temporary, f"bbbbbbb{place}", mode))
        mark(stays[-1])
    stays.append(look_alike(temporary, "cccccccc"))
    mark(stays[-1], mode=0o644)
    assert remove_leftovers() == []
    assert all((folder / "precious").exists() for folder in stays)


def test_a_link_named_like_one_is_not_followed(temporary: Path, victim: Path) -> None:
    (temporary / f"{PREFIX}abcdefgh").symlink_to(victim)
    assert remove_leftovers() == []
    assert (victim / "precious").exists() and (temporary / f"{PREFIX}abcdefgh").is_symlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives folders away")
@pytest.mark.parametrize("part", ["", MARK])
def test_another_users_folder_stays(temporary: Path, part: str) -> None:
    folder = look_alike(temporary)
    mark(folder)
    os.chown(folder / part, 65534, 65534)
    assert remove_leftovers() == []
    os.chown(folder / part, 0, 0)
    assert remove_leftovers() == [folder.name]


def test_one_that_is_taken_is_nobody_elses_until_it_is_let_go(temporary: Path) -> None:
    folder = PrivateFolder()
    (folder.path / "file").write_text("text")
    folder.leave()
    with LeftBehind(folder.path.name, temporary) as one:
        assert list(left_behind(temporary)) == [] and (one.path / "file").read_text() == "text"
    (again,) = left_behind(temporary)
    again.remove()
    assert list(temporary.iterdir()) == []

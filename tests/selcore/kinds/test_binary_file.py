"""Binary files: always ready or never taken, and what is wrong with a path."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from selcore.kinds import find_kind
from selcore.kinds.binary_file import CONTENT
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests import ROOT
from tests.conftest import open_descriptors
from tests.nobody import BECOME, CLOSED, HIDDEN
from tests.selcore.acting import called, done, opened, refusal_of_open, refused, watch

MODES = ["rb", "r+b", "wb", "w+b", "ab", "a+b", "xb"]


@pytest.mark.parametrize("mode", ["rb", "r+b", "ab"])
def test_always_ready_and_never_taken_by_epoll(session: Session, mode: str) -> None:
    opened(session, "binary-file", "f", mode=mode)
    if session.world.main.backend.id == "epoll":
        said = refused(session, c.Register(name="f", events=("read",)))
        assert (said.type, said.errno, said.by) == ("PermissionError", 1, "python") and said.remedy is not None
        return
    watch(session, "f", "read", "write")
    raw = None if session.world.main.backend.id == "select" else 1 | 4
    assert [(result.mask, result.raw) for result in called(session).results] == [(3, raw)]
    done(session, c.Drain(name="f")) if mode != "ab" else None
    assert [result.mask for result in called(session).results] == [3]  # at its end too


def test_a_file_without_a_path_is_a_private_one_with_content(one: Session) -> None:
    opened(one, "binary-file", "f")
    path = Path(one.world.state_of("f").address)
    assert path.parent == one.world.folder()
    assert bytes.fromhex(done(one, c.Receive(name="f"))["hex"]) == CONTENT == path.read_bytes()
    assert one.world.state_of("f").state == "open"
    assert done(one, c.Receive(name="f")) == {"size": 0, "hex": ""}
    assert one.world.state_of("f").state == "eof"
    path.write_bytes(CONTENT + b"more")
    assert done(one, c.Receive(name="f"))["size"] == 4
    assert one.world.state_of("f").state == "open"


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_what_it_is_in_python(one: Session, tmp_path: Path, mode: str) -> None:
    by_hand, path = tmp_path / "by hand", tmp_path / "file"
    if mode != "xb":
        for one_of in (by_hand, path):
            one_of.write_bytes(b"there")
    opened(one, "binary-file", "private", mode=mode)
    opened(one, "binary-file", "f", path=str(path), mode=mode)
    with open(by_hand, mode, buffering=0) as plain:  # noqa: PTH123
        assert one.world.find("f").obj.mode == plain.mode
        try:
            os.write(plain.fileno(), b"X")
        except OSError as error:
            assert refused(one, c.Send(name="f", text="X")).errno == error.errno
        else:
            assert done(one, c.Send(name="f", text="X")) == {"sent": 1}
    assert path.read_bytes() == by_hand.read_bytes()


def test_what_goes_in_is_there_at_once(one: Session, tmp_path: Path) -> None:
    opened(one, "binary-file", "f", path=str(tmp_path / "f"), mode="xb")
    done(one, c.Send(name="f", hex="00 ff"))
    assert (tmp_path / "f").read_bytes() == b"\0\xff"


@pytest.mark.parametrize(
    ("path", "mode", "type", "errno"),
    [
        ("none", "rb", "FileNotFoundError", 2),
        (".", "rb", "IsADirectoryError", 21),
        (".", "wb", "IsADirectoryError", 21),
        ("file", "xb", "FileExistsError", 17),
        ("file/f", "rb", "NotADirectoryError", 20),
        ("loop", "rb", "OSError", 40),
        ("x" * 300, "wb", "OSError", 36),
        ("a\0b", "rb", "ValueError", None),
        ("\ud800", "rb", "UnicodeEncodeError", None),
    ],
)
def test_what_cannot_be_opened(
    one: Session, tmp_path: Path, path: str, mode: str, type: str, errno: int | None
) -> None:
    (tmp_path / "file").write_text("keep me")
    (tmp_path / "loop").symlink_to("loop")
    before = open_descriptors()
    said = refusal_of_open(one, "binary-file", path=f"{tmp_path}/{path}", mode=mode)
    assert (said.type, said.errno, said.by) == (type, errno, "python")
    assert open_descriptors() == before and (tmp_path / "file").read_text() == "keep me"


@pytest.mark.parametrize("mode", ["wb", "w+b", "xb"])
def test_what_is_refused_has_made_and_emptied_no_file(one: Session, tmp_path: Path, mode: str) -> None:
    there = tmp_path / "there"
    there.write_text("keep me")
    path = tmp_path / "new" if mode == "xb" else there
    assert refusal_of_open(one, "binary-file", path=str(path), mode=mode, fd=0).type == "NumberTaken"
    assert there.read_text() == "keep me" and not (tmp_path / "new").exists()


def test_a_mode_that_is_none(one: Session) -> None:
    for mode in ("r", "bb", "", 5):
        said = refusal_of_open(one, "binary-file", mode=mode)
        assert (said.type, said.by) == ("BadOption", "playground")


AS_NOBODY = """
import os, sys
from selcore.values import commands as c
from selcore.session.session import Session
session = Session("poll")
session.apply(c.Open(kind="socketpair", name="first"))  # imports what nobody may not read
BECOME
for kind, path, mode in (("binary-file", sys.argv[1], "rb"), ("binary-file", sys.argv[2] + "/new", "wb"),
                         ("device", sys.argv[1], "rb"), ("directory", sys.argv[2] + "/closed", None),
                         ("unix-listener", sys.argv[2] + "/s", None), ("fifo", sys.argv[2] + "/fifo", None)):
    options = {"path": path} | ({"mode": mode} if mode else {})
    said = session.apply(c.Open(kind=kind, name="it", options=options))
    print(kind, said.type, said.errno, said.by)
session.close()
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are those of POSIX")
def test_a_user_without_permission_is_told_so() -> None:
    with TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        (folder / "secret").write_text("")
        (folder / "secret").chmod(HIDDEN)
        (folder / "closed").mkdir(mode=HIDDEN)
        folder.chmod(CLOSED)
        arguments = [sys.executable, "-c", AS_NOBODY.replace("BECOME", BECOME), str(folder / "secret"), str(folder)]
        said = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=50)
        assert sorted(found.name for found in folder.iterdir()) == ["closed", "secret"]
    assert said.returncode == 0, said.stderr
    kinds = ["binary-file", "binary-file", "device", "directory", "unix-listener", "fifo"]
    assert said.stdout.splitlines() == [f"{kind} PermissionError 13 python" for kind in kinds]


def test_a_path_needs_trust_and_a_temporary_file_does_not() -> None:
    kind = find_kind("binary-file")
    assert kind is not None
    for options, needed in (
        ({}, False),
        ({"mode": "wb"}, False),
        ({"path": "/dev/full", "mode": "wb"}, False),
        ({"path": "p"}, True),
        ({"path": "p", "mode": "r+b"}, True),
    ):
        assert bool(kind.needs_trust(fill(kind.all_options(), options))) is needed

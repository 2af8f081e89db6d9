"""Text files, pipes and pairs: what a user opens by path, and what the ends of a pair have to do with each other."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import find_kind
from selcore.kinds.text_file import CONTENT
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests.conftest import open_descriptors
from tests.selcore.acting import done, opened, ready, refusal_of_open, refused, watch


def test_a_file_without_a_path_is_a_private_one_with_content(one: Session) -> None:
    opened(one, "text-file", "f")
    path = Path(one.world.state_of("f").address)
    assert path.parent == one.world.folder() and (path.parent.stat().st_mode & 0o077) == 0
    assert bytes.fromhex(done(one, c.Receive(name="f"))["hex"]).decode() == CONTENT
    assert one.world.state_of("f").state == "open"
    assert done(one, c.Drain(name="f")) == {"size": 0, "eof": True}


@pytest.mark.parametrize("mode", ["r", "r+", "w", "w+", "a", "a+", "x"])
def test_every_mode_opens_with_and_without_a_path(one: Session, tmp_path: Path, mode: str) -> None:
    path = tmp_path / "file"
    if mode != "x":
        path.write_text("there")
    opened(one, "text-file", "named", path=str(path), mode=mode)
    opened(one, "text-file", "private", mode=mode)
    assert one.world.find("named").obj.mode == mode
    for name in ("named", "private"):
        if mode == "r":
            assert refused(one, c.Send(name=name, text="x")).type == "UnsupportedOperation"
        else:
            assert done(one, c.Send(name=name, text="x")) == {"sent": 1}


def test_a_file_that_is_not_there_and_one_that_is_a_directory(one: Session, tmp_path: Path) -> None:
    before = open_descriptors()
    missing, folder = (refusal_of_open(one, "text-file", path=str(path)) for path in (tmp_path / "none", tmp_path))
    assert (missing.type, missing.errno, missing.by) == ("FileNotFoundError", 2, "python")
    assert (folder.type, folder.errno, folder.by) == ("IsADirectoryError", 21, "python")
    assert open_descriptors() == before


def test_a_path_with_nul_is_refused_in_pythons_words(one: Session) -> None:
    said = refusal_of_open(one, "text-file", path="a\0b")
    assert (said.type, said.by, said.message) == ("ValueError", "python", "embedded null byte")


@pytest.mark.parametrize("mode", ["w", "x", "a"])
def test_what_is_refused_has_made_and_emptied_no_file(one: Session, tmp_path: Path, mode: str) -> None:
    there, new = tmp_path / "there", tmp_path / "new"
    there.write_text("keep me")
    path = new if mode == "x" else there
    said = refused(one, c.Open(kind="text-file", name="f", options={"path": str(path), "mode": mode, "fd": 0}))
    assert said.type == "NumberTaken"
    assert not new.exists() and there.read_text() == "keep me"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_given_for_a_file_does_not_hang(one: Session, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    said = refusal_of_open(one, "text-file", path=str(tmp_path / "fifo"), mode="a")
    assert (said.errno, said.by) == (errno.ENXIO, "python")  # nobody reads it
    opened(one, "text-file", "f", path=str(tmp_path / "fifo"))


def test_a_path_needs_trust_and_a_temporary_file_does_not() -> None:
    kind = find_kind("text-file")
    assert kind is not None
    for options, needed in (
        ({}, False),
        ({"mode": "w"}, False),
        ({"path": "p"}, True),
        ({"path": "p", "mode": "a"}, True),
    ):
        assert bool(kind.needs_trust(fill(kind.all_options(), options))) is needed


@pytest.mark.parametrize("kind", ["socketpair", "pipe"])
def test_a_pair_passes_bytes_and_its_end(session: Session, kind: str) -> None:
    first, second = opened(session, kind, "it")
    reader, writer = (first, second)
    watch(session, reader, "read")
    assert ready(session) == []
    assert done(session, c.Send(name=writer, hex="00 ff")) == {"sent": 2}
    assert ready(session) == [(reader, 1)]
    assert done(session, c.Receive(name=reader)) == {"size": 2, "hex": "00ff"}
    done(session, c.Close(name=writer))
    assert [name for name, _ in ready(session)] == [reader]
    assert done(session, c.Receive(name=reader)) == {"size": 0, "hex": ""}
    assert session.world.state_of(reader).state == "eof"
    assert session.world.state_of(reader).peer == writer


@pytest.mark.parametrize("kind", ["socketpair", "pipe"])
def test_full_is_not_writable_and_drained_is(session: Session, kind: str) -> None:
    reader, writer = opened(session, kind, "it")
    watch(session, writer, "write")
    assert ready(session) == [(writer, 2)]
    sent = done(session, c.Fill(name=writer))["sent"]
    assert ready(session) == [] and sent > 0
    assert refused(session, c.Send(name=writer, text="x")).type == "BlockingIOError"
    assert done(session, c.Drain(name=reader)) == {"size": sent, "eof": False}
    assert ready(session) == [(writer, 2)]


def test_an_end_that_is_no_socket_answers_as_python_does(one: Session) -> None:
    opened(one, "pipe", "pipe")
    said: Any = refused(one, c.Shutdown(name="pipe.r", how="both"))
    assert (said.type, said.by, said.message) == (
        "AttributeError",
        "python",
        "'_io.FileIO' object has no attribute 'shutdown'",
    )
    assert refused(one, c.Accept(name="pipe.r")).type == "AttributeError"
    assert refused(one, c.Receive(name="pipe.r", oob=True)).type == "AttributeError"
    assert refused(one, c.Send(name="pipe.r", text="x")).errno == 9

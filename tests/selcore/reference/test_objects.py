"""States that no experiment brings about: objects that the program does not open, asked with plain Python."""

import asyncio
import ctypes
import gzip
import multiprocessing
import os
import pathlib
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import find_kind
from selcore.reference import load
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, refused

from .probing import assert_state
from .world import World, fact

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
PLAIN: dict[str, Callable[[], Any]] = {
    "object / asyncio.Queue": asyncio.Queue,
    "object / None": lambda: None,
    "object / str '3'": lambda: "3",
    "object / bytes b'3'": lambda: b"3",
    "object / float 3.0": lambda: 3.0,
    "object / list []": list,
    "object / pathlib.Path": pathlib.Path,
    "object / the class socket.socket itself": lambda: socket.socket,
    "object / queue.SimpleQueue (non-empty)": queue.SimpleQueue,
    "mp / multiprocessing.Event": lambda: with_locks().Event(),
    "mp / threading.Event": threading.Event,
    "mp / Process object itself": multiprocessing.Process,
}


def with_locks() -> Any:
    """multiprocessing, where it can make the semaphores that its locks are."""
    kind = find_kind("mp-queue")
    if kind is not None and (reason := kind.missing()) is not None:
        pytest.skip(str(reason))
    return multiprocessing


@fact(*PLAIN)
@pytest.mark.parametrize("id", PLAIN)
def test_objects_without_a_number(id: str, backend: str) -> None:
    assert_state(backend, id, PLAIN[id]())


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def opened(stack: ExitStack, fd: int) -> int:
    stack.callback(os.close, fd)
    return fd


def pipe(stack: ExitStack) -> tuple[int, int]:
    reader, writer = os.pipe()
    return opened(stack, reader), opened(stack, writer)


@fact("file / memfd", "file / O_PATH fd")
def test_files_of_another_sort(backend: str, stack: ExitStack) -> None:
    memory = opened(stack, os.memfd_create("memory"))
    assert_state(backend, "file / memfd", memory)
    assert_state(backend, "file / O_PATH fd", opened(stack, os.open("/", os.O_PATH)))


@fact(
    "object / SpooledTemporaryFile (fileno() rolls it over to disk!)",
    "object / NamedTemporaryFile",
    "object / gzip.GzipFile",
)
def test_objects_around_a_file(backend: str, stack: ExitStack, tmp_path: Path) -> None:
    spooled = stack.enter_context(tempfile.SpooledTemporaryFile())
    assert_state(backend, "object / SpooledTemporaryFile (fileno() rolls it over to disk!)", spooled)
    assert_state(backend, "object / NamedTemporaryFile", stack.enter_context(tempfile.NamedTemporaryFile()))
    packed = stack.enter_context(gzip.open(tmp_path / "x.gz", "wb"))
    assert_state(backend, "object / gzip.GzipFile", packed)


@fact("udp / unbound", "tcp / bound but not listening", "udp / unconnected with IP_RECVERR, ICMP error queued")
def test_sockets(backend: str, stack: ExitStack) -> None:
    assert_state(backend, "udp / unbound", stack.enter_context(socket.socket(type=socket.SOCK_DGRAM)))
    bound = stack.enter_context(socket.socket())
    bound.bind(("127.0.0.1", 0))
    assert_state(backend, "tcp / bound but not listening", bound)
    with socket.socket(type=socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        nobody = gone.getsockname()
    asking = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
    asking.setsockopt(socket.IPPROTO_IP, 11, 1)  # IP_RECVERR, which the socket module does not name everywhere
    asking.sendto(b"x", nobody)
    assert_state(backend, "udp / unconnected with IP_RECVERR, ICMP error queued", asking)


@fact("tcp / connect succeeded (after being in progress)")
def test_a_connect_that_took_a_second(stack: ExitStack) -> None:
    """The backlog is full: the answer comes to the second try of the kernel, a second later."""
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
    first, second = (stack.enter_context(socket.socket()) for _ in range(2))
    first.connect(listener.getsockname())
    second.setblocking(False)
    assert second.connect_ex(listener.getsockname()) != 0
    stack.enter_context(listener.accept()[0])
    listener.settimeout(10)
    stack.enter_context(listener.accept()[0])
    for backend in ("select", "poll", "epoll"):
        assert_state(backend, "tcp / connect succeeded (after being in progress)", second)


@fact("tls / TLSv1.3 client, close_notify received", "tls / TLSv1.2 client, close_notify received")
@pytest.mark.parametrize("version", ["1.3", "1.2"])
def test_the_end_of_tls(version: str, backend: str, stack: ExitStack) -> None:
    import ssl

    pytest.importorskip("trustme")
    session = Session(backend)
    stack.callback(session.close)
    done(session, c.Open(kind="tls-pair", name="t", options={"version": version}))
    refused(session, c.Receive(name="t.client"))
    with pytest.raises(ssl.SSLWantReadError):
        session.world.find("t.server").obj.unwrap()
    assert_state(backend, f"tls / TLSv{version} client, close_notify received", session.world.find("t.client").obj)


@fact("special / inotify idle (ctypes)", "special / inotify, event queued (ctypes)")
def test_inotify(backend: str, stack: ExitStack, tmp_path: Path) -> None:
    libc = ctypes.CDLL(None)
    fd = opened(stack, libc.inotify_init1(os.O_NONBLOCK))
    libc.inotify_add_watch(fd, bytes(tmp_path), 0x100)  # IN_CREATE
    assert_state(backend, "special / inotify idle (ctypes)", fd)
    (tmp_path / "new").touch()
    assert_state(backend, "special / inotify, event queued (ctypes)", fd)


@fact("special / signalfd idle (ctypes)", "special / signalfd, signal pending (ctypes)")
def test_signalfd(backend: str, stack: ExitStack) -> None:
    number = signal.SIGRTMIN + 3
    old = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, old)
    mask = (ctypes.c_uint64 * 16)(1 << (number - 1))
    fd = opened(stack, ctypes.CDLL(None).signalfd(-1, mask, os.O_NONBLOCK))
    assert_state(backend, "special / signalfd idle (ctypes)", fd)
    signal.pthread_kill(threading.get_ident(), number)
    stack.callback(os.read, fd, 128)
    assert_state(backend, "special / signalfd, signal pending (ctypes)", fd)


@fact("object / int of a just-closed fd whose number the new epoll fd itself reuses")
def test_the_number_of_the_selector_itself(backend: str) -> None:
    number = os.open(os.devnull, os.O_RDONLY)
    os.close(number)
    assert_state(backend, "object / int of a just-closed fd whose number the new epoll fd itself reuses", number)


@fact("mp / multiprocessing.SimpleQueue", "mp / multiprocessing.SimpleQueue._reader, after put")
def test_a_simple_queue(backend: str) -> None:
    made: Any = with_locks().SimpleQueue()
    assert_state(backend, "mp / multiprocessing.SimpleQueue", made)
    made.put("x")
    assert_state(backend, "mp / multiprocessing.SimpleQueue._reader, after put", made._reader)
    made.close()


@fact("subprocess / Popen object itself", "subprocess / Popen.stdout after stdin.write() without flush")
def test_popen(backend: str) -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert_state(backend, "subprocess / Popen object itself", child)
        assert child.stdin is not None
        child.stdin.write(b"hello")
        assert_state(backend, "subprocess / Popen.stdout after stdin.write() without flush", child.stdout)


@fact("buffered / read end while peer BufferedWriter has not flushed")
def test_a_writer_that_has_not_flushed(backend: str, stack: ExitStack) -> None:
    reader, writer = os.pipe()
    opened(stack, reader)
    with open(writer, "wb") as buffered:  # noqa: PTH123
        buffered.write(b"x")
        assert_state(backend, "buffered / read end while peer BufferedWriter has not flushed", reader)


@fact("fifo / (extra)")
def test_a_fifo_that_nobody_reads(world: World, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (said,) = load().state("fifo / (extra)").extra.values()
    with pytest.raises(OSError) as raised:
        os.open(tmp_path / "fifo", os.O_WRONLY | os.O_NONBLOCK)
    assert (raised.type.__name__, raised.value.errno) == (said["type"], said["errno"])


@fact("pipe threshold / (extra)")
def test_when_a_pipe_is_writable_again(world: World) -> None:
    import fcntl

    said = load().state("pipe threshold / (extra)").extra
    reader, writer = pipe(world.stack)
    os.set_blocking(writer, False)
    assert fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ) == said["F_GETPIPE_SZ"]
    world.selector.register(writer, 2, "w")

    def writable() -> bool:
        return bool(world.selector.select(0))

    for count in ("61440", "61441"):
        os.write(writer, bytes(int(count)))
        assert writable() == said[f"{count} queued: writable"]
        os.read(reader, 1 << 20)
    queued = 0
    while writable():
        queued += os.write(writer, bytes(4096))
    assert queued == said["4096-byte writes: bytes queued when it stops being writable"]
    taken = 0
    while not writable():
        taken += len(os.read(reader, 1))
    assert taken == said["then bytes that must be read before it is writable again"]
    assert os.write(writer, bytes(5000)) == int(said["POLLOUT set now; what does write(5000) accept"])
    os.read(reader, 1 << 20)
    assert fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096) == said["F_SETPIPE_SZ to 4096 ->"]
    os.write(writer, b"x")
    assert writable() == said["1-page pipe, 1 byte queued: writable"]

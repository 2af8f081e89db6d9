"""Situations in which something is there, or nothing, and ``select()`` does not return it."""

from typing import NamedTuple

from selcore.values import commands as c


class Situation(NamedTuple):
    """``commands`` bring it about, ``name`` is watched for ``event``; ``says`` stands in the sentence that is right.

    ``on``: the selector classes where that event is not returned.
    """

    id: str
    commands: tuple[c.AnyCommand, ...]
    name: str
    event: c.Event
    says: str
    on: tuple[str, ...] = ("select", "poll", "epoll")


def _open(kind: str, name: str, **options: object) -> c.Open:
    return c.Open(kind=kind, name=name, options=options)


def _send(name: str, words: str = "", size: int | None = None, **more: object) -> c.Send:
    return c.Send(name=name, text=None if size is not None else words, size=size, **more)  # type: ignore[arg-type]


PAIR, PIPE = _open("socketpair", "p"), _open("pipe", "p")
TCP = (
    _open("tcp-listener", "server"),
    _open("tcp-client", "client", to="server"),
    c.Accept(name="server"),
)
READER = (_open("buffered-reader", "lines"),)
LOW_WATER = c.Set(name="client", option="SO_RCVLOWAT", value=10)
DEFER = c.Set(name="server", option="TCP_DEFER_ACCEPT", value=2)

SITUATIONS = (
    Situation("a pair, nothing sent", (PAIR,), "p.a", "read", "nothing from p.b is waiting"),
    Situation(
        "a pair, all read",
        (PAIR, _send("p.b", "x"), c.Receive(name="p.a")),
        "p.a",
        "read",
        "nothing from p.b is waiting",
    ),
    Situation("a pipe, all read", (PIPE, _send("p.w", "x"), c.Receive(name="p.r")), "p.r", "read", "the pipe is empty"),
    Situation(
        "a connection, all read",
        (*TCP, _send("server.1", "x"), c.Receive(name="client")),
        "client",
        "read",
        "nothing from server.1 is waiting",
    ),
    Situation(
        "datagrams, all read",
        (_open("unix-dgram-pair", "d"), _send("d.b", "x"), c.Receive(name="d.a")),
        "d.a",
        "read",
        "no datagram from d.b is waiting",
    ),
    Situation(
        "a terminal, all read",
        (_open("pty", "t"), _send("t.master", "x\n"), c.Receive(name="t.slave")),
        "t.slave",
        "read",
        "no whole line is waiting",
    ),
    Situation(
        "a pair, full", (PAIR, c.Fill(name="p.a")), "p.a", "write", "the send buffer is full: p.b must read a large"
    ),
    Situation("a pipe, nothing written", (PIPE,), "p.r", "read", "the pipe is empty"),
    Situation(
        "a pipe, full",
        (PIPE, c.Fill(name="p.w")),
        "p.w",
        "write",
        "its oldest slot must be read from p.r",
    ),
    Situation(
        "a pipe, one byte read of a full one",
        (PIPE, c.Fill(name="p.w"), c.Receive(name="p.r", size=1)),
        "p.w",
        "write",
        "a page at most and less where writes were smaller",
    ),
    Situation("a pipe's end that reads", (PIPE,), "p.r", "write", "this is the end that reads"),
    Situation("a pipe's end that writes", (PIPE,), "p.w", "read", "this is the end that writes"),
    Situation(
        "a FIFO before its first writer",
        (_open("fifo", "f", mode="rb"),),
        "f.r",
        "read",
        "may not have had a writer yet",
    ),
    Situation("a FIFO with a writer", (_open("fifo", "f"),), "f.r", "read", "the pipe is empty"),
    Situation(
        "lines read ahead",
        (*READER, c.ReadLine(name="lines")),
        "lines",
        "read",
        "10 bytes read ahead wait in the buffer of lines",
    ),
    Situation(
        "a part of a line read ahead",
        (*READER, c.Receive(name="lines", size=9)),
        "lines",
        "read",
        "5 bytes read ahead wait in the buffer of lines",
    ),
    Situation(
        "lines read ahead of a socket that is watched itself",
        (PAIR, _send("p.b", "one\ntwo\n"), _open("buffered-reader", "lines", of="p.a"), c.ReadLine(name="lines")),
        "p.a",
        "read",
        "4 bytes read ahead wait in the buffer of lines",
    ),
    Situation(
        "text read ahead, with the newlines of Windows",
        (
            PIPE,
            _send("p.w", "one\r\ntwo\r\n"),
            _open("buffered-reader", "lines", of="p.r", mode="r"),
            c.ReadLine(name="lines"),
        ),
        "p.r",
        "read",
        "bytes may wait in the buffer of lines",
    ),
    Situation(
        "TLS, half of a record read",
        (
            _open("tls-pair", "t"),
            c.Drain(name="t.client"),
            _send("t.server", size=100),
            c.Receive(name="t.client", size=10),
        ),
        "t.client",
        "read",
        "90 bytes wait in TLS, decrypted",
    ),
    Situation(
        "TLS, nothing sent",
        (_open("tls-pair", "t"), c.Drain(name="t.client")),
        "t.client",
        "read",
        "nothing from t.server is waiting",
    ),
    Situation(
        "an urgent byte",
        (*TCP, _send("server.1", "!", oob=True)),
        "client",
        "read",
        "an urgent byte waits, out of band",
    ),
    Situation(
        "fewer than SO_RCVLOWAT",
        (*TCP, LOW_WATER, _send("server.1", "12345")),
        "client",
        "read",
        "5 bytes wait, fewer than the 10",
    ),
    Situation(
        "TCP_NOTSENT_LOWAT",
        (*TCP, c.Set(name="client", option="TCP_NOTSENT_LOWAT", value=1), c.Fill(name="client")),
        "client",
        "write",
        "TCP_NOTSENT_LOWAT lets fewer than 1 byte wait to be sent",
    ),
    Situation("a connection, idle", TCP, "client", "read", "nothing from server.1 is waiting"),
    Situation(
        "a connection, full",
        (*TCP, c.Fill(name="client")),
        "client",
        "write",
        "the send buffer is full: server.1 must read",
    ),
    Situation(
        "TCP_DEFER_ACCEPT",
        (_open("tcp-listener", "server"), DEFER, _open("tcp-client", "client", to="server")),
        "server",
        "read",
        "1 connection is there, and TCP_DEFER_ACCEPT holds it back",
    ),
    Situation(
        "TCP_DEFER_ACCEPT, nobody",
        (_open("tcp-listener", "server"), DEFER),
        "server",
        "read",
        "nobody waits to be accepted",
    ),
    Situation("a listener", (_open("tcp-listener", "server"),), "server", "read", "nobody waits to be accepted"),
    Situation(
        "a listener, to be written to",
        (_open("tcp-listener", "server"),),
        "server",
        "write",
        "a listener is not writable while it listens",
    ),
    Situation(
        "a queue that is full",
        (_open("tcp-listener", "server", backlog=0), *(_open("tcp-client", f"c{n}", to="server") for n in range(3))),
        "c2",
        "write",
        "the queue of server is full (backlog 0, and 1 in it)",
    ),
    Situation("a Unix listener", (_open("unix-listener", "u"),), "u", "read", "nobody waits to be accepted"),
    Situation(
        "bytes wait, WRITE alone is asked for",
        (PIPE, _send("p.w", "abc")),
        "p.r",
        "write",
        "this is the end that reads",
    ),
    Situation("UDP", (_open("udp", "u"),), "u", "read", "no datagram is waiting"),
    Situation(
        "a pair of datagrams", (_open("unix-dgram-pair", "d"),), "d.a", "read", "no datagram from d.b is waiting"
    ),
    Situation(
        "datagrams, full", (_open("unix-dgram-pair", "d"), c.Fill(name="d.a")), "d.a", "write", "d.b must receive"
    ),
    Situation("packets", (_open("unix-seqpacket-pair", "s"),), "s.a", "read", "nothing from s.b is waiting"),
    Situation(
        "packets, full",
        (_open("unix-seqpacket-pair", "s"), c.Fill(name="s.a")),
        "s.a",
        "write",
        "s.b must read a large part",
    ),
    Situation("a Connection", (_open("mp-pipe", "m"),), "m.a", "read", "no message from m.b is waiting"),
    Situation(
        "a Connection, full", (_open("mp-pipe", "m"), c.Fill(name="m.a")), "m.a", "write", "m.b must read a large part"
    ),
    Situation("a queue of multiprocessing", (_open("mp-queue", "q"),), "q", "read", "the pipe is empty"),
    Situation("a terminal", (_open("pty", "t"),), "t.slave", "read", "no whole line is waiting"),
    Situation(
        "a part of a line",
        (_open("pty", "t"), _send("t.master", "abc")),
        "t.slave",
        "read",
        "which this terminal keeps until Enter",
    ),
    Situation("a terminal's master", (_open("pty", "t"),), "t.master", "read", "nothing from t.slave is waiting"),
    Situation("an eventfd at 0", (_open("eventfd", "e"),), "e", "read", "the counter is 0"),
    Situation(
        "an eventfd at its maximum",
        (_open("eventfd", "e"), c.Fill(name="e")),
        "e",
        "write",
        "the counter is at its maximum",
    ),
    Situation("a process that runs", (_open("process", "child"),), "child.pid", "read", "is still running"),
    Situation("its output", (_open("process", "child"),), "child.stdout", "read", "has written is waiting"),
    Situation("a pidfd", (_open("pidfd", "me"),), "me", "write", "a pidfd cannot be written to"),
    Situation("a timer", (_open("timerfd", "t", after=60_000),), "t", "read", "it does so in "),
    Situation("a timer that is not armed", (_open("timerfd", "t", after=0),), "t", "read", "is not armed"),
    Situation(
        "an empty selector",
        (_open("selector", "inner", backend="epoll"),),
        "inner",
        "read",
        "nothing is registered in it",
    ),
    Situation(
        "a selector in which nothing is ready",
        (_open("selector", "inner", backend="epoll"), PAIR, c.Register(name="p.a", events=("read",), inside="inner")),
        "inner",
        "read",
        "nothing that is registered in it is ready (1 is registered)",
    ),
    Situation(
        "a file of the kernel's",
        (_open("text-file", "f", path="/proc/self/mounts"),),
        "f",
        "write",
        "and that is not WRITE",
    ),
    Situation("a duplicate", (PAIR, _open("dup", "d", of="p.a")), "d", "read", "nothing from p.b is waiting"),
    Situation(
        "closed, and forgotten by epoll",
        (PAIR, c.Register(name="p.a", events=("read",)), c.Close(name="p.a")),
        "p.a",
        "read",
        "closed and forgotten: epoll let go",
        ("epoll",),
    ),
    Situation(
        "closed, and its number another file's",
        (PAIR, c.Register(name="p.a", events=("read",)), c.Close(name="p.a"), _open("pipe", "new")),
        "p.a",
        "read",
        "is another file now",
    ),
    Situation(
        "closed, and kept by a duplicate",
        (PAIR, _open("dup", "d", of="p.a"), c.Register(name="p.a", events=("read",)), c.Close(name="p.a")),
        "p.a",
        "read",
        "a duplicate keeps the file open: epoll goes on watching it",
        ("epoll",),
    ),
)

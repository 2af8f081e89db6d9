"""Experiments that would act beyond the program: each asks first, and what was not allowed is not done."""

import os
import socket
from pathlib import Path
from typing import Any

from .case import ASKS, LOOK, PAIR, Command, Family, does, opens
from .world import World

TRUST = Family()
FAR = "192.0.2.1"
"""Of the block that is kept for documents (RFC 5737): nobody answers there."""
SOCKET = opens("tcp-socket")
UNIX = opens("unix-socket")


def process(**options: Any) -> list[Command]:
    return [opens("process", **options)]


def touch(world: World) -> list[str]:
    return ["touch", str(world.canary / "made")]


def device(path: Any, **options: Any) -> list[Command]:
    return [opens("device", path=str(path), **options)]


def file(path: Any, kind: str = "text-file", **options: Any) -> list[Command]:
    return [opens(kind, path=str(path), **options)]


def sets(option: str, value: Any = 1, opened: Command = SOCKET) -> list[Command]:
    return [opened, does("set", name="it", option=option, value=value)]


def link(world: World, name: str, target: str) -> Path:
    path = world.mail / name
    path.symlink_to(target)
    return path


MARKUP = "<img src='{fifo}'><b>bold</b>&lt;"
TEMPLATE = "{a:>999999999}{0.__class__.__init__.__globals__}{"
ESCAPES = "\x1b[2J\x1b]0;evil\x07\r\x9b31m\u202egnp.\u2028\x00\x7f"

# Processes and signals.

for id, tries, made, says in (
    ("process", "a program", lambda w: process(argv=touch(w)), "starts a process"),
    ("process-line", "a line for a shell", lambda w: process(argv=f"sh -c 'touch {w.canary}/made'"), "starts a proc"),
    ("process-default", "the one without a command", process(), "starts a process"),
    (
        "process-hidden",
        "a command behind a long word",
        lambda w: process(argv=["sh", "-c", ": " + "x" * 900 + "; " + " ".join(touch(w))]),
        "starts a process",
    ),
    (
        "process-escapes",
        "a command that rewrites the question",
        lambda w: process(argv=[*touch(w), "\x1b[2K\r"]),
        "starts a process",
    ),
    (
        "process-markup",
        "a command that is markup",
        lambda w: process(argv=[*touch(w), f"<img src='{w.fifo}'>"]),
        "starts a process",
    ),
    (
        "process-template",
        "a command that is a template",
        lambda w: process(argv=[*touch(w), "{argv:>999999999}"]),
        "starts a process",
    ),
    ("process-unsplit", "a quotation without an end", process(argv="sh -c 'touch"), "starts a process"),
    (
        "process-newlines",
        "a command of many lines",
        lambda w: process(argv=["sh", "-c", "\n" * 500 + touch(w)[0]]),
        "starts a process",
    ),
    ("processes", "a thousand of them", lambda w: process(argv=touch(w), count=1000), "starts 1000 processes"),
    ("process-late", "one at the end", lambda w: [PAIR, *[LOOK] * 200, *process(argv=touch(w))], "starts a process"),
    (
        "process-during",
        "one while a call is blocked",
        lambda w: [PAIR, does("select", timeout=0.01, during=process(argv=touch(w)))],
        "starts a process",
    ),
    (
        "process-in-run",
        "one within a run",
        lambda w: [PAIR, does("run", calls=1, timeout=0.01, during=process(argv=touch(w)))],
        "starts a process",
    ),
    (
        "process-renamed",
        "one under another name",
        lambda w: [*process(argv=touch(w)), does("rename", name="it", to="b"), does("kill", name="b")],
        "starts a process",
    ),
    (
        "process-then-open",
        "one among 300 that ask",
        lambda w: [opens("unix-client", f"u{n}", path=f"/nowhere/{n}") for n in range(300)] + process(argv=touch(w)),
        "starts a process",
    ),
    ("signal", "SIGTERM to this program", [does("signal", number=15)], r"sends SIGTERM \(15\)"),
    ("signal-kill", "SIGKILL to it", [does("signal", number=9)], r"sends SIGKILL \(9\)"),
    ("signal-0", "signal 0", [does("signal", number=0)], "sends signal 0 "),
    ("signal-huge", "signal 2**70", [does("signal", number=2**70)], "sends signal 1180591620717411303424 "),
    (
        "signal-during",
        "one while a call is blocked",
        [does("select", timeout=0.01, during=[does("signal", number=15)])],
        r"sends SIGTERM \(15\)",
    ),
    ("kill", "a pidfd of init, killed", [opens("pidfd", pid=1), does("kill", name="it")], "sends SIGKILL"),
    (
        "stop",
        "the parent, stopped",
        lambda w: [opens("pidfd", pid=os.getppid()), does("stop", name="it")],
        "sends SIGSTOP",
    ),
    ("continue", "this program, continued", [opens("pidfd"), does("continue", name="it")], "sends SIGCONT"),
):
    TRUST.row(id, ASKS, tries, made, says)

# Descriptors of others, by whatever road.

for id, tries, made, says in (
    ("fd", "a pipe of somebody else", lambda w: [opens("fd", number=w.fd), does("receive", name="it")], "descriptor"),
    ("fd-0", "stdin by its number", [opens("fd", number=0), does("receive", name="it")], "descriptor number 0"),
    (
        "fd-1",
        "the terminal by its number",
        [opens("fd", number=1), does("send", name="it", text="\x1b]0;x\x07")],
        "descriptor number 1",
    ),
    ("fd-huge", "number 2**40", [opens("fd", number=2**40)], "descriptor number"),
    ("stdin", "stdin", [opens("stdin"), does("receive", name="it")], "stdin"),
    ("stdout", "stdout", [opens("stdout"), does("send", name="it", text="\x1b[2J")], "stdout"),
    ("stderr", "stderr", [opens("stderr"), does("fill", name="it")], "stderr"),
    (
        "dup-stdin",
        "a duplicate of stdin",
        [opens("stdin", "in"), opens("dup", of="in"), does("send", name="it", text="\x1b[2J")],
        "std",
    ),
    (
        "reader-stdin",
        "a reader over stdin",
        [opens("stdin", "in"), opens("buffered-reader", of="in"), does("read-line", name="it")],
        "std",
    ),
    (
        "dup-fd",
        "a duplicate of a number",
        lambda w: [opens("fd", "n", number=w.fd), opens("dup", of="n"), does("drain", name="it")],
        "descriptor",
    ),
    ("proc-fd", "/proc/self/fd/N", lambda w: [*device(f"/proc/self/fd/{w.fd}"), does("receive", name="it")], "fd"),
    ("dev-fd", "/dev/fd/N", lambda w: [*device(f"/dev/fd/{w.fd}"), does("receive", name="it")], "/dev/fd"),
    (
        "proc-pid-fd",
        "/proc/PID/fd/N",
        lambda w: [*device(f"/proc/{os.getpid()}/fd/{w.fd}"), does("drain", name="it")],
        "fd",
    ),
    ("proc-thread-fd", "/proc/thread-self/fd/N", lambda w: device(f"/proc/thread-self/fd/{w.fd}"), "fd"),
    ("proc-task-fd", "/proc/self/task/PID/fd/N", lambda w: device(f"/proc/self/task/{os.getpid()}/fd/{w.fd}"), "fd"),
    ("proc-fd-dots", "/proc/./self/../self/fd/N", lambda w: device(f"/proc/./self/../self/fd/{w.fd}"), "fd"),
    ("proc-fd-slashes", "//proc//self//fd//N", lambda w: device(f"//proc//self//fd//{w.fd}"), "fd"),
    ("proc-root", "/proc/self/root/dev/stdin", lambda w: device("/proc/self/root/dev/stdin"), "/"),
    ("dev-stdin", "/dev/stdin", [*device("/dev/stdin"), does("receive", name="it")], "/dev/stdin"),
    ("dev-stdout", "/dev/stdout, to write", device("/dev/stdout", mode="wb"), "/dev/stdout"),
    ("text-dev-stdin", "/dev/stdin as a text file", [*file("/dev/stdin"), does("read-line", name="it")], "/dev/stdin"),
    (
        "binary-proc-fd",
        "/proc/self/fd/N as a binary file",
        lambda w: [*file(f"/proc/self/fd/{w.fd}", "binary-file"), does("receive", name="it")],
        "fd",
    ),
    ("link-fd", "a link to it", lambda w: device(link(w, "a", f"/proc/self/fd/{w.fd}")), "a"),
    ("link-link-fd", "a link to a link to it", lambda w: device(link(w, "b", str(link(w, "a", "/dev/stdin")))), "b"),
    ("fifo", "a FIFO that is not ours, as a device", lambda w: [*device(w.fifo), does("receive", name="it")], "fifo"),
    ("fifo-text", "the same as a text file", lambda w: [*file(w.fifo), does("read-line", name="it")], "fifo"),
    (
        "fifo-binary",
        "the same as a binary file",
        lambda w: [*file(w.fifo, "binary-file"), does("drain", name="it")],
        "fifo",
    ),
    (
        "fifo-kind",
        "the same as what it is",
        lambda w: [*file(w.fifo, "fifo", mode="rb"), does("drain", name="it.r")],
        "FIFO",
    ),
    (
        "fifo-write",
        "words for whoever reads it",
        lambda w: [*file(w.fifo, "fifo", mode="wb"), does("send", name="it.w", text="x")],
        "FIFO",
    ),
    ("fifo-link", "a link to it", lambda w: device(link(w, "f", str(w.fifo))), "f"),
):
    TRUST.row(id, ASKS, tries, made, says, reads=True)

# Devices that act when they are opened; files that would be written.

for path in (
    "/dev/tty",
    "/dev/ttyS0",
    "/dev/console",
    "/dev/watchdog",
    "/dev/ptmx",
    "/dev/mem",
    "/dev/kmsg",
    "/dev/net/tun",
    "/dev/nowhere",
    "/dev/../dev/tty",
    "//dev/tty",
    "/dev/./watchdog",
):
    TRUST.row(f"device{path.replace('/', '-')}", ASKS, f"the device {path}", device(path), "dev")
TRUST.row("device-text", ASKS, "a terminal as a text file", file("/dev/tty"), "/dev/tty")
TRUST.row("device-binary", ASKS, "a watchdog as a binary file", file("/dev/watchdog", "binary-file"), "watchdog")
for id, tries, made, says in (
    ("device-write", "a device, to write", device("/dev/ptmx", mode="wb"), "ptmx"),
    ("device-file", "a file as a device, to empty it", lambda w: device(w.victim, mode="wb"), "writing"),
    ("text-w", "a file, to empty it", lambda w: file(w.victim, mode="w"), "victim"),
    (
        "text-a",
        "a file, to add to it",
        lambda w: [*file(w.victim, mode="a"), does("send", name="it", text="x")],
        "victim",
    ),
    ("text-plus", "a file, to change it", lambda w: file(w.victim, mode="r+"), "victim"),
    ("text-new", "a new file", lambda w: file(w.canary / "new", mode="w"), "new"),
    ("binary-w", "the same in bytes", lambda w: file(w.victim, "binary-file", mode="wb"), "victim"),
    ("binary-a", "bytes added", lambda w: file(w.victim, "binary-file", mode="ab"), "victim"),
    ("relative", "a file by a short path", file("./x", mode="w"), "x"),
    ("home", "a file of the user", file("~/.profile", mode="a"), "profile"),
    ("fifo-new", "a FIFO in somebody's folder", lambda w: file(w.canary / "new", "fifo"), "FIFO"),
    ("unix-listener", "a socket in somebody's folder", lambda w: file(w.canary / "new", "unix-listener"), "socket"),
    ("unix-abstract", "a socket with a name for all", file("\0name", "unix-listener"), "socket"),
    ("unix-client", "somebody's socket", lambda w: file(w.socket, "unix-client"), "socket"),
    ("unix-client-abstract", "an abstract one", file("\0/tmp/.X11-unix/X0", "unix-client"), "socket"),
    (
        "file-late",
        "a file while a call is blocked",
        lambda w: [does("select", timeout=0.01, during=file(w.canary / "new", mode="w"))],
        "new",
    ),
):
    TRUST.row(id, ASKS, tries, made, says)

# Files that are read, and what their paths may hold.

for id, tries, made, says in (
    ("text", "a file of the user, to read", lambda w: [*file(w.victim), does("receive", name="it")], "victim"),
    ("directory", "a folder of the user", lambda w: file(w.canary, "directory"), "canary"),
    ("path-markup", "markup as a path", [opens("text-file", path=f"/nowhere/{MARKUP}")], "opens"),
    ("path-template", "a template as a path", [opens("text-file", path=f"/nowhere/{TEMPLATE}")], "opens"),
    ("path-escapes", "a terminal's commands as a path", [opens("text-file", path=f"/nowhere/{ESCAPES}")], "opens"),
    ("path-nul", "NUL in a path", [opens("text-file", path="/etc/passwd\0.png")], "opens"),
    ("path-long", "a path of 4,000 letters", [opens("text-file", path="/nowhere/" + "p" * 3000)], "opens"),
    ("path-newlines", "a path of lines", [opens("text-file", path="/nowhere/\n\n\n")], "opens"),
    ("directory-root", "the folder of all", [opens("directory", path="/")], "opens"),
):
    TRUST.row(f"read-{id}", ASKS, tries, made, says)
TRUST.row("pidfd", ASKS, "processes of others", [opens("pidfd", pid=1), opens("pidfd", "p", pid=2**70)], "process")
TRUST.row(
    "set-nothing",
    ASKS,
    "options that do not exist",
    [PAIR, *[does("set", name="pair.a", option=one, value=1) for one in ("SO_", "blocking\n", "x" * 100)]],
    "sets",
)

# Beyond this machine.

FAR_HOSTS = (
    FAR,
    "0.0.0.0",
    "::",
    "[::]",
    "example.invalid",
    "127.0.0.1.example.invalid",
    "localhost.example.invalid",
    "::ffff:192.0.2.1",
    "2001:db8::1",
    "255.255.255.255",
    "192.0.2.1\n127.0.0.1",
    "127.0.0.1 192.0.2.1",
    "*",
    "３.3.3.3",
    "<broadcast>",
    "0",
    "0x7f000001x",
    "",
    "127.0.0.1\0",
    "169.254.169.254",
    "fe80::1%lo",
)
for number, host in enumerate(FAR_HOSTS):
    TRUST.row(f"client-{number}", ASKS, f"a client of {host!r}", [opens("tcp-client", host=host, port=9)], "beyond")
    TRUST.row(
        f"connect-{number}",
        ASKS,
        f"connect to {host!r}",
        [SOCKET, does("connect", name="it", host=host, port=9)],
        "beyond",
    )
    TRUST.row(
        f"bind-{number}", ASKS, f"bind to {host!r}", [SOCKET, does("bind", name="it", host=host, port=0)], "beyond"
    )
for number, host in enumerate(("0.0.0.0", "::", FAR, "example.invalid", "")):
    TRUST.row(f"listener-{number}", ASKS, f"a listener on {host!r}", [opens("tcp-listener", host=host)], "beyond")
    TRUST.row(f"udp-{number}", ASKS, f"a UDP socket on {host!r}", [opens("udp", host=host)], "beyond")
for number, to in enumerate(
    (
        f"{FAR}:53",
        "[2001:db8::1]:53",
        "example.invalid:53",
        "/run/systemd/journal/socket",
        "./log",
        "255.255.255.255:9",
        "0.0.0.0:53",
        ":53",
        "\0abstract",
    )
):
    TRUST.row(
        f"send-{number}",
        ASKS,
        f"a datagram to {to!r}",
        [opens("udp"), does("send", name="it", text="x", to=to)],
        "sends",
    )
TRUST.row(
    "connect-during",
    ASKS,
    "connect while a call is blocked",
    [SOCKET, does("select", timeout=0.01, during=[does("connect", name="it", host=FAR, port=9)])],
    "beyond",
)

for id, tries, made, says in (
    (
        "bind-path",
        "a socket at a path",
        lambda w: [UNIX, does("bind", name="it", path=str(w.canary / "new"))],
        "socket",
    ),
    ("bind-abstract", "a name for all", [UNIX, does("bind", name="it", path="\0name")], "socket"),
    ("bind-relative", "a relative path", [UNIX, does("bind", name="it", path="./x")], "socket"),
    (
        "bind-dgram",
        "a datagram socket at a path",
        lambda w: [opens("unix-dgram-socket"), does("bind", name="it", path=str(w.canary / "new"))],
        "socket",
    ),
    ("bind-pair", "an end of a pair at a path", [PAIR, does("bind", name="pair.a", path="./x")], "socket"),
    (
        "bind-during",
        "a bind while a call is blocked",
        [SOCKET, does("select", timeout=0.01, during=[does("bind", name="it", host="0.0.0.0", port=0)])],
        "beyond",
    ),
    ("listen-anywhere", "a listener with no address", [SOCKET, does("listen", name="it", anywhere=True)], "beyond"),
    (
        "listen-during",
        "the same while a call is blocked",
        [SOCKET, does("select", timeout=0.01, during=[does("listen", name="it", anywhere=True)])],
        "beyond",
    ),
    ("udp-socket", "a UDP socket without an address", [opens("udp-socket")], "anywhere"),
):
    TRUST.row(id, ASKS, tries, made, says)

# Options of sockets that send packets elsewhere, or into other hands.

SOURCE_ROUTE = [0x01070F83, 0x0100007F, 0x01000000]
for id, option, value in (
    ("ip-options", "IP_OPTIONS", SOURCE_ROUTE),
    ("bind-device", "SO_BINDTODEVICE", 0x6F6C),
    ("membership", "IP_ADD_MEMBERSHIP", [0x010000E0, 0]),
    ("mark", "SO_MARK", 7),
    ("multicast-if", "IP_MULTICAST_IF", 1),
    ("transparent", "IP_TRANSPARENT", 1),
    ("priority", "SO_PRIORITY", 6),
    ("broadcast", "SO_BROADCAST", 1),
    ("dontroute", "SO_DONTROUTE", 1),
    ("hdrincl", "IP_HDRINCL", 1),
    ("freebind", "IP_FREEBIND", 1),
    ("attach-filter", "SO_ATTACH_FILTER", [0, 0]),
    ("reuseport", "SO_REUSEPORT", 1),
    ("busy-poll", "SO_BUSY_POLL", 1_000_000),
    ("fastopen", "TCP_FASTOPEN", 1),
    ("unknown-option", "IP_EVIL", 1),
):
    if hasattr(socket, option) or id == "unknown-option":
        TRUST.row(f"set-{id}", ASKS, f"the option {option}", sets(option, value), "option|sets")
if socket.has_ipv6:
    SIX = opens("tcp-socket", family="IPv6")
    for option in ("IPV6_JOIN_GROUP", "IPV6_RTHDR", "IPV6_DSTOPTS", "IPV6_MULTICAST_IF", "IPV6_HOPOPTS"):
        TRUST.row(f"set-{option.lower()}", ASKS, f"the option {option}", sets(option, [1] * 5, SIX), "option|sets")
TRUST.row(
    "set-during",
    ASKS,
    "an option while a call is blocked",
    [SOCKET, does("select", timeout=0.01, during=[does("set", name="it", option="SO_MARK", value=1)])],
    "option|sets",
)

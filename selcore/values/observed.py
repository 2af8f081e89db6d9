"""What the OS tells of a descriptor without being disturbed: a frozen value. None and empty where it tells nothing."""

from typing import Literal

import msgspec

What = Literal[
    "",
    "TCP",
    "LISTENER",
    "STREAM",
    "DATAGRAM",
    "SEQPACKET",
    "PIPE",
    "FILE",
    "DIRECTORY",
    "TERMINAL",
    "DEVICE",
    "EVENTFD",
    "TIMERFD",
    "PIDFD",
    "EPOLL",
    "SIGNALFD",
    "INOTIFY",
]
State = Literal[
    "open",
    "listening",
    "bound",
    "connecting",
    "connected",
    "not connected",
    "paused",
    "eof",
    "reset by peer",
    "detached",
    "closed",
    "closed elsewhere",
]
"""What a file object is at the moment, in the word that the session has for it.

``paused``: a listener that is not registered until a descriptor is free. ``eof``: a read met the end. ``detached``: it
gave its descriptor away. ``closed elsewhere``: not by its own ``close()``.
"""
Lost = Literal["", "gone", "other"]
How = Literal["same", "differs", "closed", "reused", "unwatched", "keyless", "stale"]
Directions = Literal["", "r", "w", "rw"]
Urgent = Literal["", "ahead", "here"]
Access = Literal["", "r", "w", "rw", "path"]


class Printed(msgspec.Struct, frozen=True, gc=False):
    """A SelectorKey as Python prints it, field by field; ``str()`` is the whole."""

    fileobj: str
    fd: str
    events: str
    data: str

    def __str__(self) -> str:
        return f"SelectorKey(fileobj={self.fileobj}, fd={self.fd}, events={self.events}, data={self.data})"


class Observed(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A file object at ``at`` (monotonic ns), asked beside ``select()``.

    ``events`` is the mask of its key, ``state`` the word the session has for it, ``lost`` whether its descriptor is
    closed or another file's, ``file`` device and inode, ``access`` how it was opened. ``flags`` are those of a
    ``poll()`` of our own (poll(2), not of ``select()``). ``waiting``: bytes that can be read (FIONREAD);
    ``queued``: bytes on their way out (SIOCOUTQ); ``room``: the size of that buffer (SO_SNDBUF, F_GETPIPE_SZ).
    ``tcp`` is the state of TCP_INFO; ``backlog`` connections wait in a listener that takes ``backlog_most``.
    ``position`` and ``size`` of a file in bytes; ``count`` of an eventfd, of a timer that expired, of what an epoll
    watches; ``pid`` of a process, -1 when it was reaped. ``plain`` are bytes that TLS has decrypted and keeps back.
    ``family`` of a socket (``AF_INET``, ``AF_UNIX``); ``connected``: whether it has a peer, as getpeername() answers.
    ``key`` is its key as Python printed it then, None where that was not asked or there is none.
    ``shut`` are the directions shut down here, ``peer_shut`` those that the other end shut down, ``peer_closed``
    whether it was closed, ``peer_queued`` what it has sent and nobody has received (SIOCOUTQ); known only of what this
    session opened. ``down`` are the directions that the kernel has shut down, whoever did it (Unix sockets),
    ``peer_down`` those of the other end, which has the inode ``other`` (0: none, or it is not told). ``peer_fails``: a
    read, or a write, of the other end is refused whatever waits there: it is closed, or lost, or cannot by its nature.
    ``peer_kept``: its file has another descriptor in this session, so that to close it ends nothing; ``peer_watched``:
    its number has a key in the selector that was asked.

    What a read or a write will meet: ``urgent`` data is what comes next (SIOCATMARK) or somewhere ahead, and is read
    with the rest if ``inline``; ``holes``: some was taken out, and Linux counts it still. ``error_queue``: ERR may be
    that of the queue which MSG_ERRQUEUE reads; ``queues_errors``: errors come into it too (IP_RECVERR). ``named``: a
    FIFO, to which another writer may come. ``ended_tls``: an SSLSocket in which TLS has ended; ``tls_end``: how its
    reads have ended (an ``end``, one that is taken to be ``in order``, a ``reset``, its goodbye was ``refused``, it is
    ``broken`` or ``stuck`` at a record half sent); ``unsent`` bytes of a send that TLS wants repeated. ``torn``: of a
    message a part may have been sent alone. ``via`` is Python's function that reads from it, ``refuses`` what a call on
    the closed object raises. ``sink``: a device that takes nothing.
    ``unsupported`` are directions that the Python object itself refuses, by the mode it was opened in, and asks nobody.

    What keeps an event back: ``lowat`` bytes must wait for READ (SO_RCVLOWAT); fewer than ``most_unsent`` may
    wait to be sent for WRITE (TCP_NOTSENT_LOWAT, 0: any); ``defer`` s a listener waits for data of
    a client (TCP_DEFER_ACCEPT), and ``deferred`` connections it holds back for that; ``lines``: a terminal hands over
    whole lines (ICANON); ``left`` ns until a timer expires, 0 where it is not armed. ``reader`` is the object through
    whose buffer, which is Python's, this file is read: ``buffered`` bytes are in it, the first ``line`` of them a whole
    line (None: they cannot be counted; there is none); it ``decodes``: what it hands on is
    not, byte for byte, what the kernel has (text, TLS). ``listener`` is who a connecting socket connects to;
    ``backlog`` and ``backlog_most`` are that one's then. ``child``: the process at the other end of a pipe.
    ``writer``: whether an end that writes to a FIFO is open in this session. ``kept``: whether epoll's set has the file
    still that this number stood for. ``system`` is the ``sys.platform`` where it was asked, empty where that is not
    known (in recordings made before it was kept): nothing is said then that is so on one system alone.
    """

    at: int
    fd: int
    what: What = ""
    events: int | None = None
    state: State | Literal[""] = ""
    lost: Lost = ""
    key: Printed | None = None
    file: tuple[int, int] | None = None
    access: Access = ""
    blocking: bool | None = None
    flags: int | None = None
    waiting: int | None = None
    queued: int | None = None
    room: int | None = None
    tcp: str = ""
    backlog: int | None = None
    backlog_most: int | None = None
    position: int | None = None
    size: int | None = None
    count: int | None = None
    pid: int | None = None
    tls: bool = False
    plain: int | None = None
    messages: bool = False
    shut: str = ""
    family: str = ""
    connected: bool | None = None
    peer: str = ""
    peer_shut: str = ""
    peer_closed: bool = False
    peer_queued: int | None = None
    peer_down: Directions = ""
    peer_fails: Directions = ""
    peer_kept: bool = False
    peer_watched: bool = False
    down: Directions | None = None
    other: int = 0
    urgent: Urgent = ""
    inline: bool = False
    holes: bool = False
    error_queue: bool = False
    queues_errors: bool = False
    named: bool = False
    ended_tls: bool = False
    tls_end: str = ""
    unsent: int = 0
    torn: bool = False
    via: str = ""
    refuses: str = ""
    sink: bool = False
    unsupported: Directions = ""
    lowat: int = 1
    most_unsent: int = 0
    defer: int = 0
    deferred: int | None = None
    lines: bool = False
    left: int | None = None
    reader: str = ""
    buffered: int | None = None
    line: int | None = None
    decodes: bool = False
    listener: str = ""
    child: int | None = None
    writer: bool | None = None
    kept: bool | None = None
    system: str = ""


class Silent(msgspec.Struct, frozen=True, gc=False):
    """A watched file object of which a call did not return every event; ``seen`` is how it was when it had returned.

    ``events`` is the mask of its key, ``mask`` what was returned of it. ``paused``: it has no key for the moment, being
    a listener that finds no descriptor free. ``crowded``: the kernel reported something without a key in the same call.
    """

    name: str
    fd: int
    events: int
    seen: Observed | None = None
    mask: int = 0
    paused: bool = False
    crowded: bool = False


Unreturned = tuple[tuple[Silent, ...], int]
"""What a call did not return, as far as somebody looked, and how many more there are."""


class Watched(msgspec.Struct, frozen=True):
    """A descriptor of a kernel's set, or of the set that is passed at each call.

    ``key`` is the mask of the selector's key, None where there is none; ``asked`` the flags the kernel has, by name,
    None where it watches nothing. ``how`` they compare: ``same``; ``differs`` in its flags; ``closed`` and watched
    all the same, by a duplicate that is ``alive``, or closed and passed at each call; ``reused``, the number is another
    file's; ``unwatched``, closed and forgotten by the kernel; ``keyless``, watched without a key; ``stale``, watched
    under the number of another file's key. ``file`` is what the number is now.
    """

    fd: int
    name: str
    key: int | None
    asked: tuple[str, ...] | None
    how: How
    file: str = ""
    alive: tuple[str, ...] = ()


class KernelView(msgspec.Struct, frozen=True):
    """What a selector's kernel side watches, beside its map. ``at`` is monotonic ns.

    ``source``: ``set`` the kernel's own, ``passed`` what each call is given, ``hidden`` where the kernel tells nothing,
    ``closed`` of a closed selector. ``fd`` is the selector's own descriptor, -1 where it has none; ``keys`` counts the
    map; ``cut`` rows were left out.
    """

    at: int
    backend: str
    class_name: str
    source: Literal["set", "passed", "hidden", "closed"]
    fd: int = -1
    keys: int = 0
    rows: tuple[Watched, ...] = ()
    own: tuple[int, ...] = ()
    cut: int = 0
    selector: str = ""


class Looked(msgspec.Struct, frozen=True):
    """The answer to a look: objects by name, and the kernel's side where that was asked for."""

    objects: dict[str, Observed] = {}
    kernel: KernelView | None = None
    silent: tuple[Silent, ...] | None = None
    """What the selector that is called now watches, where that was asked for, as far as somebody looked."""
    unlooked: int = 0
    """How many more it watches."""
    backend: str = ""
    """That selector's class."""

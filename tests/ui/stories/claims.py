"""What notes on ``selectors`` claim, and for each how to see here in five actions at most whether it is so.

Each row is played twice: its commands without a window, its actions in one. Both must show the evidence, which is what
Python itself says.
"""

from typing import Any, NamedTuple

from selcore.experiment.examples import FOLDER
from selcore.experiment.file import load
from selcore.kinds import find_kind
from selcore.values import commands as c
from ui.forms.kind_groups import group_title

Step = tuple[str, ...]
"""What a user does in the window: ``("do", id)``, ``("select", name)``, ``("tick", name, event)``, ``("fill", form,
field, words, ...)``, ``("timeout", words)``, ``("remedy",)``, ``("row", call)``."""


class Action(NamedTuple):
    """One action in words, and the steps that are it: to choose the object that is meant is part of it."""

    words: str
    steps: tuple[Step, ...]


class Claim(NamedTuple):
    """``evidence``: by backend what must be read, ``*`` on each. ``source`` where this system cannot show it."""

    number: int
    claim: str
    verdict: str
    truth: str
    backends: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    commands: tuple[c.AnyCommand, ...] = ()
    evidence: dict[str, tuple[str, ...]] = {}
    source: str = ""


ALL = ("select", "poll", "epoll")
PAIR = c.Open(kind="socketpair", name="pair")
READ = c.Register(name="pair.a", events=("read",))
PORT = "PORT"
"""In the place of a port that is free."""


def place(kind: str) -> str:
    """Where it stands in a menu of what can be opened."""
    found = find_kind(kind)
    assert found is not None
    return f"{group_title(found.group)}, {found.title}"


def opens(kind: str) -> Action:
    return Action(f"*Object, Open at once, {place(kind)}*", (("do", f"fileobject.open.{kind}"),))


def ticks(name: str, event: str = "read") -> Action:
    return Action(f"tick {event.upper()} of `{name}`", (("tick", name, event),))


def example(id: str) -> tuple[Action, tuple[c.AnyCommand, ...]]:
    found = load(FOLDER / f"{id}.selector.json")
    return Action(f"*File, Examples, {found.title}*", (("do", f"example.{id}"),)), found.commands


COMPARE = Action("*File, Compare selectors*, and choose the cells that differ", (("do", "experiment.compare"),))
CLASSES = Action("*Help, Selector classes*", (("do", "help.classes"),))
ONCE = Action("*select() once*", (("do", "call.step"),))
OPEN_PAIR = opens("socketpair")
ONE_OF_THREE, MODIFY, CLOSED = example("one-of-three"), example("modify-and-the-pair"), example("closed-but-registered")
LISTEN = Action(
    f"*Object, Open with options, {place('tcp-listener')}*: a port such as 8123, reuse `after`",
    (("fill", "tcp-listener", "port", PORT, "reuse", "after"),),
)


def key(fd: int, events: int = 1, sock: str = "") -> str:
    """A key of an end of a pair, as Python prints it."""
    return f"SelectorKey(fileobj=<socket.socket {sock or f'fd={fd}'}, family=1, type=1, proto=0>, fd={fd}, " + (
        f"events={events}, data=None)"
    )


def listener(name: str, reuse: str = "after") -> c.Open:
    return c.Open(kind="tcp-listener", name=name, options={"port": PORT, "reuse": reuse})


CLAIMS = (
    Claim(
        1,
        "a queue is a file object that select can watch on Linux",
        "false",
        "a queue has no `fileno()`: wake the selector with a socket pair, or use a multiprocessing Connection",
        ALL,
        (opens("queue"), ticks("q")),
        (c.Open(kind="queue", name="q"), c.Register(name="q", events=("read",))),
        {"*": ("ValueError: Invalid file object: <queue.Queue object at 0x",)},
    ),
    Claim(
        2,
        "Linux can watch basically everything: socket, pipe, queue, file, binary file",
        "partly",
        "sockets, pipes, FIFOs, terminals: yes. A regular file is refused by epoll, and always ready for the others",
        ("epoll",),
        (opens("text-file"), ticks("file"), Action("*Switch to poll*", (("remedy",),)), ONCE),
        (
            c.Open(kind="text-file", name="file"),
            c.Register(name="file", events=("read",)),
            c.UseBackend(backend="poll"),
            c.Register(name="file", events=("read",)),
            c.Select(timeout=0),
        ),
        {"*": ("PermissionError: [Errno 1] Operation not permitted", "[(SelectorKey(fileobj=<_io.TextIOWrapper name=")},
    ),
    Claim(
        3,
        "`select(timeout)` blocks until all registered objects are ready",
        "false",
        "until at least one is",
        ALL,
        (ONE_OF_THREE[0], Action("choose the row of call 1", (("row", "1"),))),
        ONE_OF_THREE[1],
        {"*": (f"[({key(102)}, 1)]",)},
    ),
    Claim(
        4,
        "`modify` is the same as `unregister` and `register`",
        "partly",
        "the same for what is valid; SelectSelector loses the key where the events are none, the others accept them",
        ALL,
        (MODIFY[0], COMPARE),
        MODIFY[1],
        {
            "select": ("ValueError: Invalid events: 4", "an empty map"),
            "poll": (key(100, 4),),
            "epoll": (key(100, 4),),
        },
    ),
    Claim(
        5,
        "since 3.5 `select()` retries once when the timeout fires, and returns no empty list",
        "false",
        "a timeout returns `[]`. What is made again, each time with the time that is left, is a call that a signal "
        "interrupted (PEP 475): *Help, Signals and select() (recorded)*",
        ALL,
        (OPEN_PAIR, ticks("pair.a"), Action("timeout `0.2`", (("timeout", "0.2"),)), ONCE),
        (PAIR, READ, c.Select(timeout=0.2)),
        {"*": ("[] timed out after", "[]")},
    ),
    Claim(
        6,
        "`register` raises ValueError (mask, fd) or KeyError",
        "partly",
        "epoll also PermissionError and OSError; TypeError, OverflowError and whatever `fileno()` raises come too: "
        "*Help, Selector classes* lists what was recorded",
        ("epoll",),
        (
            opens("text-file"),
            Action("*Register with* events `0`", (("select", "file"), ("fill", "key.register-with", "events", "0"))),
            ticks("file"),
            CLASSES,
        ),
        (
            c.Open(kind="text-file", name="file"),
            c.Register(name="file", events=0),
            c.Register(name="file", events=("read",)),
        ),
        {"*": ("ValueError: Invalid events: 0", "PermissionError: [Errno 1] Operation not permitted")},
    ),
    Claim(
        7,
        "`unregister` raises KeyError or ValueError",
        "true",
        "but what was registered and then closed is unregistered all the same",
        ALL,
        (
            OPEN_PAIR,
            Action("*Unregister* `pair.a`", (("select", "pair.a"), ("do", "key.unregister"))),
            ticks("pair.a"),
            Action("*Close without unregister*", (("select", "pair.a"), ("do", "fileobject.close-only"))),
            Action("*Unregister* it", (("do", "key.unregister"),)),
        ),
        (PAIR, c.Unregister(name="pair.a"), READ, c.Close(name="pair.a"), c.Unregister(name="pair.a")),
        {
            "*": (
                "KeyError: '<socket.socket fd=100, family=1, type=1, proto=0> is not registered'",
                key(100, sock="[closed] fd=-1"),
            )
        },
    ),
    Claim(
        8,
        "Select-, Poll- and EpollSelector inherit directly from BaseSelector",
        "false",
        "from `_BaseSelectorImpl`, Poll- and EpollSelector by way of `_PollLikeSelector`",
        ("epoll",),
        (CLASSES,),
        (),
        {
            "classes": (
                "EpollSelector > _PollLikeSelector > _BaseSelectorImpl > BaseSelector",
                "(<class 'selectors.EpollSelector'>, <class 'selectors._PollLikeSelector'>, "
                "<class 'selectors._BaseSelectorImpl'>, <class 'selectors.BaseSelector'>, <class 'object'>)",
            )
        },
    ),
    Claim(
        9,
        "`get_key` raises KeyError",
        "partly",
        "of a closed selector RuntimeError, of what is no file object ValueError",
        ALL,
        (
            OPEN_PAIR,
            Action("*get_key()* of `pair.a`", (("select", "pair.a"), ("do", "key.get"))),
            Action("*Close the selector*", (("do", "selector.close"),)),
            Action("*get_key()* again", (("do", "key.get"),)),
        ),
        (PAIR, c.GetKey(name="pair.a"), c.CloseSelector(), c.GetKey(name="pair.a")),
        {
            "*": (
                "KeyError: '<socket.socket fd=100, family=1, type=1, proto=0> is not registered'",
                "RuntimeError: Selector is closed",
            )
        },
    ),
    Claim(
        10,
        "unregister before you close",
        "true",
        "else EBADF (select), ready for ever (poll), or silence (epoll)",
        ALL,
        (CLOSED[0], COMPARE),
        CLOSED[1],
        {
            "select": ("OSError: [Errno 9] Bad file descriptor",),
            "poll": ("[(SelectorKey(fileobj=<socket.socket [closed] fd=-1",),
            "epoll": ("[(SelectorKey(fileobj=<socket.socket fd=102",),
        },
    ),
    Claim(
        11,
        "on Windows only sockets can be watched",
        "true",
        "a pipe gives WinError 10038, and a `select()` with nothing registered WinError 10022",
        source="recorded elsewhere: the documentation of `select.select()` (*File objects on Windows are not "
        "acceptable, but sockets are*) and CPython issue gh-80907; *Help, Selector classes* says so",
    ),
    Claim(
        12,
        "`DefaultSelector` picks the best for the system",
        "true",
        "it is an alias, chosen when `selectors` is imported: of kqueue, epoll, devpoll, poll and select the first "
        "that can be used",
        ("epoll",),
        (CLASSES,),
        (),
        {"classes": ("<class 'selectors.EpollSelector'>", "KqueueSelector, EpollSelector, DevpollSelector")},
    ),
    Claim(
        13,
        "(a server that sets SO_REUSEADDR after `bind`)",
        "wrong order",
        "set it before `bind`: started anew while a connection of the old server still ends, the bind is refused",
        ALL,
        (
            LISTEN,
            Action(
                f"*Object, Open with options, {place('tcp-client')}*: to `server`",
                (("fill", "tcp-client", "to", "server"),),
            ),
            Action("*Accept* of `server`", (("select", "server"), ("do", "fileobject.accept"))),
            Action(
                "*Close* `server.1`, then `server`",
                (
                    ("select", "server.1"),
                    ("do", "fileobject.close"),
                    ("select", "server"),
                    ("do", "fileobject.close"),
                ),
            ),
            Action(f"{LISTEN.words}, as before", LISTEN.steps),
        ),
        (
            listener("server"),
            c.Open(kind="tcp-client", name="client", options={"to": "server"}),
            c.Accept(name="server"),
            c.Close(name="server.1"),
            c.Close(name="server"),
            listener("again"),
            listener("better", "before"),
        ),
        {"*": ("OSError: [Errno 98] Address already in use",)},
    ),
)  # fmt: skip


def all_of(claim: Claim) -> dict[str, Any]:
    """The evidence of each backend."""
    common = claim.evidence.get("*", ())
    return {backend: (*common, *claim.evidence.get(backend, ())) for backend in claim.backends}

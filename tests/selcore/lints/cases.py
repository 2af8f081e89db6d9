"""Of each lint a program in its trouble, and one that looks like it and is in none. Played by the real kernel."""

from selcore.values import commands as c

Commands = tuple[c.AnyCommand, ...]
PAIR = c.Open(kind="socketpair", name="pair")
READ_A = c.Register(name="pair.a", events=("read",))
SEND = c.Send(name="pair.b", text="x")
AGAIN = c.Run(calls=20, timeout=0)
"""As often as it takes."""
A_FEW = c.Run(calls=19, timeout=0)


def one(name: str, kind: str, **options: object) -> c.Open:
    return c.Open(kind=kind, name=name, options=options)


LISTENER = (one("server", "tcp-listener", port=0), one("client", "tcp-client", to="server"))
DUP = (PAIR, READ_A, one("copy", "dup", of="pair.a"), SEND, c.Close(name="pair.a"))

FIRES: dict[str, tuple[str, Commands]] = {
    "always-writable": ("pair.a", (PAIR, c.Register(name="pair.a", events=("write",)), AGAIN)),
    "unread": ("pair.a", (PAIR, READ_A, SEND, AGAIN)),
    "eof-never-drained": ("pair.a", (PAIR, READ_A, c.Close(name="pair.b"), c.Receive(name="pair.a"), AGAIN)),
    "ready-never-served": ("server", (*LISTENER, c.Register(name="server", events=("read",)), AGAIN)),
    "ready-to-fail": (
        "fresh",
        (one("fresh", "tcp-socket"), c.Register(name="fresh", events=("read", "write")), AGAIN),
    ),
    "closed-registered": ("pair.a", (PAIR, READ_A, c.Close(name="pair.a"), c.Select(timeout=0))),
    "blocking-registered": ("pair.a", (PAIR, c.Set(name="pair.a", option="blocking", value=True), READ_A)),
    "fd-over-1023": ("high", (c.Open(kind="fd", name="high", options={"fd": 1024}), c.Register(name="high", events=1))),
    "watches-nothing": ("pair.a", (PAIR, READ_A, c.Modify(name="pair.a", events=4))),
    "stale-registration": ("pair.a", (*DUP, c.Unregister(name="pair.a"), c.Run(calls=2, timeout=0.02))),
    "descriptor-reused": (
        "pair.a",
        (PAIR, READ_A, c.Close(name="pair.a"), one("next", "socketpair"), c.Select(timeout=0)),
    ),
}
"""Whose name is spoken of, and what is done. (``emfile-accept`` needs a limit of its own: ``test_emfile``.)"""

NEAR: dict[str, Commands] = {
    "always-writable": (
        PAIR,
        c.Register(name="pair.a", events=("write",)),
        A_FEW,
        c.Send(name="pair.a", text="x"),
        A_FEW,
        c.Unregister(name="pair.a"),
    ),
    "unread": (PAIR, READ_A, c.Send(name="pair.b", text="xy"), A_FEW, c.Receive(name="pair.a", size=1), A_FEW),
    "eof-never-drained": (
        PAIR,
        READ_A,
        SEND,
        c.Close(name="pair.b"),
        c.Select(timeout=1),
        c.Receive(name="pair.a"),
        c.Select(timeout=1),
        c.Receive(name="pair.a"),
        c.Unregister(name="pair.a"),
        c.Close(name="pair.a"),
        AGAIN,
    ),
    "ready-never-served": (
        *LISTENER,
        c.Register(name="server", events=("read",), callback="accept", options={"then": "echo"}),
        c.Send(name="client", text="hello"),
        AGAIN,
    ),
    "ready-to-fail": (
        *LISTENER,
        c.Register(name="client", events=("read", "write")),
        c.Select(timeout=1),
        c.Send(name="client", text="x"),
        A_FEW,
    ),
    "closed-registered": (PAIR, READ_A, c.Close(name="pair.a"), c.Unregister(name="pair.a"), c.Select(timeout=0)),
    "blocking-registered": (
        PAIR,
        c.Set(name="pair.a", option="blocking", value=True),
        c.Set(name="pair.a", option="blocking", value=False),
        READ_A,
        c.Set(name="pair.b", option="blocking", value=True),
        c.Select(timeout=0),
    ),
    "fd-over-1023": (
        c.Open(kind="fd", name="high", options={"fd": 1023}),
        c.Register(name="high", events=1),
        c.Select(timeout=0),
    ),
    "watches-nothing": (PAIR, READ_A, c.Modify(name="pair.a", events=3), SEND, c.Select(timeout=0)),
    "stale-registration": (PAIR, READ_A, c.Run(calls=3, timeout=0.003), c.Run(calls=100, timeout=0)),
    "descriptor-reused": (
        PAIR,
        READ_A,
        c.Unregister(name="pair.a"),
        c.Close(name="pair.a"),
        one("next", "socketpair"),
        c.Register(name="next.a", events=("read",)),
        c.Send(name="next.b", text="x"),
        c.Select(timeout=0),
    ),
}

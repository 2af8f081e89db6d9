"""Experiments that are odd and harm nobody: they play, each command with an outcome, and nothing is left behind."""

from typing import Any

from .case import LOOK, PAIR, PLAYS, Command, Family, does, opens

ODD = Family()
MARKUP = "<img src='{fifo}'><b>bold</b>&lt;"
TEMPLATE = "{a:>999999999}{0.__class__.__init__.__globals__}{"
ESCAPES = "\x1b[2J\x1b]0;evil\x07\r\x9b31m\u202egnp.\u2028\x00\x7f"
WATCH = does("register", name="pair.a", events=["read", "write"])


def bad(answer: str, callback: str) -> list[Command]:
    watch = does("register", name="it", events=["read", "write"], callback=callback)
    return [opens("bad-fileno", answer=answer), watch, LOOK, does("run", calls=3, timeout=0), does("close", name="it")]


ANSWERS = (
    "text",
    "None",
    "-1",
    "999999",
    "2**40",
    "digits",
    "float",
    "ValueError",
    "OSError",
    "RuntimeError",
    "AttributeError",
    "attribute",
)
CALLBACKS = ("none", "accept", "echo-upper", "echo", "drain", "feed")
for answer in ANSWERS:
    for callback in CALLBACKS:
        quick = answer in ("float", "digits") or callback == "echo"
        ODD.row(
            f"bad-{answer}-{callback}",
            PLAYS,
            f"fileno() answers {answer}, callback {callback}",
            bad(answer, callback),
            big=not quick,
        )

for id, tries, made in (
    ("note-escapes", "a terminal's commands in a note", [does("note", text=ESCAPES)]),
    ("note-markup", "markup in a note", [does("note", text=MARKUP)]),
    ("note-template", "a template in a note", [does("note", text=TEMPLATE)]),
    ("note-words", "a note of 10,000 words", [does("note", text="word " * 800)]),
    (
        "register-data",
        "the same in the data of a key",
        [PAIR, WATCH | {"data": MARKUP + TEMPLATE + ESCAPES}, LOOK, does("get-map")],
    ),
    (
        "python-words",
        "names that Python keeps for itself",
        [opens("pipe", one) for one in ("None", "class", "import", "self", "exec", "True", "lambda")],
    ),
    ("names-alike", "names that differ in little", [opens("socketpair", one) for one in ("a", "A", "a_", "a-", "a-1")]),
    ("fd-2-40", "a place of 2**40", [opens("pipe", fd=2**40)]),
    ("fd-2-70", "a place of 2**70", [opens("pipe", fd=2**70)]),
    ("fd-minus", "a place below 0", [opens("pipe", fd=-1)]),
    ("fd-stdout", "a place that is taken: stdout", [opens("pipe", fd=1)]),
    ("fd-stdin", "a place that is taken: stdin", [opens("socketpair", fd=0)]),
    ("number-minus", "a descriptor of -1", [opens("fd", number=-1), does("register", name="it", events=1), LOOK]),
    (
        "number-2-70",
        "a descriptor of -2**70",
        [opens("fd", number=-(2**70)), does("register", name="it", events=1), LOOK, does("close", name="it")],
    ),
    ("mask-2-70", "a mask of 2**70", [PAIR, WATCH | {"events": 2**70}, WATCH | {"events": -(2**70)}, LOOK]),
    (
        "mask-modify",
        "odd masks where a key is changed",
        [
            PAIR,
            WATCH,
            *[does("modify", name="pair.a", events=mask) for mask in (0, -1, 4, 8, 2**31, 2**32, 2**64, None)],
            LOOK,
        ],
    ),
    (
        "timeouts",
        "odd timeouts",
        [does("select", timeout=one) for one in ("nan", "-inf", -1, -(2**70), -0.0, 5e-324, -1e308)],
    ),
    (
        "timeouts-long",
        "long timeouts",
        [PAIR, WATCH, *[does("select", timeout=one) for one in ("inf", 1e308, 2**70, 2**31, 1e18)]],
    ),
    ("blocked", "a call that would block for ever", [does("select", timeout=None)]),
    ("run-blocked", "a run that would never end", [does("run", timeout=None)]),
    ("run-spins", "a run that would spin for ever", [PAIR, WATCH, does("run", timeout=0)]),
    ("run-none", "a run of no call, and one of no time", [does("run", calls=0), does("run", seconds=0, timeout=0)]),
    ("run-huge", "a run of 10**100 calls", [PAIR, WATCH, does("run", calls=10**100, seconds=0.05, timeout=0)]),
    (
        "during-many",
        "500 commands while a call is blocked",
        [PAIR, does("select", timeout=0.01, during=[does("note", text="x")] * 500)],
    ),
    (
        "closed-watched",
        "what is closed is watched",
        [
            PAIR,
            WATCH,
            does("close", name="pair.a"),
            LOOK,
            LOOK,
            does("modify", name="pair.a", events=["read"]),
            does("unregister", name="pair.a"),
            LOOK,
        ],
    ),
    (
        "closed-selector",
        "everything after the selector is closed",
        [
            PAIR,
            WATCH,
            does("close-selector"),
            LOOK,
            WATCH,
            does("get-map"),
            does("get-key", name="pair.a"),
            does("use-backend", backend="select"),
            LOOK,
        ],
    ),
    (
        "backends",
        "from one selector to another",
        [
            PAIR,
            WATCH,
            *[does("use-backend", backend=one) for one in ("select", "poll", "epoll", "kqueue", "devpoll", "default")],
            LOOK,
        ],
    ),
    (
        "selector-in-itself",
        "a selector watches itself",
        [
            opens("selector", "s"),
            does("register", name="s", events=["read"], **{"in": "s"}),
            does("register", name="s", events=["read"]),
            LOOK,
        ],
    ),
    (
        "selectors-in-circle",
        "two watch each other",
        [
            opens("selector", "s"),
            opens("selector", "t"),
            does("register", name="s", events=["read"], **{"in": "t"}),
            does("register", name="t", events=["read"], **{"in": "s"}),
            does("select", timeout=0, **{"in": "s"}),
        ],
    ),
    (
        "selectors-deep",
        "ten selectors, each in the next",
        [
            *[opens("selector", f"s{n}") for n in range(10)],
            *[does("register", name=f"s{n}", events=["read"], **{"in": f"s{n + 1}"}) for n in range(9)],
            LOOK,
        ],
    ),
    (
        "dup-of-dup",
        "duplicates of duplicates",
        [
            opens("dup", "d0"),
            *[opens("dup", f"d{n + 1}", of=f"d{n}") for n in range(20)],
            does("close", name="d0"),
            does("register", name="d9", events=3),
            LOOK,
        ],
    ),
    (
        "reader-of-reader",
        "a reader over what is no file",
        [
            opens("buffered-reader", "r"),
            opens("buffered-reader", "q", of="r"),
            does("receive", name="q"),
            does("read-line", name="r"),
        ],
    ),
    ("dup-of-queue", "a duplicate of what has no descriptor", [opens("queue"), opens("dup", "d", of="it")]),
    ("reader-of-bad", "a reader over a bad fileno()", [opens("bad-fileno"), opens("buffered-reader", "r", of="it")]),
    (
        "eventfd-2-64",
        "a counter of 2**64",
        [
            opens("eventfd", value=2**64),
            opens("eventfd", "e", value=2**32 - 1),
            does("send", name="e", hex="ff" * 8),
            does("receive", name="e"),
        ],
    ),
    ("timer-huge", "a timer of 2**63 ms", [opens("timerfd", after=2**63, every=2**63), opens("timerfd", "t", after=0)]),
    (
        "port-wild",
        "ports there are not",
        [
            opens("tcp-listener", port=-1),
            opens("tcp-listener", "a", port=65536),
            opens("tcp-client", "b", port=2**70),
            opens("udp", "c", port=-(2**40)),
        ],
    ),
    ("backlog", "a backlog of 2**70", [opens("tcp-listener", backlog=2**70), opens("tcp-listener", "a", backlog=-1)]),
    (
        "send-odd",
        "sends that fit nothing",
        [
            PAIR,
            does("send", name="pair.a", text=""),
            does("send", name="pair.a", hex=""),
            does("send", name="pair.a", size=0),
            does("send", name="pair.a", text="x", oob=True),
            does("receive", name="pair.b", oob=True),
            does("send", name="pair.a", text="x", to="pair.b"),
        ],
    ),
    (
        "send-16-mib",
        "16 MiB at once",
        [
            PAIR,
            does("send", name="pair.a", size=1 << 24),
            does("receive", name="pair.b", size=1 << 24),
            does("drain", name="pair.b"),
        ],
    ),
    (
        "fill-drain",
        "what is filled is drained",
        [
            opens("pipe"),
            does("fill", name="it.w"),
            does("drain", name="it.r"),
            does("fill", name="it.r"),
            does("drain", name="it.w"),
        ],
    ),
    ("drain-zero", "draining what never ends", [opens("device", path="/dev/zero"), does("drain", name="it")]),
    ("file-big", "a megabyte into a file of its own", [opens("text-file"), does("send", name="it", size=1 << 20)]),
    (
        "echo-to-itself",
        "two that echo to each other",
        [
            PAIR,
            *[does("register", name=f"pair.{end}", events=["read"], callback="echo") for end in "ab"],
            does("send", name="pair.a", text="x" * 1000),
            does("run", calls=200, timeout=0),
        ],
    ),
    ("feed", "one that is fed without end", [PAIR, WATCH | {"callback": "feed"}, does("run", calls=200, timeout=0)]),
    (
        "accept-odd",
        "accept on what does not listen",
        [
            PAIR,
            WATCH | {"callback": "accept"},
            does("send", name="pair.b", text="x"),
            does("run", calls=3, timeout=0),
            does("accept", name="pair.a"),
            does("accept", name="pair.b"),
        ],
    ),
    (
        "detached",
        "what has given its descriptor away",
        [
            PAIR,
            WATCH,
            does("detach", name="pair.a"),
            does("detach", name="pair.a"),
            LOOK,
            does("send", name="pair.a", text="x"),
            does("close", name="pair.a"),
            LOOK,
        ],
    ),
    (
        "reset-all",
        "reset, shut down, error, on what has none",
        [
            opens("pipe"),
            *[
                does(verb, name=f"it.{end}")
                for end in "rw"
                for verb in ("reset", "so-error", "accept", "detach", "read-line", "wait")
            ],
            does("shutdown", name="it.r", how="both"),
        ],
    ),
    (
        "set-odd",
        "odd values of options that harm nobody",
        [
            opens("tcp-socket"),
            *[
                does("set", name="it", option=option, value=value)
                for option in ("SO_SNDBUF", "SO_RCVBUF", "SO_LINGER", "blocking", "O_NONBLOCK", "TCP_NODELAY")
                for value in (-1, 2**31, 2**70, [], [1], [2**70, 1], True)
            ],
        ],
    ),
    (
        "rename-chain",
        "names that go round",
        [
            opens("bytesio", "a"),
            does("rename", name="a", to="b"),
            does("rename", name="b", to="c"),
            does("rename", name="c", to="a"),
            does("close", name="a"),
        ],
    ),
    (
        "many",
        "60 pairs",
        [
            opens("socketpair", count=60),
            *[does("register", name=f"it-{n}.a", events=["write"]) for n in range(1, 61)],
            LOOK,
            LOOK,
        ],
    ),
    ("commands", "200 commands", [does("get-map")] * 200),
    (
        "connect-itself",
        "a socket that connects to itself",
        [
            opens("udp"),
            does("connect", name="it", to="it"),
            does("send", name="it", text="x"),
            does("receive", name="it"),
            does("send", name="it", text="x", to="it"),
        ],
    ),
    (
        "connect-nowhere",
        "connect to what has no address",
        [
            PAIR,
            opens("tcp-socket"),
            does("connect", name="it", to="pair.a"),
            does("connect", name="it", host="127.0.0.1", port=-1),
            does("connect", name="it", host="127.0.0.1", port=2**70),
        ],
    ),
    (
        "forward-round",
        "two that forward to each other, and one to itself",
        [
            PAIR,
            does("register", name="pair.a", events=["read"], callback="forward", options={"to": "pair.b"}),
            does("register", name="pair.b", events=["read", "write"], callback="forward", options={"to": "pair.a"}),
            does("send", name="pair.a", size=500_000),
            does("run", calls=300, timeout=0),
            opens("socketpair"),
            does("register", name="it.a", events=["read"], callback="forward", options={"to": "it.a"}),
            does("send", name="it.b", text="x"),
            does("run", calls=3, timeout=0),
        ],
    ),
    (
        "forward-odd",
        "forwards to what takes nothing, or is closed meanwhile",
        [
            PAIR,
            opens("eventfd", "e"),
            opens("selector", "s"),
            opens("pipe", "p"),
            opens("bytesio", "b"),
            *[
                command
                for to in ("e", "s", "p.r", "p.w", "b", "pair.b")
                for command in (
                    does("register", name="pair.a", events=["read"], callback="forward", options={"to": to}),
                    does("send", name="pair.b", size=300_000),
                    does("run", calls=3, timeout=0),
                    does("unregister", name="pair.a"),
                )
            ],
            does("register", name="pair.a", events=["read"], callback="forward", options={"to": "p.w"}),
            does("close", name="p.r"),
            does("run", calls=5, timeout=0),
            does("close", name="pair.b"),
            does("run", calls=5, timeout=0),
        ],
    ),
    (
        "listen-unbound",
        "listen with no address, after binds that failed",
        [
            opens("tcp-socket"),
            does("bind", name="it", host="127.0.0.1", port=-1),
            does("bind", name="it", host="127.0.0.1", port=2**70),
            does("bind", name="it", path=""),
            does("listen", name="it", backlog=2**70),
            does("listen", name="it", backlog=-1),
            does("accept", name="it"),
        ],
    ),
    (
        "bind-nonsense",
        "bind and listen of what is no socket, or has an address",
        [
            PAIR,
            opens("pipe"),
            does("bind", name="it.r", host="127.0.0.1", port=0),
            does("listen", name="it.r"),
            does("bind", name="pair.a", host="127.0.0.1", port=0),
            does("bind", name="pair.a", path=""),
            does("bind", name="pair.a", path=""),
            does("listen", name="pair.b"),
            does("close", name="pair.a"),
            does("bind", name="pair.a", path=""),
            does("listen", name="pair.a", backlog=0),
        ],
    ),
    (
        "process-words",
        "what is for processes, for what is none",
        [PAIR, does("wait", name="pair.a"), opens("pidfd"), does("wait", name="it")],
    ),
):
    ODD.row(id, PLAYS, tries, made, reads=True)


ODD.row(
    "key-data-huge",
    PLAYS,
    "a number of 400 digits as a key's data, which no integer of Qt holds",
    [PAIR, does("register", name="pair.a", events=["write"], data=[10**400]), LOOK, does("get-map")],
    str(10**400),
)


def _big(id: str, tries: str, made: Any) -> None:
    ODD.row(id, PLAYS, tries, made, big=True)


_big("listeners", "10,000 pipes, more than a process may have", [opens("pipe", count=10_000), LOOK])
_big("fill-again", "32 MiB in sends", [PAIR, *[does("send", name="pair.a", size=1 << 24)] * 2])
_big("many-calls", "5,000 commands", [LOOK] * 5_000)

"""What comes from a file says what it asks for: all kinds, verbs, options and fields are tried with hostile values."""

import itertools
import socket
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from selcore.callbacks import CALLBACKS
from selcore.callbacks.base import Callback
from selcore.experiment.file import Experiment
from selcore.experiment.trust import EXPERIMENT, trust_needed
from selcore.kinds import KINDS, Kind
from selcore.session.calls import CALLS
from selcore.system.socket_options import COMMON_OPTIONS, HARMLESS_OPTIONS, LEVELS
from selcore.values import commands as c
from selcore.values.needs import DEVICES, HARMLESS, NEVER, Act, Need
from selcore.values.options import Option, fill
from selcore.values.text import text
from selcore.verbs import VERBS
from selcore.verbs.base import Field
from selcore.world.verbs import VERBS as DONE

HARMFUL: dict[str, tuple[Any, ...]] = {
    "path": (
        *("/proc/self/fd/9", "/proc/thread-self/fd/0", "/proc/1/fd/1", "/dev/fd/9", "/dev/stdin", "/dev/stdout"),
        *("/dev/watchdog", "/dev/ttyS0", "/dev/tty", "/dev/pts/0", "/dev/../dev/null", "/dev//null", "/dev/null/x"),
        *(
            "x",
            "./x",
            "../x",
            "/tmp/../etc/passwd",
            "dev/null",
            "~/x",
            " ",
            "\0x",
            "/etc/hostname",
            "null",
            "//dev/null",
        ),
    ),
    "host": (
        *("0.0.0.0", "::", "", "192.0.2.1", "example.org", "localhost.evil.example", "127.1", "0", "2130706433"),
        *("0x7f.1", "::ffff:8.8.8.8", "::1%eth0", "LOCALHOST", "127.0.0.1.evil.example", " 127.0.0.1", "<broadcast>"),
    ),
    "descriptor": (0, 1, 2, 9, 100, 2**31, 2**70),
    "pid": (1, 2, -1, 2**40),
    "command": ("", "ls", ["sh", "-c", "x"], [], "'open"),
}
MILD: dict[str, tuple[Any, ...]] = {
    "path": ("", *DEVICES),
    "host": ("localhost", "127.0.0.1", "127.255.0.9", "::1"),
    "descriptor": (None, -1),
    "pid": (0,),
    "command": (),
}
SORTS = {"path": "path", "folder": "path", "name": "name", "words": "command", "text": "host"}
"""What an option of that type may do. Text is nothing but a host so far."""
PLAIN_NUMBERS = {"fd", "count", "port", "backlog", "value", "after", "every", "size"}
"""They say how much, how long, and where in the program's own table; each was looked at."""
PLAIN_WORDS = {
    ("open", "name"),
    ("send", "text"),
    ("send", "hex"),
    ("shutdown", "how"),
    ("rename", "to"),
    ("use-backend", "backend"),
    ("note", "text"),
}
"""Fields with words that do nothing: what is sent goes where something open leads."""


def asked(*commands: Any) -> list[Need]:
    return trust_needed(commands)


def choices_of(kind: Kind) -> Iterator[dict[str, Any]]:
    """Every combination of what can be chosen or ticked."""
    options = [one for one in kind.options if one.type in ("choice", "bool")]
    values = [one.choices or (False, True) for one in options]
    for chosen in itertools.product(*values):
        yield dict(zip((one.name for one in options), chosen, strict=True))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_kind_asks_for_each_hostile_value_of_each_option_in_each_mode(kind: Kind) -> None:
    always = [] if kind.asks is None else [kind.asks]
    for option, chosen in itertools.product(kind.all_options(), choices_of(kind)):
        for value in HARMFUL.get(option.asks, ()):
            needs = asked(c.Open(kind=kind.id, name="it", options={**chosen, option.name: value}))
            assert len(needs) == len(always) + 1, (option.name, value)
            assert isinstance(needs[0], Need) and str(needs[0]), (option.name, value)
        for value in MILD.get(option.asks, ()):
            assert asked(c.Open(kind=kind.id, name="it", options={**chosen, option.name: value})) == always, value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_option_is_of_the_sort_that_its_type_says(kind: Kind) -> None:
    for option in kind.all_options():
        if option.type in SORTS:
            assert option.asks == SORTS[option.type], option.name
        elif option.type == "int":
            assert (option.asks == "nothing") is (option.name in PLAIN_NUMBERS), option.name
        else:
            assert option.asks == "nothing" and option.type in ("choice", "bool", "events"), option.name
    for option in kind.asking:
        assert not option.unless or option.unless in {one.name for one in kind.options if one.type == "name"}


def test_each_sort_has_its_hostile_values_here() -> None:
    assert set(HARMFUL) == set(MILD) == set(HARMLESS) - set(NEVER)


def test_a_kind_a_callback_and_an_option_that_say_nothing_cannot_be_made() -> None:
    body = {"id": "teapot", "__annotations__": {}}
    with pytest.raises(TypeError, match="teapot does not say what"):
        type("Teapot", (Kind,), dict(body))
    with pytest.raises(TypeError, match="teapot does not say what"):
        type("Teapot", (Callback,), dict(body))
    with pytest.raises(TypeError, match="asks"):
        Option(name="spout", type="path", default="", title=text("spout"))  # type: ignore[call-arg]


def test_a_kind_without_words_for_its_option_is_noticed() -> None:
    spout = Option(name="spout", type="path", default="", title=text("spout"), asks="path")
    teapot = type("Teapot", (type(KINDS[0]),), {"id": "teapot", "options": (spout,)})()
    with pytest.raises(NotImplementedError, match="teapot has no words for what its option spout asks for"):
        teapot.needs_trust(fill(teapot.all_options(), {"spout": "/x"}))


@pytest.mark.parametrize("callback", CALLBACKS, ids=lambda callback: callback.id)
def test_callbacks_ask_for_nothing_and_neither_do_their_options(callback: type[Callback]) -> None:
    assert callback.asks is None and {option.asks for option in callback.options} <= set(NEVER)


# Verbs.


def test_every_verb_and_every_field_is_declared() -> None:
    assert set(VERBS) == {*DONE, *CALLS} == set(get_args(c.AnyCommand))
    for verb, declared in VERBS.items():
        assert set(declared.fields) == {one.name for one in msgspec.structs.fields(verb)}, verb
    assert set(EXPERIMENT) == {one.name for one in msgspec.structs.fields(Experiment)}


SORTS_OF_FIELDS = {
    **{"kind": {"kind"}, "options": {"options", "nothing"}, "callback": {"callback"}, "during": {"commands"}},
    **{"inside": {"name"}, "name": {"name", "process", "nothing"}, "to": {"name", "destination", "nothing"}},
    **{"host": {"host"}, "path": {"path"}, "option": {"option"}, "number": {"signal"}},
}
"""What the fields of that name may do; all others are numbers and words that do nothing."""


def test_each_field_says_what_fields_of_its_name_may_do() -> None:
    for verb, declared in VERBS.items():
        for name, sort in declared.fields.items():
            assert sort in SORTS_OF_FIELDS.get(name, {"nothing"}), (verb, name)
    assert VERBS[c.Open].fields["name"] == "nothing", "it is given, not looked for"
    assert [verb for verb, one in VERBS.items() if "process" in one.fields.values()] == [c.Kill, c.Stop, c.Continue]
    assert set(EXPERIMENT.values()) == {"nothing", "commands"}
    known = {sort for sorts in get_args(Field) for sort in get_args(sorts) or (sorts,)}
    assert {sort for declared in VERBS.values() for sort in declared.fields.values()} < known


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (c.Send(name="u", text="x", to="/run/x"), "sends to /run/x"),
        (c.Send(name="u", text="x", to="example.org:1"), "sends to example.org:1"),
        (c.Connect(name="s", host="::", port=1), "connects beyond this machine: host '::', port 1"),
        (c.Set(name="s", option="IP_OPTIONS", value=(1, 2)), "sets IP_OPTIONS of s to [1, 2]"),
        (c.Set(name="s", option="SO_MARK", value=7), "sets SO_MARK of s to 7"),
        (c.Signal(number=28), "sends SIGWINCH (28) to this program"),
        (c.Kill(name="p"), "sends SIGKILL (9) to the process p"),
    ],
    ids=str,
)
def test_it_is_said_what_would_be_done_and_to_whom(command: Any, words: str) -> None:
    assert list(map(str, asked(command))) == [words]


def test_the_docs_say_when_a_verb_asks() -> None:
    options = ", ".join(f"`{one}`" for one in HARMLESS_OPTIONS)
    inner = "as its commands in `during` do"
    assert {c.verb(verb): str(one.about) for verb, one in VERBS.items() if one.about} == {
        **{"open": "by its kind, as above", "select": inner, "run": inner, "connect": "to a `host` that asks"},
        **dict.fromkeys(("kill", "stop", "continue", "signal"), "always"),
        "bind": "to a `host` or a `path` that asks",
        "listen": "`anywhere`, where it is true",
        "send": "`to` a path, or a host that asks; not to the name of something open",
        "set": f"any `option` but {options}",
    }


def test_the_same_is_asked_once_with_its_count_and_the_dangerous_first() -> None:
    send, kill = c.Send(name="u", text="x", to="/run/x"), c.Kill(name="p")
    needs = asked(send, c.Note(text=""), c.Run(calls=1, during=(send, kill)), c.Send(name="v", text="y", to="/run/x"))
    assert [(need.act, need.count) for need in needs] == sorted([(Act.SIGNAL, 1), (Act.OPEN, 3)])


def test_words_that_ask_for_nothing_were_looked_at() -> None:
    plain = {
        (c.verb(verb), one.name)
        for verb, declared in VERBS.items()
        for one in msgspec.structs.fields(verb)
        if declared.fields[one.name] == "nothing" and holds_words(one.type)
    }
    assert plain == PLAIN_WORDS | {("register", "options"), ("modify", "options")}  # of a callback, see above


def holds_words(type_: Any) -> bool:
    shown = str(type_)
    return ("str" in shown or "dict" in shown or "Literal" in shown) and type_ not in (c.Timeout, c.Events)


ASKING: tuple[tuple[Any, Act], ...] = (
    (c.Open(kind="process", name="p"), Act.PROCESS),
    (c.Open(kind="stdin", name="i"), Act.DESCRIPTOR),
    (c.Open(kind="text-file", name="f", options={"path": "x", "mode": "w"}), Act.WRITE),
    (c.Open(kind="fifo", name="f", options={"path": "x", "mode": "rb"}), Act.WRITE),
    (c.Open(kind="text-file", name="f", options={"path": "x"}), Act.OPEN),
    (c.Kill(name="p"), Act.SIGNAL),
    (c.Stop(name="p"), Act.SIGNAL),
    (c.Continue(name="p"), Act.SIGNAL),
    (c.Signal(number=28), Act.SIGNAL),
    *((c.Send(name="u", text="x", to=to), Act.OPEN) for to in ("/run/x", "./x", "\0x", "x y", "")),
    *((c.Send(name="u", text="x", to=f"{to}:1"), Act.NETWORK) for to in HARMFUL["host"] if "::" not in to),
    (c.Send(name="u", text="x", to="[::ffff:8.8.8.8]:53"), Act.NETWORK),
    *((c.Connect(name="s", host=host, port=1), Act.NETWORK) for host in HARMFUL["host"]),
    *((c.Bind(name="s", host=host, port=1), Act.NETWORK) for host in HARMFUL["host"]),
    *((c.Bind(name="s", path=path), Act.WRITE) for path in HARMFUL["path"]),
    (c.Listen(name="s", anywhere=True), Act.NETWORK),
    (c.Set(name="s", option="IP_OPTIONS", value=(1, 2)), Act.OPTION),
)


@pytest.mark.parametrize(("command", "act"), ASKING, ids=lambda one: str(one)[:60])
def test_a_verb_asks_by_itself_and_while_a_call_is_blocked(command: Any, act: Act) -> None:
    found = asked(command)
    assert [need.act for need in found] == [act]
    assert asked(c.Select(timeout=None, during=(command,))) == found
    assert asked(c.Run(calls=1, during=(c.Note(text="x"), command))) == found


def test_every_verb_that_asks_is_among_these() -> None:
    assert {type(command) for command, _ in ASKING} | {c.Select, c.Run} == {
        verb for verb, declared in VERBS.items() if declared.about is not None
    }


@pytest.mark.parametrize(
    "command",
    [
        *(c.Send(name="u", text="x", to=to) for to in ("server", "127.0.0.1:53", "[::1]:53", "localhost:1")),
        *(c.Connect(name="s", host=host, port=1) for host in MILD["host"]),
        *(c.Bind(name="s", host=host, port=1) for host in MILD["host"]),
        *(c.Bind(name="s", path=path) for path in MILD["path"]),
        c.Listen(name="s", backlog=0),
        c.Connect(name="s", to="server"),
        c.Open(kind="no such kind", name="x", options={"path": "/etc/passwd"}),
        c.Register(name="x", events=(), callback="no such callback"),
        c.Open(kind="tcp-client", name="k", options={"to": "s", "host": "example.org"}),
        c.Open(kind="dup", name="d", options={"of": "pair.a"}),
    ],
    ids=str,
)
def test_what_stays_here_asks_for_nothing(command: Any) -> None:
    assert asked(command) == []


# Options of sockets.


def test_only_the_options_that_are_known_to_be_harmless_ask_for_nothing() -> None:
    named = {name for name in dir(socket) if name.startswith(tuple(LEVELS))}
    assert {"SO_BINDTODEVICE", "IP_OPTIONS", "IP_ADD_MEMBERSHIP", "IPV6_JOIN_GROUP", "SO_MARK"} <= named
    for name in named | set(HARMLESS_OPTIONS):
        assert bool(asked(c.Set(name="s", option=name, value=1))) is (name not in HARMLESS_OPTIONS), name
    assert set(COMMON_OPTIONS) < set(HARMLESS_OPTIONS)


@pytest.mark.parametrize(
    "name", ["so_sndbuf", " SO_SNDBUF", "SO_SNDBUF ", "Blocking", "", "25", "0x19", "SO_SNDBUFFORCE"]
)
def test_an_option_by_any_other_name_asks(name: str) -> None:
    assert [need.act for need in asked(c.Set(name="s", option=name, value=1))] == [Act.OPTION]

"""Experiment files: what is saved is loaded again, and of what is wrong nothing is opened and the place is told."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.experiment.file import FORMAT, LIMIT, Experiment, Unreadable, dump, load, parse, save
from selcore.files.strict_json import MOST
from selcore.values import commands as c
from tests.examples import examples
from tests.selcore.recipes import ECHO_SERVER, HEAD, opened, recipe


def experiment(*commands: c.AnyCommand, **more: Any) -> Experiment:
    return Experiment(format=FORMAT, version=1, commands=commands, **more)


def refused(data: bytes) -> Unreadable:
    began = process_time()
    with pytest.raises(Unreadable) as caught:
        parse(data)
    assert process_time() - began < 1, "seconds of this process, however busy the machine is"
    return caught.value


def test_the_example_of_the_contract_loads_and_comes_back() -> None:
    found = parse(ECHO_SERVER.encode())
    assert (found.title, found.backend, len(found.commands)) == ("an echo server", "default", 9)
    assert found.commands[5] == c.Select(timeout=None, during=(c.Note(text="given while the call was blocked"),))
    assert parse(dump(found)) == found
    assert json.loads(dump(found))["commands"] == json.loads(ECHO_SERVER)["commands"]


NAMES = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_-]{0,20}\Z")
TIMEOUTS = (
    st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(10**18), 10**18)
    | st.sampled_from(["nan", "inf", "-inf"])
)
EVENTS = st.lists(st.sampled_from(["read", "write"]), max_size=3).map(tuple) | st.none() | st.integers(-5, 99)
WORDS = st.text(st.characters(codec="utf-8"), max_size=50)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)


def given_meanwhile(name: str) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(c.Note, text=WORDS),
        st.builds(c.Register, name=st.just(f"{name}.a"), events=EVENTS, data=DATA),
        st.builds(c.Modify, name=st.just(f"{name}.a"), events=EVENTS, callback=st.sampled_from(["none", "echo"])),
        st.builds(c.Send, name=st.just(f"{name}.b"), text=WORDS, oob=st.booleans()),
        st.builds(c.Send, name=st.just(f"{name}.b"), hex=st.binary(max_size=9).map(lambda data: data.hex(" "))),
        st.builds(c.Send, name=st.just(f"{name}.b"), size=st.integers(0, c.MOST_BYTES)),
        st.builds(c.Receive, name=st.just(f"{name}.b"), size=st.integers(0, c.MOST_BYTES)),
        st.builds(c.Shutdown, name=st.just(f"{name}.b"), how=st.sampled_from(["read", "write", "both"])),
        st.builds(c.UseBackend, backend=st.sampled_from(["default", "select", "kqueue"])),
        st.sampled_from([c.GetMap(), c.CloseSelector()]),
        st.sampled_from([c.Close, c.Fill, c.Drain, c.GetKey, c.Unregister, c.Accept]).map(
            lambda verb: verb(name=f"{name}.a")
        ),
    )


@st.composite
def recipes(draw: st.DrawFn) -> Experiment:
    name = draw(NAMES)
    meanwhile = st.lists(given_meanwhile(name), max_size=3).map(tuple)
    command = st.one_of(
        given_meanwhile(name),
        st.builds(c.Select, timeout=TIMEOUTS, during=meanwhile),
        st.builds(c.Run, timeout=TIMEOUTS, during=meanwhile, calls=st.none() | st.integers(0, 10**9)),
    )
    commands = (c.Open(kind="socketpair", name=name), *draw(st.lists(command, max_size=8)))
    return experiment(*commands, title=draw(WORDS), backend=draw(st.sampled_from(["default", "poll"])))


@settings(max_examples=examples(30))
@given(recipes())
def test_what_is_written_is_read_again(found: Experiment) -> None:
    assert parse(dump(found)) == found


def test_a_command_stands_on_a_line_and_defaults_are_left_out() -> None:
    text = dump(experiment(c.Open(kind="pipe", name="p"), c.Register(name="p.r", events=("read",)))).decode()
    assert text.splitlines()[1:3] == [
        '  {"do": "open", "kind": "pipe", "name": "p"},',
        '  {"do": "register", "name": "p.r", "events": ["read"]}',
    ]


def test_timeouts_without_a_number_are_written_by_name() -> None:
    numbers = experiment(c.Select(timeout=float("inf")), c.Run(timeout=float("nan"), calls=1))
    assert [command.timeout for command in parse(dump(numbers)).commands] == ["inf", "nan"]  # type: ignore[union-attr]


def test_without_commands_it_is_an_experiment_too() -> None:
    assert parse(dump(experiment())) == experiment()


A_PIPE = opened("pipe", "p")
SELECT = {"do": "select", "timeout": 0}
WRONG: dict[str, tuple[bytes, str, str]] = {
    "top-level 3": (b"3", "", "an object is expected"),
    "a list": (b"[]", "", "an object is expected"),
    "nothing in it": (b"{}", "format", "not an experiment"),
    "another format": (recipe(format="lesson"), "format", "'selector-playground-experiment' is expected"),
    "newer": (recipe(version=2, wings=True), "version", "version 2 is not one this program reads"),
    "older": (recipe(version=0), "version", "version 0"),
    "no version": (
        json.dumps({"format": FORMAT, "commands": []}).encode(),
        "the top",
        "missing required field `version`",
    ),
    "version true": (recipe(version=True), "version", "Expected `int`, got `bool`"),
    "no commands": (json.dumps(HEAD).encode(), "the top", "missing required field `commands`"),
    "commands no list": (json.dumps(HEAD | {"commands": 3}).encode(), "commands", "Expected `array`, got `int`"),
    "unknown field on top": (recipe(colour="red"), "the top", "unknown field `colour`"),
    "unknown verb": (recipe({"do": "fly"}), "commands[0].do", "Invalid value 'fly'"),
    "no verb": (recipe({"name": "p"}), "commands[0]", "missing required field `do`"),
    "unknown field": (recipe({**SELECT, "wings": 2}), "commands[0]", "unknown field `wings`"),
    "field of another": (recipe({**SELECT, "events": ["read"]}), "commands[0]", "unknown field `events`"),
    "wrong type": (recipe({"do": "select", "timeout": "soon"}), "commands[0].timeout", "'soon'"),
    "timeout true": (recipe({"do": "select", "timeout": True}), "commands[0].timeout", "got `bool`"),
    "no timeout": (recipe({"do": "select"}), "commands[0]", "missing required field `timeout`"),
    "deep wrong type": (
        recipe(SELECT | {"during": [{"do": "note", "text": 3}]}),
        "commands[0].during[0].text",
        "Expected",
    ),
    "unknown event": (
        recipe(A_PIPE, {"do": "register", "name": "p.r", "events": ["fly"]}),
        "commands[1].events[0]",
        "fly",
    ),
    "unknown kind": (recipe(opened("kite")), "commands[0].kind", "no kind 'kite'"),
    "unknown option": (recipe(opened(wings=2)), "commands[0].options.wings", "no option 'wings'"),
    "option of a wrong type": (recipe(opened("tcp-listener", port="80a")), "commands[0].options.port", "not '80a'"),
    "huge count": (recipe(opened(count=10**9)), "commands[0].options.count", "not between 1 and 100000"),
    "count of none": (recipe(opened(count=0)), "commands[0].options.count", "not between 1"),
    "unknown callback": (
        recipe(A_PIPE, {"do": "register", "name": "p.r", "events": ["read"], "callback": "fly"}),
        "commands[1].callback",
        "no callback 'fly'",
    ),
    "unknown option of a callback": (
        recipe(A_PIPE, {"do": "register", "name": "p.r", "events": ["read"], "options": {"then": "echo"}}),
        "commands[1].options.then",
        "it takes none",
    ),
    "data and a callback": (
        recipe(A_PIPE, {"do": "register", "name": "p.r", "events": ["read"], "callback": "drain", "data": 1}),
        "commands[1].data",
        "a callback or other data",
    ),
    "too much data": (
        recipe(A_PIPE, {"do": "modify", "name": "p.r", "events": ["read"], "data": "x" * 2000}),
        "commands[1].data",
        "at most 2,000",
    ),
    "data that is too deep": (
        recipe(
            A_PIPE, {"do": "register", "name": "p.r", "events": ["read"], "data": [[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]}
        ),
        "commands[1].data",
        "deeper than 16 levels",
    ),
    "unknown backend": (recipe(backend="warp"), "backend", "no backend 'warp'"),
    "unknown backend to use": (recipe({"do": "use-backend", "backend": "x"}), "commands[0].backend", "no backend 'x'"),
    "bad name": (recipe(opened(name="9p")), "commands[0].name", "a name is a letter"),
    "dotted name": (recipe(opened(name="a.b")), "commands[0].name", "a name is a letter"),
    "name with a line end": (recipe(opened(name="a\n")), "commands[0].name", "a name is a letter"),
    "long name": (recipe(opened(name="a" * 101)), "commands[0].name", "length <= 100"),
    "bad hex": (recipe(A_PIPE, {"do": "send", "name": "p.w", "hex": "4G"}), "commands[1].hex", "'G' (character 2)"),
    "half a byte": (
        recipe(A_PIPE, {"do": "send", "name": "p.w", "hex": "48 4"}),
        "commands[1].hex",
        "digit is missing",
    ),
    "two payloads": (recipe(A_PIPE, {"do": "send", "name": "p.w", "hex": "", "size": 1}), "commands[1]", "one of text"),
    "no payload": (recipe(A_PIPE, {"do": "send", "name": "p.w"}), "commands[1]", "one of text, hex and size"),
    "too much to send": (recipe(A_PIPE, {"do": "send", "name": "p.w", "size": 1 << 31}), "commands[1].size", "<="),
    "calls below 0": (recipe({"do": "run", "calls": -1}), "commands[0].calls", ">= 0"),
    "a call in a call": (recipe({**SELECT, "during": [SELECT]}), "commands[0].during[0]", "while a call is blocked"),
    "half a character": (recipe({"do": "note", "text": "\ud800"}), "line 1, column 97", "half a surrogate pair"),
    "python": (recipe(callbacks={"mine": "import os"}), "callbacks", "runs no Python"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_with_its_place_and_the_reason(what: str) -> None:
    data, place, reason = WRONG[what]
    error = refused(data)
    assert error.place == place
    assert reason in str(error.reason)


def test_a_file_of_many_small_commands_loads() -> None:
    note = b'{"do": "note", "text": ""},\n'
    count = 50_000
    body = note * (count - 1) + note.rstrip(b",\n")
    data = json.dumps(HEAD)[:-1].encode() + b', "commands": [' + body + b"]}"
    assert len(parse(data).commands) == count


def test_more_values_than_can_be_looked_at_within_a_second_are_refused_with_their_place() -> None:
    data = json.dumps(HEAD)[:-1].encode() + b', "commands": [' + b"[],\n" * MOST + b"[]]}"
    error = refused(data)
    assert "too many values" in str(error) and error.place == f"line {MOST - 1}, column 1"


def test_what_is_too_large_is_not_looked_at() -> None:
    assert "at most 16,777,216 are read" in str(refused(b"x" * (LIMIT + 1)))


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    with pytest.raises(Unreadable, match="it has 52,428,800 bytes"):
        load(path)


def test_what_is_no_file_does_not_hang_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/zero")):
        with pytest.raises(Unreadable, match="not a regular file"):
            load(path)
    with pytest.raises(IsADirectoryError):
        load(tmp_path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "missing.json")
    with pytest.raises(Unreadable, match="null byte|null character"):  # as this Python has it
        load("a\0b")


def test_a_file_that_grows_while_it_is_read_is_refused() -> None:
    status = Path("/proc/self/status")
    if status.exists():  # it says that it has no bytes, and has some
        with pytest.raises(Unreadable, match="line 1"):
            load(status)


def test_saved_and_loaded(tmp_path: Path) -> None:
    found = parse(ECHO_SERVER.encode())
    save(tmp_path / "echo.json", found)
    assert load(tmp_path / "echo.json") == found
    assert [path.name for path in tmp_path.iterdir()] == ["echo.json"]


def test_loading_imports_no_qt_and_opens_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from selcore.experiment.file import parse\n"
        "try: parse(sys.stdin.buffer.read())\nexcept Exception as error: print(type(error).__name__)\n"
        "print([name for name in sys.modules if 'PySide' in name])"
    )
    never = tmp_path / "never"
    data = recipe(opened("tcp-listener", "s"), opened("text-file", "f", path=str(never), mode="w"), {"do": "fly"})
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, timeout=30)
    assert done.stdout.decode().split("\n")[:2] == ["Unreadable", "[]"]
    assert not never.exists()


SEEDS = [ECHO_SERVER.encode(), *(data for data, _, _ in WRONG.values() if len(data) < 2000)]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        data[start:end] = draw(
            st.binary(max_size=5)
            | st.sampled_from([b'"', b"{", b"[", b"]", b"\\", b"null", b"-1", b"1e999", b"\\ud800", b"NaN", b"[[[[[["])
        )
    return bytes(data)


@settings(max_examples=examples(200))
@given(mutated() | st.binary(max_size=300))
def test_whatever_comes_it_is_read_or_refused(data: bytes) -> None:
    try:
        found = parse(data)
    except Unreadable as error:
        assert str(error).isprintable() and len(str(error)) < 1000
    else:
        assert parse(dump(found)) == found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["name", "kind", "options", "events", "callback", "timeout", "during", "text", "hex", "size", "in", "backend"]
VERBS = ["open", "register", "select", "run", "send", "get-map", "note", "use-backend", "close", "modify"]
ODD = st.fixed_dictionaries({"do": st.sampled_from(VERBS)}, optional={field: JSON for field in FIELDS})


@settings(max_examples=examples(60))
@given(st.lists(ODD, max_size=4))
def test_whatever_the_fields_hold_it_is_read_or_refused(commands: list[dict[str, Any]]) -> None:
    try:
        parse(recipe(*commands))
    except Unreadable as error:
        assert error.place

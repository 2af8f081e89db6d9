"""Commands become Python that reads like the documentation, knows its steps, and does the same."""

import ast
import builtins
import keyword
import re
import tokenize
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from selcore.experiment.examples import FOLDER
from selcore.experiment.file import Experiment, load, parse
from selcore.headless.player import Player
from selcore.script.lines import CodeLine
from selcore.script.making import READING, script_of
from selcore.script.seen import Seen, seen_of
from selcore.script.voices import Asserting, Printing, Voice
from tests.selcore.conftest import HERE
from tests.selcore.recipes import ECHO_SERVER, opened, recipe
from tests.selcore.script.corpus import by_chance, recorded
from tests.selcore.script.playing import differences, play, run, script, told


def test_it_reads_like_the_documentation() -> None:
    made = script_of(parse(ECHO_SERVER.encode()).commands, "epoll")
    text = made.source()
    assert "sel = selectors.EpollSelector()" in text
    assert "sel.register(server, EVENT_READ, accept(lambda: Echo(bytes.upper), EVENT_READ))" in text
    assert "\nfor _ in range(5):\n    for key, mask in sel.select(0.1):\n" in text
    compile(text, "script", "exec")


def test_each_line_knows_its_step() -> None:
    made = script_of(parse(ECHO_SERVER.encode()).commands)
    assert CodeLine("client.close()", 7) in made.body
    assert {line.step for line in made.body[2:] if line.text} == set(range(9))
    assert {line.step for line in made.head} == {None}


def text_of(*commands: dict[str, Any], voice: Voice = READING, played: dict[str, Seen] | None = None) -> str:
    """The script of these commands."""
    return script_of(parse(recipe(*commands)).commands, "epoll", played, voice).source()


def test_every_name_is_a_variable_of_its_own(tmp_path: Path) -> None:
    rng = Random(7)
    letters = "abcxyz_-"
    words = [
        *keyword.kwlist,
        *keyword.softkwlist,
        *dir(builtins),
        *["os", "sel", "names", "serve", "key", "ready", "a-b", "a_b"],
    ]
    words += ["".join(rng.choice(letters) for _ in range(rng.randrange(1, 6))) for _ in range(400)]
    given = list(dict.fromkeys(word for word in words if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", word)))[:300]
    assert len(given) == 300 and {*keyword.kwlist} <= {*given}
    commands = [opened("bytesio" if number % 3 else "pipe", name) for number, name in enumerate(given)]
    commands += [{"do": "register", "name": f"{name}.r", "events": ["read"]} for name in given[::3]]
    commands += [{"do": "send", "name": f"{name}.w", "text": "x"} for name in given[::3]]
    source = text_of(*commands, {"do": "select", "timeout": 0}, voice=Printing())
    (printed,) = run([source], tmp_path)
    (ready,) = told(printed)[str(len(commands))].calls
    assert sorted(name for name, _ in ready) == sorted(f"{name}.r" for name in given[::3])
    assert ", errno " not in printed


def test_one_send_during_a_call_comes_from_a_timer_and_all_else_between_two_calls() -> None:
    pair, watched = opened(), {"do": "register", "name": "pair.a", "events": ["read"]}
    sends = {"do": "send", "name": "pair.b", "text": "x"}
    timer = text_of(pair, watched, {"do": "select", "timeout": 1, "during": [sends]})
    assert "timer = threading.Timer(0.1, lambda: pair_b.send(b'x'))" in timer and "waiting" not in timer
    other = text_of(pair, {"do": "select", "timeout": 1, "during": [watched, sends]})
    assert "with waiting(sel, 1, " in other and "# call ends, and is made again with the time that is left." in other


def test_numbers_of_descriptors_are_those_of_the_session_where_they_matter() -> None:
    watched = {"do": "register", "name": "pair.a", "events": ["read"]}
    assert "moved" not in text_of(opened(), watched)
    assert "pair_a = moved(pair_a)" in text_of(opened(), watched, {"do": "close", "name": "pair.a"})
    assert "pair_a = moved(pair_a, 1500)" in text_of(opened(fd=1500))
    assert "moved(pair_each_a)" in text_of(opened(count=900))


def test_what_was_refused_before_takes_no_later_step_along(tmp_path: Path) -> None:
    """An end that is renamed twice, one that is closed after it could not be bound, a callback that no key got."""
    taken = [
        opened("pipe", "pipe"),
        {"do": "rename", "name": "pipe.w", "to": "end"},
        {"do": "rename", "name": "end", "to": "last"},
        {"do": "bind", "name": "pipe.r", "path": ""},
        {"do": "close", "name": "pipe.r"},
        opened("eventfd", "bare"),
        {"do": "bind", "name": "bare", "path": ""},
        {"do": "close", "name": "bare"},
        {"do": "register", "name": "last", "events": ["write"]},
        {"do": "register", "name": "last", "events": ["write"], "callback": "drain"},
        {"do": "modify", "name": "last", "events": ["write"], "callback": "drain"},
        {"do": "get-map"},
    ]
    said = told(run([text_of(*taken, voice=Printing())], tmp_path)[0])
    assert {step: one.error for step, one in said.items() if one.error} == {
        "3": "AttributeError",
        "6": "AttributeError",
        "9": "KeyError",
    }
    assert said["11"].calls == ((("last", 2),),)


def test_a_queue_is_closed_at_both_ends(tmp_path: Path) -> None:
    other = opened("dup", "other", of="q")
    taken = [opened("mp-queue", "q"), other, {"do": "close", "name": "q"}]
    watched: list[dict[str, Any]] = [
        {"do": "register", "name": "other", "events": ["read"]},
        {"do": "select", "timeout": 0},
    ]
    said = told(run([text_of(*taken, *watched, voice=Printing())], tmp_path)[0])
    assert said["4"].calls == ((("other", 1),),)


def test_a_bare_descriptor_is_made_blocking_as_one() -> None:
    ways = [{"do": "set", "name": "e", "option": option, "value": True} for option in ("blocking", "O_NONBLOCK")]
    text = text_of(opened("eventfd", "e"), *ways)
    assert "\nos.set_blocking(e, True)\nos.set_blocking(e, False)\n" in text


def test_many_are_opened_in_a_loop_and_each_is_found() -> None:
    text = text_of(opened(count=50), {"do": "register", "name": "pair-50.b", "events": ["write"]})
    assert "for _ in range(50):" in text and "sel.register(pair[49][1], EVENT_WRITE)" in text


def test_what_is_left_out_is_said_at_the_top_at_its_place_and_as_a_value() -> None:
    commands = parse(recipe(opened(), {"do": "signal", "number": 15}, opened("fd", "other", number=7))).commands
    made = script_of(commands, voice=Printing())
    said = [str(one.words) for one in made.cannot]
    assert len(said) == 4
    for one in made.cannot:
        assert sum(str(one.words) in line.text for line in made.head) == 1
    assert any(line.step == 1 and line.text.startswith("# SIGTERM (15) is not sent") for line in made.body)


def test_what_the_playground_refused_is_a_comment_and_what_python_refused_is_suppressed() -> None:
    watched = {"do": "register", "name": "pair.a", "events": ["read"]}
    commands = (opened(), watched, watched, {"do": "receive", "name": "pair.a"})
    seen = {"2": Seen(error="KeyError"), "3": Seen(error="WouldBlock", message="it would wait", ours=True)}
    text = text_of(*commands, played=seen)
    assert "with contextlib.suppress(KeyError):\n    sel.register(pair_a, EVENT_READ)" in text
    assert "# pair_a.recv(65536)\n# the playground itself refused this, and Python was not asked: it would wait" in text


WATCHED = {"do": "register", "name": "pair.a", "events": ["read"]}
SENDS = {"do": "send", "name": "pair.b", "text": "x"}
EMPTIED = WATCHED | {"callback": "drain"}


STOPPED = [
    [{"do": "select", "timeout": None, "during": [WATCHED]}],
    [{"do": "select", "timeout": None, "during": [SENDS]}],
    [{"do": "run", "calls": 6, "timeout": None, "during": [WATCHED]}],
    [{"do": "run", "calls": 6, "timeout": None}],
    [EMPTIED, {"do": "run", "calls": 6, "timeout": None, "during": [SENDS]}],
]


def test_a_script_does_not_wait_where_the_session_was_stopped(tmp_path: Path) -> None:
    experiments = [parse(recipe(opened(), *commands)) for commands in STOPPED]
    played = [seen_of(Player(one, "epoll", max_wait=0.1).play()) for one in experiments]
    sources = [script(one, "epoll", seen) for one, seen in zip(experiments, played, strict=True)]
    for seen, printed in zip(played, run(sources, tmp_path), strict=True):  # one that waits is killed by an alarm
        assert any(one.ended for one in seen.values()) and not differences(seen, told(printed), "epoll")
    assert ["waiting(" in source for source in sources] == [False, False, False, False, True]


def test_words_of_others_stay_comments() -> None:
    text = text_of({"do": "note", "text": "one\r\nimport os \u2028 \x1b[31m\u202e"})
    assert [line for line in text.splitlines() if "import os" in line and not line.startswith("# ")] == []
    assert text.isascii()


EVIL = "'\"); import os; os._exit(3) #\n\\"


def test_no_words_of_a_file_become_code(tmp_path: Path) -> None:
    """Every field that takes any text, and the title."""
    commands = [
        opened(),
        opened("fifo", "fifo", path=f"{tmp_path}/{EVIL}"),
        opened("process", "child", argv=["echo", EVIL]),
        opened("tcp-client", "client", host="127.0.0.1", port=1),
        {"do": "set", "name": "pair.a", "option": f"SO_{EVIL}", "value": 1},
        {"do": "send", "name": "pair.a", "text": EVIL},
        {"do": "send", "name": "pair.a", "text": "x", "to": f"./{EVIL}"},
        {"do": "bind", "name": "pair.a", "path": f"{tmp_path}/{EVIL}"},
        {"do": "connect", "name": "client", "host": EVIL, "port": 1},
        {"do": "register", "name": "pair.a", "events": ["read"], "data": {EVIL: [EVIL]}},
        {"do": "note", "text": EVIL},
    ]
    experiment = parse(recipe(*commands, title=EVIL))
    for voice in (READING, Printing()):
        made = script_of(experiment.commands, voice=voice, title=EVIL).source()
        calls = [node for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Attribute) and node.attr == "_exit"]
        assert calls == []


@pytest.mark.parametrize("voice", [READING, Printing(), Asserting()])
def test_no_words_of_a_file_name_the_encoding_in_which_it_is_read(voice: Voice) -> None:
    """In UTF-7 the note would be a line of code."""
    title = "-*- coding: utf-7 -*-"
    commands = parse(recipe({"do": "note", "text": f"{title} +AAo-import os"}, title=title)).commands
    made = script_of(commands, voice=voice, title=title).source()
    assert tokenize.detect_encoding(BytesIO(made.encode()).readline)[0] == "utf-8"
    assert title in made


def test_a_refused_opening_leaves_no_variable(tmp_path: Path) -> None:
    taken = [opened("tcp-listener", "one", port=0), opened("unix-client", "two", path="/nowhere/at/all")]
    source = text_of(*taken, {"do": "register", "name": "two", "events": ["read"]}, voice=Printing())
    said = told(run([source], tmp_path)[0])
    assert (said["1"].error, said["1"].errno, said["2"].error) == ("FileNotFoundError", 2, "NameError")


def same(experiments: list[tuple[str, Experiment]], backend: str, folder: Path, known: bool = False) -> None:
    """Each does the same as its script. ``known``: the scripts are made with what came of it."""
    played = [play(one, backend) for _, one in experiments]
    sources = [
        script(one, backend, seen if known else None) for (_, one), seen in zip(experiments, played, strict=True)
    ]
    said = run(sources, folder)
    found = {
        id: different
        for (id, _), seen, printed in zip(experiments, played, said, strict=True)
        if (different := differences(seen, told(printed), backend))
    }
    assert found == {}


def examples() -> list[tuple[str, Experiment]]:
    """All but one, in which the kernel chooses by chance."""
    return [(path.name, load(path)) for path in sorted(FOLDER.glob("*.json")) if "shared-port" not in path.name]


@pytest.mark.parametrize("backend", [HERE[-1]])
def test_scripts_of_examples_and_of_chance_do_the_same(backend: str, tmp_path: Path) -> None:
    same([*examples()[::3], *((f"seed {seed}", by_chance(seed)) for seed in range(20))], backend, tmp_path)


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("backend", HERE)
def test_each_example_and_each_recorded_fact_does_the_same(
    backend: str, known: bool, part: int, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    same([*examples(), *recorded(tmp_path / "files")][part::4], backend, tmp_path, known)


@pytest.mark.heavy
@pytest.mark.parametrize("start", range(0, 500, 50))
def test_what_is_done_by_chance_does_the_same(start: int, tmp_path: Path) -> None:
    for number, backend in enumerate(HERE):
        (tmp_path / backend).mkdir()
        chosen = range(start + number, start + 50, len(HERE))
        same(
            [(f"seed {seed}", by_chance(seed)) for seed in chosen], backend, tmp_path / backend, known=bool(start % 100)
        )

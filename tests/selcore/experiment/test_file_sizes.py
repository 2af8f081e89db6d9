"""A file of 16 MiB is refused at once, whatever it is made of; what is ours is opened, however much it is."""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from selcore.experiment.file import LIMIT, Unreadable, parse
from selcore.values.options import LONGEST
from tests import ROOT
from tests.selcore.sizes import SHAPES, session

MOST = 200_000
"""Kilobytes that may be used for a file that is refused."""


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        parse(data)
    return str(caught.value)


@pytest.mark.parametrize("what", SHAPES)
def test_a_file_of_too_much_is_refused_with_the_reason_in_few_words(what: str) -> None:
    make, reason = SHAPES[what]
    said = refused(make(LIMIT // 4))
    assert reason in said and len(said) < 400


def test_many_commands_of_ours_are_opened() -> None:
    assert len(parse(session(20_000)).commands) == 20_001


def test_the_place_of_what_is_wrong_is_exact_among_many_commands() -> None:
    bad = b'{"do": "close", "name": "x"}'
    assert refused(session(4000).replace(b"]}", b", " + bad + b"]}")).startswith("commands[4001].name: x is used")
    bad = b'{"do": "close", "name": 5}'
    assert refused(session(4000).replace(b"]}", b", " + bad + b"]}")).startswith("commands[4001].name: Expected `str`")


def test_a_key_that_stands_twice_is_found_behind_many_objects() -> None:
    lines = session(4000).replace(b"]}", b'],\n  "title": {"a": {"b": 1}}, "commands": 1}')
    assert refused(lines).startswith("line 4002, column 29: the key")


def test_fields_take_what_is_longer_than_any_that_is_right() -> None:
    assert LONGEST["path"] > 4096 and LONGEST["text"] > 255


CHILD = """
import sys, time
from selcore.experiment.file import LIMIT, Unreadable, parse
from tests.selcore.sizes import SHAPES
data = SHAPES[sys.argv[1]][0](LIMIT)

def used(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])

open("/proc/self/clear_refs", "w").write("5")  # the peak begins anew: making the file took memory too
before, began = used("VmRSS") - len(data) // 1024, time.process_time()
try:
    parse(data)
except Unreadable:
    print(time.process_time() - began, used("VmHWM") - before)
"""


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux")
@pytest.mark.parametrize("what", SHAPES)
def test_16_mebibytes_are_refused_in_a_second_and_with_little_memory(what: str) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD, what], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 1 and kilobytes < MOST


@pytest.mark.heavy
def test_a_long_session_is_opened_soon() -> None:
    data = session(100_000)
    began = process_time()
    parse(data)
    assert process_time() - began < 5

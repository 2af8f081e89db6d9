"""JSON of strangers: each trap has a place and a reason, and none takes long."""

import json
from time import thread_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.files.strict_json import DEEPEST, MOST, Unreadable, decode, is_crowded
from tests.examples import examples

MANY = 2_000_000


def refused(data: bytes) -> Unreadable:
    began = thread_time()
    with pytest.raises(Unreadable) as caught:
        decode(data)
    assert thread_time() - began < 5, "searched for too long"
    said = str(caught.value)
    assert len(said) < 1000 and said.isprintable()
    return caught.value


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "line 1, column 1", "Expecting value"),
    "cut off": (b'{"a":\n [1,', "line 2, column 5", "Expecting value"),
    "cut off in a string": (b'{"a": "bc', "line 1, column 7", "Unterminated string"),
    "two values": (b"1 2", "line 1, column 3", "Extra data"),
    "not UTF-8": (b'{"a": "\xff"}', "byte 7", "not UTF-8: byte 0xff"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "byte 0", "not UTF-8"),
    "UTF-16 without a mark": ('{"a": 1}'.encode("utf-16-le"), "line 1, column 2", "Expecting property name"),
    "a coded surrogate": (b'{"a": "\xed\xa0\x80"}', "byte 7", "not UTF-8"),
    "twice the same key": (b'{"a": 1,\n "b": {}, "a": 2}', "line 2, column 11", "the key 'a' stands twice"),
    "twice within": (b'{"a": {"b": [{"c": 1, "c": 1}]}}', "line 1, column 23", "the key 'c' stands twice"),
    "twice, once escaped": (b'{"a": 1, "\\u0061": 2}', "line 1, column 10", "the key 'a' stands twice"),
    "twice, with quotes": (b'{"\\"": 1, "\\\\": 0, "\\"": 2}', "line 1, column 20", "the key '\"' stands twice"),
    "not twice in another": (b'[{"a": 1}, {"a": {"a": "a"}}, {"a": 1, "a": 1}]', "line 1, column 40", "twice"),
    "NaN": (b'{"NaN": "NaN",\n "a": NaN}', "line 2, column 7", "NaN is not JSON"),
    "Infinity": (b'["Infinity", -Infinity]', "line 1, column 14", "-Infinity is not JSON"),
    "5,000 digits": (b"[1, " + b"7" * 5000 + b"]", "line 1, column 5", "too many digits: 5,000"),
    "a long fraction": (b"[0." + b"7" * 5000 + b"]", "line 1, column 2", "too many digits"),
    "out of range": (
        b"[0.00000000001e309, 1e309]",
        "line 1, column 21",
        '1e309 is too large for a number here; write "inf"',
    ),
    "too deep": (b"[" * 65 + b"]" * 65, "line 1, column 65", "nested too deeply: at most 64"),
    "too deep below strings": (b'["[{",\n' + b"[" * 64 + b"]" * 65, "line 2, column 64", "nested too deep"),
    "100,000 deep": (b"[" * 100_000, "line 1, column 65", "nested too deep"),
    "100,000 deep in objects": (b'{"a":' * 100_000, "line 1, column 321", "nested too deep"),
    "half a pair": (b'{"a": "x\\ud83d"}', "line 1, column 9", "half a surrogate pair"),
    "the other half": (b'{"a": "\\\\ud83d \\udE00"}', "line 1, column 16", "half a surrogate pair"),
    "halves in the wrong order": (b'["\\ude00\\ud83d"]', "line 1, column 3", "half a surrogate pair"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_its_place_and_the_reason(what: str) -> None:
    data, place, reason = REFUSED[what]
    error = refused(data)
    assert error.place == place
    assert reason in str(error.reason)
    assert str(error) == f"{place}: {error.reason}"


ACCEPTED: dict[str, tuple[bytes, Any]] = {
    "a byte order mark": (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    "whole pairs": (b'["\\ud83d\\ude00", "\\\\ud83d"]', ["\U0001f600", "\\ud83d"]),
    "the deepest": (b"[" * DEEPEST + b"]" * DEEPEST, None),
    "brackets in strings": (b'["' + b"[{" * 1000 + b'", "\\"[[[", "\\\\"]', None),
    "300 digits": (b"[" + b"7" * 300 + b"]", [int("7" * 300)]),
    "the same key elsewhere": (b'{"a": {"a": 1}, "b": {"a": 1}}', {"a": {"a": 1}, "b": {"a": 1}}),
    "top-level 3": (b"3", 3),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_is_right_is_read_as_python_reads_it(what: str) -> None:
    data, expected = ACCEPTED[what]
    value = decode(data)
    assert value == (json.loads(data) if expected is None else expected)


TRAPS = {
    "quotes": b'["' + b'\\"' * MANY,
    "backslashes": b'["' + b"\\" * MANY,
    "brackets": b"[" * MANY,
    "minus": b"-" * MANY,
    "strings before NaN": b"[" + b'"",' * (MANY // 3) + b"NaN]",
    "NaN in a string before NaN": b'["' + b"NaN" * (MANY // 3) + b'", NaN]',
    "a number of millions of digits": b"[" + b"1" * MANY + b"]",
    "999 digits many times before 5,000": b"[" + (b"1" * 999 + b",") * (MANY // 1000) + b"1" * 5000 + b"]",
    "keys": ("{" + ",".join(f'"k{number}": 0' for number in range(MANY // 20)) + ', "k1": 0}').encode(),
    "pairs before half a pair": b'["' + b"\\ud83d\\ude00" * (MANY // 12) + b'\\ud83d"]',
    "a key of megabytes": b'{"' + b"k" * MANY + b'": 1, "' + b"k" * MANY + b'": 2}',
}


@pytest.mark.parametrize("what", TRAPS)
def test_no_search_takes_the_square_of_the_size(what: str) -> None:
    refused(TRAPS[what])


@pytest.mark.parametrize(("open_", "close"), ["[]", "{}"])
def test_more_lists_and_objects_than_may_be_are_counted_outside_of_strings(open_: str, close: str) -> None:
    one = f"{open_}{close},"
    assert is_crowded(f"[{one * MOST}0]") and not is_crowded(f"[{one * (MOST - 1)}0]")
    quoted = json.dumps(f'{open_ * MOST}"\\')
    assert not is_crowded(f"[{quoted}, {quoted}]") and is_crowded(f"[{quoted}, {one * MOST}0]")


def test_what_a_terminal_would_obey_is_not_repeated_to_it() -> None:
    error = refused(b'{"\\u001b[31m\\n": 1, "\\u001b[31m\\n": 2}')
    assert "\\x1b[31m" in str(error)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=examples(100))
@given(VALUES, st.booleans())
def test_every_value_is_read_as_it_was_written(value: Any, ascii_only: bool) -> None:
    assert decode(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@settings(max_examples=examples(100))
@given(st.binary(max_size=200) | st.text(alphabet='[]{}":,\\uDd8ac0 \n1eN-', max_size=80).map(str.encode))
def test_whatever_comes_it_is_read_or_refused(data: bytes) -> None:
    try:
        decode(data)
    except Unreadable as error:
        assert str(error).isprintable()

"""Names as Python's variables."""

import pytest

from selcore.values.spelling import DATAGRAM, RAW, SOCKET, TEXT, Style, variable


@pytest.mark.parametrize("name", ["pair", "pair.a", "pair-12.b", "a-b.c-d"])
def test_every_name_becomes_a_variable(name: str) -> None:
    assert variable(name).isidentifier()


@pytest.mark.parametrize("style", [RAW, TEXT, SOCKET, DATAGRAM])
def test_each_style_is_valid_python(style: Style) -> None:
    given = {"name": "pair", "data": b"x", "text": "'x'", "size": 5}
    for line in (style.send, style.receive):
        compile(line.format(**given), "line", "eval")


def test_only_an_empty_datagram_is_no_end() -> None:
    assert [style.ends for style in (RAW, TEXT, SOCKET, DATAGRAM)] == [True, True, True, False]

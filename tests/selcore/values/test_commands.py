"""Commands are values, and the schema of a file."""

import msgspec
import pytest

from selcore.values import commands as c


@pytest.mark.parametrize("name", ["", "1", "a.b", "a b", "a\n", "ü", "-a", "a" * 101, "a/b", "\0"])
def test_a_name_is_letters_digits_dashes(name: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"do": "open", "kind": "pipe", "name": name}, c.AnyCommand)


def test_a_command_is_a_value() -> None:
    command = msgspec.convert({"do": "register", "name": "pair.a", "events": ["read"], "in": "sel"}, c.AnyCommand)
    assert command == c.Register(name="pair.a", events=("read",), inside="sel")
    assert msgspec.to_builtins(command) == {"do": "register", "name": "pair.a", "events": ("read",), "in": "sel"}
    with pytest.raises(AttributeError):
        command.name = "other"  # type: ignore[misc]

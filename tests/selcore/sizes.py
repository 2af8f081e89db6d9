"""Files of a stranger that are as large as a file may be, each in another way; made when they are asked for."""

from collections.abc import Callable, Iterator

HEAD = '{"format": "selector-playground-experiment", "version": 1, '
FIRST = HEAD + '"commands": ['
LAST = "]}"
UDP = FIRST + '{"do": "open", "kind": "udp", "name": "u"'
Made = Callable[[int], bytes]


def long(before: str, after: str, what: str = "x") -> Made:
    """One word as long as all."""
    return lambda size: (before + what * ((size - len(before) - len(after)) // len(what.encode())) + after).encode()


def many(what: str, before: str, after: str) -> Made:
    """The same again and again, with commas between."""
    return lambda size: (before + ",".join([what] * (size // (len(what) + 1) - 99)) + after).encode()


def numbered(what: str, before: str, after: str) -> Made:
    """Of each another number."""
    return lambda size: (before + ",".join(_numbered(what, size - 999)) + after).encode()


def _numbered(what: str, size: int) -> Iterator[str]:
    number = 0
    while size > 0:
        yield (one := what % number)
        size, number = size - len(one) - 1, number + 1


SHAPES: dict[str, tuple[Made, str]] = {
    "a key": (long(HEAD + '"', '": 1, "commands": []}'), "unknown field"),
    "a title": (long(HEAD + '"title": "', '", "commands": []}'), "length <= 1000"),
    "a class": (long(HEAD + '"backend": "', '", "commands": []}'), "length <= 100"),
    "a note": (long(FIRST + '{"do": "note", "text": "', '"}]}'), "length <= 50000"),
    "a note of escapes": (long(FIRST + '{"do": "note", "text": "', '"}]}', "\\u0041"), "length <= 50000"),
    "a note of quotes": (long(FIRST + '{"do": "note", "text": "', '"}]}', '\\"'), "length <= 50000"),
    "a note of backslashes": (long(FIRST + '{"do": "note", "text": "', '"}]}', "\\\\"), "length <= 50000"),
    "a note of faces": (long(FIRST + '{"do": "note", "text": "', '"}]}', "\U0001f600"), "length <= 50000"),
    "a path": (long(UDP.replace("udp", "fifo") + ', "options": {"path": "', '"}}]}'), "path has"),
    "a host": (long(UDP + ', "options": {"host": "', '"}}]}'), "host has"),
    "an option": (long(UDP + ', "options": {"', '": 1}}]}'), "there is no option"),
    "a number of words": (long(UDP + ', "options": {"port": "', '"}}]}'), "takes a whole number"),
    "a name": (long(FIRST + '{"do": "open", "kind": "udp", "name": "', '"}]}'), "length <= 100"),
    "a reference": (long(FIRST + '{"do": "close", "name": "', '"}]}', "x."), "length <= 200"),
    "a verb": (long(FIRST + '{"do": "', '"}]}'), "Invalid value"),
    "a text": (long(UDP + '}, {"do": "send", "name": "u", "text": "', '"}]}'), "length <= 2097152"),
    "a hex": (long(UDP + '}, {"do": "send", "name": "u", "hex": "', '"}]}', "78"), "length <= 2097152"),
    "a destination": (long(UDP + '}, {"do": "send", "name": "u", "text": "", "to": "', '"}]}', "x."), "length <= 5000"),
    "a number": (long(FIRST, LAST, "1"), "too many digits"),
    "minus signs": (long(FIRST, LAST, "-"), "Expecting value"),
    "blanks": (long(HEAD, '"commands": [}', " "), "Expecting value"),
    "lines": (long(HEAD, '"commands": [}', "\n"), "Expecting value"),
    "byte order marks": (lambda size: b"\xef\xbb\xbf" * (size // 3), "BOM"),
    "zeros": (lambda size: b"\0" * size, "Expecting value"),
    "what is no text": (lambda size: b"\xff" * size, "not UTF-8"),
    "quotes": (lambda size: b'"' * size, ""),
    "commas": (lambda size: b"[" + b"," * (size - 1), "too many values"),
    "colons": (lambda size: b"{" + b":" * (size - 1), "too many values"),
    "brackets": (lambda size: b"[" * size, "too many values"),
    "a deep list": (lambda size: FIRST.encode() + b"[" * 100_000, "nested too deep"),
    "empty lists": (many("[]", FIRST, LAST), "too many values"),
    "empty objects": (many("{}", FIRST, LAST), "too many values"),
    "commands": (many('{"do":"get-map"}', FIRST, LAST), "too many"),
    "commands in a call": (many('{"do":"get-map"}', FIRST + '{"do":"run","during":[', "]}]}"), "too many"),
    "numbers": (many("0", FIRST, LAST), "too many"),
    "long numbers": (many("1" * 900, FIRST, LAST), "side by side"),
    "words": (many('"a"', UDP.replace("udp", "process") + ', "options": {"argv": [', "]}}]}"), "too many"),
    "events": (many('"read"', UDP + '}, {"do": "register", "name": "u", "events": [', "]}]}"), "too many"),
    "keys": (numbered('"k%d":0', HEAD, ', "commands": []}'), "too many"),
    "options": (numbered('"k%d":0', UDP + ', "options": {', "}}]}"), "too many"),
    "callbacks": (numbered('"k%d":""', HEAD + '"callbacks": {', '}, "commands": []}'), "too many"),
    "a key twice": (many('"a":0', FIRST + "{", "}]}"), "too many"),
    "no numbers": (many('"NaN"', FIRST, ", NaN]}"), "too many"),
}
"""What it is made of, and a part of the reason for which it is refused."""


def session(commands: int) -> bytes:
    """A session as this program saves it."""
    four = (
        '{"do": "register", "name": "pair.a", "events": ["read"], "callback": "echo"}',
        '{"do": "send", "name": "pair.b", "text": "hello, world"}',
        '{"do": "select", "timeout": 1.0}',
        '{"do": "unregister", "name": "pair.a"}',
    )
    first = '{"do": "open", "kind": "socketpair", "name": "pair"}'
    return (FIRST + ",\n  ".join([first, *four * (commands // 4)]) + LAST).encode()

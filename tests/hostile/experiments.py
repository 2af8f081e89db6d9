"""Experiments whose file is wrong: in its form, its schema, its size. Each is refused whole, at its place."""

import gzip
import os
from pathlib import Path
from typing import Any

from .case import LOOK, PAIR, PLAYS, REFUSED, Command, Family, does, experiment, opens
from .world import World

FORM = Family()
"""What is no experiment, or not one that may be."""
LIMIT = 16 << 20
HEAD = '{"format": "selector-playground-experiment", "version": 1, '
COMMANDS = '"commands": [{"do": "note", "text": "x"}]}'


def text(words: str) -> bytes:
    return words.encode()


def head(more: str) -> bytes:
    return text(HEAD + more + ", " + COMMANDS)


def one(**fields: Any) -> list[Command]:
    return [fields]


def link(world: World, name: str, target: str) -> Path:
    path = world.mail / name
    path.symlink_to(target)
    return path


# What is no JSON.

for id, tries, made, says in (
    ("empty", "nothing at all", b"", "line 1, column 1"),
    ("blank", "a million blanks", b" " * 1_000_000, "line 1"),
    ("words", "prose", b"hello, world", "line 1, column 1"),
    ("nul", "NUL bytes", b"\0" * 4096, "line 1, column 1"),
    ("utf-16", "another encoding", (HEAD + COMMANDS).encode("utf-16"), "not UTF-8"),
    ("latin", "a byte that is no UTF-8", head('"title": "\xe9"').decode().encode("latin-1"), "not UTF-8"),
    ("gzip", "a compressed file that would be vast", gzip.compress(bytes(1 << 20)), "not UTF-8"),
    ("cut", "half of a file", text(HEAD + COMMANDS)[:-9], "line 1"),
    ("twice", "two files in one", text((HEAD + COMMANDS) * 2), "Extra data"),
    ("comment", "a comment", text("// hello\n" + HEAD + COMMANDS), "line 1"),
    ("single-quotes", "Python in place of JSON", b"{'format': __import__('os').system('touch x')}", "line 1"),
    (
        "sqlite-head",
        "the beginning of a recording",
        b"SQLite format 3\0" + b"\xff" * 200,
        "a SQLite file, not an experiment|it is cut off",
    ),
    ("scalar", "a number at the top", b"1", "an object is expected"),
    ("list", "a list at the top", b"[1, 2]", "an object is expected"),
    ("null", "null at the top", b"null", "an object is expected"),
    ("nan", "NaN, which Python's reader takes", head('"title": NaN'), "NaN is not JSON"),
    ("infinity", "-Infinity", text(HEAD + '"commands": [{"do": "select", "timeout": -Infinity}]}'), "not JSON"),
    (
        "huge-float",
        "1e999999",
        text(HEAD + '"commands": [{"do": "select", "timeout": 1e999999}]}'),
        "too large for a number",
    ),
    ("digits", "a number of 100,000 digits", head(f'"x": {"9" * 100_000}'), "too many digits"),
    (
        "version-digits",
        "a version of 900 digits",
        text('{"format": "selector-playground-experiment", "version": ' + "9" * 900 + ", " + COMMANDS),
        "version",
    ),
    ("duplicate", "one key twice, the second hidden", head('"title": "a", "title": "b"'), "stands twice"),
    (
        "duplicate-deep",
        "the same within a command",
        text(HEAD + '"commands": [{"do": "note", "do": "kill", "text": "x"}]}'),
        "stands twice",
    ),
    ("duplicate-escaped", "the same in other letters", head('"title": "a", "\\u0074itle": "b"'), "stands twice"),
    ("surrogate", "half a character", head('"title": "\\ud800"'), "surrogate"),
    ("deep-lists", "100,000 lists in each other", b"[" * 100_000 + b"]" * 100_000, "too deep"),
    ("deep-objects", "objects in each other", head('"title": ' + '{"a":' * 90 + "1" + "}" * 90), "too deep"),
    ("open-brackets", "brackets that are never closed", b"[" * 65, "too deep"),
):
    FORM.row(id, REFUSED, tries, made, says)

# What stands in the place of a file.

FORM.row("directory", REFUSED, "a folder", lambda w: w.temp, "Is a directory|not a regular file")
FORM.row("fifo", REFUSED, "a FIFO, which blocks whoever opens it", lambda w: w.fifo, "not a regular file", reads=True)
FORM.row("socket", REFUSED, "a socket's path", lambda w: w.socket, "not a regular file")
FORM.row("missing", REFUSED, "nothing", lambda w: w.mail / "none.json", "No such file")
FORM.row("link-loop", REFUSED, "a link to itself", lambda w: link(w, "loop.json", "loop.json"), "symbolic")
FORM.row("link-zero", REFUSED, "a link to /dev/zero", lambda w: link(w, "z.json", "/dev/zero"), "not a regular file")
FORM.row(
    "link-victim",
    REFUSED,
    "a link to a file of words",
    lambda w: link(w, "v.json", str(w.victim)),
    "line 1",
    reads=True,
)


def _sparse(world: World) -> Path:
    path = world.mail / "sparse.json"
    path.touch()
    os.truncate(path, 1 << 40)
    return path


FORM.row("sparse", REFUSED, "a file of 1 TiB that takes no room", _sparse, "at most")


# What the schema does not have.

for id, tries, made, says in (
    ("format", "another format", text('{"format": "x", "version": 1, "commands": []}'), "format"),
    ("format-markup", "markup as format", text('{"format": "<img src=x>", "version": 1, "commands": []}'), "format"),
    ("newer", "a newer version", text(HEAD.replace("1", "2") + COMMANDS), "version 2"),
    ("version-true", "true as version", text(HEAD.replace("1", "true") + COMMANDS), "version"),
    ("callbacks", "Python of its own", head('"callbacks": {"evil": "import os; os.abort()"}'), "no Python"),
    ("unknown-field", "a field at the top", head('"trust": true'), "unknown field"),
    ("proto", "fields that mean something elsewhere", head('"__proto__": {"trust": true}'), "unknown field"),
    ("backend", "a selector class by its path", head('"backend": "os.system"'), "no backend"),
    ("no-commands", "no commands", text(HEAD + '"title": ""}'), "commands"),
    ("command-null", "null for a command", experiment([None]), r"commands\[0\]"),  # type: ignore[list-item]
    ("verb", "a verb there is not", experiment(one(do="exec", text="x")), r"commands\[0\]"),
    ("verb-list", "a list as verb", experiment(one(do=["open"])), r"commands\[0\]"),
    ("command-trust", "a command that trusts itself", experiment(one(do="note", text="x", trust=True)), "unknown"),
    ("command-class", "a class of Python", experiment(one(do="note", text={"__class__": "os"})), "str"),
    ("name-empty", "an empty name", experiment([opens("pipe", "")]), "not a name"),
    ("name-dots", "a name that leads out of its folder", experiment([opens("fifo", "../../x")]), "not a name"),
    ("name-slash", "a path as a name", experiment([opens("unix-listener", "/tmp/x")]), "not a name"),
    ("name-newline", "a name with a line's end", experiment([opens("pipe", "a\nb")]), "not a name"),
    ("name-last-newline", "a name that ends a line", experiment([opens("pipe", "a\n")]), "not a name"),
    ("name-markup", "markup as a name", experiment([opens("pipe", "<img src=x>")]), "not a name"),
    ("name-template", "a template as a name", experiment([opens("pipe", "a{0}")]), "not a name"),
    ("name-escape", "a terminal's commands as a name", experiment([opens("pipe", "\x1b[2J")]), "not a name"),
    ("name-unicode", "letters that look like others", experiment([opens("pipe", "р")]), "not a name"),
    ("name-long", "a name of 100,000 letters", experiment([opens("pipe", "a" * 100_000)]), "length"),
    ("reference-long", "a reference of 10,000 letters", experiment(one(do="close", name="a" * 10_000)), "length"),
    ("before", "a name that is not open yet", experiment([does("close", name="a"), opens("pipe", "a")]), "before"),
    ("twice-open", "a name twice", experiment([PAIR, PAIR]), "twice"),
    (
        "twice-part",
        "a name that is a part of many",
        experiment([opens("pipe", "a", count=3), opens("pipe", "a-2")]),
        "twice",
    ),
    ("part", "a part that there is not", experiment([PAIR, does("close", name="pair.__class__")]), "pair"),
    ("kind", "a kind there is not", experiment([opens("__import__")]), "no kind"),
    ("option", "an option there is not", experiment([opens("pipe", evil=1)]), "no option"),
    ("option-type", "a list for a path", experiment([opens("text-file", path=["a"])]), "takes text"),
    ("option-deep", "an object for a number", experiment([opens("pipe", fd={"a": 1})]), "whole number"),
    ("option-true", "true for a number", experiment([opens("pipe", fd=True)]), "whole number"),
    ("count-zero", "none of them", experiment([opens("pipe", count=0)]), "count"),
    ("count-negative", "fewer than none", experiment([opens("pipe", count=-1)]), "count"),
    ("count-billion", "a billion", experiment([opens("pipe", count=10**9)]), "count"),
    ("count-huge", "10**500", experiment([opens("pipe", count=10**500)]), "count"),
    ("choice", "a choice there is not", experiment([opens("bad-fileno", answer="os.abort()")]), "one of"),
    ("argv-deep", "lists in a command line", experiment([opens("process", argv=[["a"]])]), "texts"),
    ("size-huge", "a send of 2**63 bytes", experiment([PAIR, does("send", name="pair.a", size=2**63)]), "size"),
    ("size-2-gib", "a send of 2 GiB", experiment([PAIR, does("send", name="pair.a", size=2**31)]), "16777216"),
    ("receive-negative", "a receive of -1", experiment([PAIR, does("receive", name="pair.a", size=-1)]), "size"),
    ("send-two", "two payloads", experiment([PAIR, does("send", name="pair.a", text="", size=1)]), "one of"),
    ("send-none", "none", experiment([PAIR, does("send", name="pair.a")]), "one of"),
    ("hex", "hex that is none", experiment([PAIR, does("send", name="pair.a", hex="0x" * 5000)]), "hex"),
    ("events", "events there are not", experiment([PAIR, does("register", name="pair.a", events=["exec"])]), "events"),
    ("events-float", "1.5 as a mask", experiment([PAIR, does("register", name="pair.a", events=1.5)]), "events"),
    (
        "callback",
        "a callback there is not",
        experiment([PAIR, does("register", name="pair.a", events=1, callback="os.system")]),
        "no callback",
    ),
    (
        "callback-option",
        "an option it does not take",
        experiment([PAIR, does("register", name="pair.a", events=1, callback="accept", options={"then": "process"})]),
        "one of",
    ),
    ("timeout", "words as a timeout", experiment([does("select", timeout="soon")]), "timeout"),
    ("timeout-true", "true as a timeout", experiment([does("select", timeout=True)]), "timeout"),
    ("calls", "fewer calls than none", experiment([does("run", calls=-1)]), "calls"),
    ("seconds", "fewer seconds than none", experiment([does("run", seconds=-0.5)]), "seconds"),
    ("nested-call", "a call within a call", experiment([does("select", timeout=0, during=[LOOK])]), "while a call"),
    (
        "during-deep",
        "calls in calls in calls",
        text(HEAD + '"commands": [' + '{"do": "select", "timeout": 0, "during": [' * 31 + "]}" * 31 + "]}"),
        "commands|deep",
    ),
    (
        "during-unknown",
        "a bad name in it",
        experiment([does("select", timeout=0, during=[does("close", name="q")])]),
        "during",
    ),
    (
        "shutdown",
        "a way to shut down there is not",
        experiment([PAIR, does("shutdown", name="pair.a", how="x")]),
        "how",
    ),
    (
        "set-list",
        "words in a socket's option",
        experiment([PAIR, does("set", name="pair.a", option="SO_LINGER", value="x")]),
        "value",
    ),
    (
        "set-long",
        "an option's name of 10,000 letters",
        experiment([PAIR, does("set", name="pair.a", option="S" * 10_000, value=1)]),
        "length",
    ),
    (
        "connect-both",
        "two destinations",
        experiment([PAIR, does("connect", name="pair.a", to="pair.b", host="x", port=1)]),
        "connect takes",
    ),
    (
        "rename-taken",
        "a name that is taken",
        experiment([PAIR, opens("pipe"), does("rename", name="it", to="pair")]),
        "opened",
    ),
    (
        "rename-former",
        "its name of before",
        experiment([opens("bytesio"), does("rename", name="it", to="b"), does("close", name="it")]),
        "called b",
    ),
    ("use-backend", "a module as a backend", experiment([does("use-backend", backend="subprocess")]), "no backend"),
    ("inside", "a selector that is none", experiment([PAIR, does("get-map", **{"in": "nobody"})]), "before"),
    ("words-in-place", "a terminal's commands where it is refused", experiment(one(do="\x1b]0;evil\x07")), r"\[0\]"),
    ("template-verb", "a template where it is refused", experiment(one(do="{0.__class__:>999999999}")), r"\[0\]"),
    ("long-verb", "a verb of 1 MB", experiment(one(do="x" * 1_000_000)), ":"),
    ("long-kind", "a kind of 1 MB", experiment([opens("k" * 1_000_000)]), ":"),
    ("long-option", "an option's name of 1 MB", experiment([opens("pipe", **{"o" * 1_000_000: 1})]), ":"),
    ("long-choice", "a choice of 1 MB", experiment([opens("queue", **{"class": "c" * 1_000_000})]), ":"),
    ("long-path", "a path of 6 MB", experiment([opens("text-file", path="p" * 6_000_000)]), "path"),
    ("long-host", "a host of 3 MB", experiment([opens("tcp-client", host="h" * 3_000_000)]), "host"),
    ("long-note", "a note of 6 MB", experiment(one(do="note", text="n" * 6_000_000)), "text"),
    (
        "long-to",
        "a destination of 1 MB",
        experiment([opens("udp"), does("send", name="it", text="", to="t" * 1_000_000 + ":1")]),
        "to",
    ),
    (
        "long-connect",
        "a host to connect to of 1 MB",
        experiment([opens("tcp-socket"), does("connect", name="it", host="h" * 1_000_000, port=1)]),
        "host",
    ),
    ("long-argv", "a command line of 1 MB", experiment([opens("process", argv="a " * 500_000)]), "argv"),
    ("long-words", "a word of 1 MB in one", experiment([opens("process", argv=["sh", "-c", "x" * 1_000_000])]), "argv"),
    ("many-words", "200,000 words", experiment([opens("process", argv=["x"] * 200_000)]), "argv|too many"),
    ("long-title", "a title of 1 MB", experiment([], title="t" * 1_000_000), "title"),
):
    FORM.row(id, REFUSED, tries, made, says)

# What fills a file of 16 MiB: refused within a second, and without the memory of many such files.


def filled(before: str, part: str, after: str) -> bytes:
    return text(before + part * ((LIMIT - len(before) - len(after)) // len(part)) + after)


for id, tries, big in (
    ("big-brackets", "16 MiB of brackets", lambda w: b"[" * LIMIT),
    ("big-closed", "16 MiB of empty lists", lambda w: filled(HEAD + '"x": [', "[],", "1]}")),
    ("big-string", "16 MiB of one title", lambda w: filled(HEAD + '"title": "', "a", f'", {COMMANDS}')),
    ("big-lists", "300,000 lists", lambda w: head('"x": [' + "[]," * 300_000 + "1]")),
    ("big-escapes", "16 MiB of escapes", lambda w: filled(HEAD + '"title": "', "\\u0061", f'", {COMMANDS}')),
    ("big-backslashes", "16 MiB of backslashes", lambda w: filled(HEAD + '"title": "', "\\\\", '"}')),
    ("big-quotes", "16 MiB of quotes", lambda w: filled(HEAD + '"title": "', '\\"', '"}')),
    ("big-note", "16 MiB of one note", lambda w: filled(HEAD + '"commands": [{"do": "note", "text": "', "n", '"}]}')),
    (
        "big-path",
        "16 MiB of one path",
        lambda w: filled(
            HEAD + '"commands": [{"do": "open", "kind": "text-file", "name": "f", "options": {"path": "', "/p", '"}}]}'
        ),
    ),
    (
        "big-hex",
        "16 MiB of hex",
        lambda w: filled(
            HEAD + '"commands": [{"do": "open", "kind": "pipe", "name": "p"}, {"do": "send", "name": "p.w", "hex": "',
            "00",
            '"}]}',
        ),
    ),
    ("big-numbers", "16 MiB of numbers", lambda w: filled(HEAD + '"x": [', "1,", "1]}")),
    ("big-strings", "16 MiB of empty strings", lambda w: filled(HEAD + '"x": [', '"",', "1]}")),
    (
        "big-notes",
        "as many notes as go into 16 MiB",
        lambda w: filled(HEAD + '"commands": [', '{"do":"note","text":""},', '{"do":"note","text":""}]}'),
    ),
    (
        "big-opens",
        "as many pipes as go into 16 MiB",
        lambda w: filled(HEAD + '"commands": [', '{"do":"open","kind":"pipe","name":"p"},', '{"do":"get-map"}]}'),
    ),
    ("big-digits", "16 MiB of digits", lambda w: filled(HEAD + '"x": ', "9", "}")),
    ("big-blanks", "16 MiB of blanks", lambda w: b" " * LIMIT),
    ("big-lines", "16 MiB of lines", lambda w: b"\n" * LIMIT),
    ("big-bad", "16 MiB that are wrong at the end", lambda w: filled(HEAD + '"title": "', "a", "\xff")),
    ("too-big", "a byte more than 16 MiB", lambda w: b" " * (LIMIT + 1)),
):
    FORM.row(id, REFUSED, tries, big, "[.]", big=True)


def _keys(world: World) -> bytes:
    keys = ",".join(f'"{number:x}":1' for number in range(1_400_000))
    return text(HEAD + '"x": {' + keys)[: LIMIT - 2] + b"}}"


FORM.row("big-keys", REFUSED, "16 MiB of keys", _keys, ":", big=True)


def _duplicate(world: World) -> bytes:
    keys = ",".join(f'"{number:x}":1' for number in range(1_200_000))
    return text(HEAD + '"x": {' + keys + ',"0":2}}')


FORM.row("big-duplicate", REFUSED, "16 MiB of keys, the last one twice", _duplicate, ":", big=True)


FORM.row(
    "bom",
    PLAYS,
    "a byte order mark, which editors of Windows write",
    b"\xef\xbb\xbf" + experiment([does("note", text="hello")]),
    "hello",
)
FORM.row("nothing-to-do", PLAYS, "no command", [])

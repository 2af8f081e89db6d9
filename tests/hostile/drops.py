"""What may be dropped onto the window: URLs of any kind, files with odd names, many at once, and what is no file.

A case makes a list of URLs. ``OPENS``: something is open afterwards, ``ASKS``: it was asked for trust and is not
played, ``REFUSED``: words say why nothing is; ``SAFE``: nothing need come of it.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .asking import FAR, device, link, process, touch
from .case import ASKS, OPENS, REFUSED, SAFE, Family, does, experiment, opens
from .journals import hot_journal
from .recordings import good
from .world import World

DROPS = Family()


def url(path: Any) -> str:
    return "file://" + quote(os.fsencode(path))


def written(world: World, name: str, content: bytes = b"hello") -> Path:
    path = world.mail / name
    path.write_bytes(content)
    return path


def named(name: str, content: bytes = b"hello") -> Any:
    return lambda w: [url(written(w, name, content))]


def commands(*made: Any, name: str = "x.selector.json") -> Any:
    """A dropped experiment; ``made`` may be functions of the world."""
    return lambda w: [
        url(written(w, name, experiment([two for one in made for two in (one(w) if callable(one) else one)])))
    ]


for id, comes, tries, urls in (
    ("nothing", SAFE, "no URL", []),
    ("web", SAFE, "a page of the web", ["http://192.0.2.1/x.json"]),
    (
        "webs",
        SAFE,
        "schemes of all kinds",
        [
            "https://192.0.2.1/",
            "ftp://192.0.2.1/x",
            "smb://192.0.2.1/share",
            "javascript:alert(1)",
            "data:text/html,<b>",
            "qrc:/x",
            "mailto:a@b",
            "x:",
            "about:blank",
        ],
    ),
    ("host", SAFE, "a file of another machine", ["file://192.0.2.1/share/x.json"]),
    ("hosts", SAFE, "the same in other words", ["file:////192.0.2.1/share/x", "file://localhost/etc/passwd.none"]),
    ("empty", SAFE, "an empty path", ["file://"]),
    ("relative", SAFE, "a path without a beginning", ["file:x.json"]),
    ("nul", SAFE, "NUL in a path", ["file:///tmp/a%00b"]),
    ("nul-json", SAFE, "NUL in an experiment's path", ["file:///tmp/a%00.selector.json"]),
    ("nul-first", SAFE, "NUL alone", ["file:///%00"]),
    ("percent", SAFE, "escapes that are none", ["file:///tmp/%zz%", "file:///%"]),
    ("bytes", SAFE, "bytes that are no letters", ["file:///tmp/%ff%fe%80"]),
    ("surrogate", SAFE, "half a character", ["file:///tmp/%ed%a0%80"]),
    ("long", SAFE, "a path of 100,000 letters", ["file:///tmp/" + "p" * 100_000]),
    ("deep", SAFE, "a path of 20,000 folders", ["file://" + "/p" * 20_000]),
    ("query", SAFE, "a path with a question", ["file:///tmp/x?y#z"]),
    ("missing", SAFE, "nothing there", ["file:///nowhere/at/all"]),
    ("missing-many", SAFE, "nothing there, 300 times", [f"file:///nowhere/{n}" for n in range(300)]),
    ("root", OPENS, "the folder of all", ["file:///"]),
    ("dots", OPENS, "a way around", ["file:///tmp/../../.."]),
    ("zero", OPENS, "what never ends", ["file:///dev/zero"]),
    ("null", OPENS, "what is empty", ["file:///dev/null"]),
):
    DROPS.row(id, comes, tries, urls)
for id, tries, name in (
    ("name-markup", "a name of markup", "<img src='x'><b>x<b>"),
    ("name-template", "a name that is a template", "{a:>999999999}{0.__class__}{"),
    ("name-newline", "a name of lines", "a\n\n\nb"),
    ("name-escapes", "a name that a terminal obeys", "\x1b]0;evil\x07\r\x9b"),
    ("name-turned", "a name that reads backwards", "\u202egnp.exe"),
    ("name-long", "the longest name there is", "n" * 255),
    ("name-blank", "a name of blanks", "   "),
    ("name-dots", "a name of dots", "..."),
    ("name-python", "a word of Python's", "import"),
    ("name-number", "a name of digits", "12345"),
    ("name-minus", "a name like an option", "--trust"),
    ("name-foreign", "a name of other letters", "файл 文件"),
    ("name-desktop", "a file that starts a program elsewhere", "x.desktop"),
    ("name-quote", "a name of quotes", "'\"`$(touch x)`"),
):
    DROPS.row(id, OPENS, tries, named(name))
DROPS.row(
    "name-bytes",
    SAFE,
    "a name that is no UTF-8",
    lambda w: ["file://" + quote(os.fsencode(w.mail)) + "/%ff%fe.txt"] if _made(w, b"\xff\xfe.txt") else [],
)


def _made(world: World, name: bytes) -> bool:
    with open(os.path.join(os.fsencode(world.mail), name), "wb"):  # noqa: PTH118, PTH123 - a Path has no such name
        return True


for id, comes, tries, make in (
    ("three", OPENS, "three files at once", lambda w: [url(written(w, f"{n}.txt")) for n in range(3)]),
    ("same-names", OPENS, "three files of one name", lambda w: [url(written(w, "file.txt"))] * 3),
    (
        "three-hundred",
        SAFE,
        "300 files at once, which is asked about",
        lambda w: [url(written(w, f"f{n}")) for n in range(300)],
    ),
    ("fifo", SAFE, "a FIFO, whose bytes stay its owner's", lambda w: [url(w.fifo)]),
    ("loop", SAFE, "a link to itself", lambda w: [url(link(w, "loop.json", "loop.json"))]),
    ("closed", SAFE, "a file that may not be read", lambda w: [url(_closed(w))]),
    ("sparse", OPENS, "1 TiB that takes no room", lambda w: [url(_sparse(w))]),
    ("json-folder", OPENS, "a folder named as an experiment", lambda w: [url(_folder(w, "x.selector.json"))]),
    ("json-fifo", SAFE, "a FIFO named as an experiment", lambda w: [url(link(w, "x.selector.json", str(w.fifo)))]),
    ("json-zero", SAFE, "a link to /dev/zero named as one", lambda w: [url(link(w, "x.selector.json", "/dev/zero"))]),
    (
        "json-bad",
        REFUSED,
        "an experiment that is none",
        lambda w: [
            url(
                written(
                    w,
                    "x.selector.json",
                    b'{"format": "selector-playground-experiment", "version": 1, "commands": [{"do": "exec"}]}',
                )
            )
        ],
    ),
    (
        "json-deep",
        REFUSED,
        "one of 10,000 levels",
        lambda w: [
            url(written(w, "x.selector.json", b'{"format": "selector-playground-experiment", "x": ' + b"[" * 10_000))
        ],
    ),
    ("json-markup", REFUSED, "one whose faults are markup", commands([does("<img src='/dev/zero'>")])),
    ("json-template", REFUSED, "one whose faults are templates", commands([does("{0.__class__:>999999999}")])),
    ("sqlite-noise", SAFE, "a database of noise", named("x.sqlite", b"SQLite format 3\0" + b"\xff" * 9000)),
    (
        "sqlite-head",
        REFUSED,
        "a recording's head, and no more",
        named("x.sqlite", b"SQLite format 3\0" + bytes(52) + b"SPRC" + bytes(28)),
    ),
    ("process", ASKS, "an experiment that starts a process", commands(lambda w: process(argv=touch(w)))),
    ("far", ASKS, "one that connects", commands([opens("tcp-client", host=FAR)])),
    ("device", ASKS, "one that opens a terminal", commands(device("/dev/tty"))),
    (
        "needs",
        ASKS,
        "one of 20,000 needs",
        commands([opens("unix-client", f"u{n}", path=f"/nowhere/{n}") for n in range(2000)]),
    ),
    (
        "need-long",
        ASKS,
        "one whose need is a long word",
        commands([opens("process", argv=["sh", "-c", "x" * 900 + ";a"])]),
    ),
    ("need-markup", ASKS, "one whose need is markup", commands(lambda w: process(argv=[f"<img src='{w.fifo}'>"]))),
    (
        "experiments",
        OPENS,
        "three experiments at once",
        lambda w: [url(written(w, f"{n}.selector.json", experiment([opens("pipe", f"p{n}")]))) for n in range(3)],
    ),
    (
        "title-markup",
        OPENS,
        "an experiment with markup as its title",
        lambda w: [
            url(written(w, "x.selector.json", experiment([opens("pipe")], title="<img src='/dev/zero'>{a:>999999999}")))
        ],
    ),
    (
        "title-long",
        SAFE,
        "one with a title of 3,000 letters",
        lambda w: [url(written(w, "x.selector.json", experiment([opens("pipe")], title="t" * 3000)))],
    ),
    ("host-long", SAFE, "one with a host of 300 letters", commands([opens("tcp-client", host="h" * 300)])),
    ("note-long", OPENS, "one with a note of 4,000 letters", commands([opens("pipe"), does("note", text="n" * 4000)])),
    ("journal", SAFE, "a recording whose journal names a file of the user", lambda w: [url(_with_journal(w))]),
    (
        "mixed",
        SAFE,
        "a recording, an experiment and a file",
        lambda w: [
            url(good(w)),
            url(written(w, "x.selector.json", experiment([opens("pipe")]))),
            url(written(w, "words")),
        ],
    ),
):
    DROPS.row(
        id,
        comes,
        tries,
        make,
        reads=id in ("fifo", "json-fifo"),
        may="^open: .*(fifo|x.selector.json)" if "fifo" in id else "",
    )


def _with_journal(world: World) -> Path:
    path = good(world)
    Path(f"{path}-journal").write_bytes(hot_journal(path, world.victim))
    return path


def _closed(world: World) -> Path:
    path = written(world, "closed.txt")
    path.chmod(0)
    return path


def _sparse(world: World) -> Path:
    path = written(world, "sparse")
    os.truncate(path, 1 << 40)
    return path


def _folder(world: World, name: str) -> Path:
    path = world.mail / name
    path.mkdir()
    return path

"""What may stand in the file of settings: written by another version, by hand, by a disk that failed, by a stranger."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .case import OPENS, Family
from .world import World

SETTINGS = Family()
FILE = "settings.json"
MARKUP = "<img src='/dev/zero'><b>x</b>"


def holds(**settings: Any) -> bytes:
    return json.dumps({key.replace("_", "-"): value for key, value in settings.items()}).encode()


def layouts(value: Any) -> bytes:
    names = ("window", "geometry", "history", "fileobjects")
    return json.dumps({f"layout/{name}": value for name in names}).encode()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def placed(put: Callable[[World, Path], Any]) -> Callable[[World], Path]:
    """The folder of settings, with the file made by ``put``."""

    def make(world: World) -> Path:
        put(world, world.storage / FILE)
        return world.storage

    return make


GEOMETRY = b"\x01\xd9\xd0\xcb\0\x03\0\0" + b"\x7f\xff\0\0" * 8 + b"\0\0\0\0\0\0\0\0\x04\0"
for id, tries, made in (
    ("empty", "nothing", b""),
    ("noise", "noise", bytes(range(256)) * 40),
    ("nul", "NUL bytes", b"\0" * 5000),
    ("ini", "another kind of file", b"[General]\nrecent=@Variant(\\0\\0\\0\\t\\x7f\\xff\\xff\\xff)\n"),
    ("list", "a list", b"[1, 2, 3]"),
    ("scalar", "a number", b"7"),
    ("deep", "100,000 lists in each other", b"[" * 100_000),
    ("deep-value", "the same as a theme", b'{"theme": ' + b"[" * 50_000),
    ("duplicate", "one key twice", b'{"theme": "dark", "theme": "<b>"}'),
    ("digits", "a number of 100,000 digits", b'{"capacity": ' + b"9" * 100_000 + b"}"),
    ("nan", "numbers that are none", b'{"longest-wait": NaN, "capacity": Infinity, "receive": -Infinity}'),
    ("huge-float", "1e999999", b'{"longest-wait": 1e999999, "capacity": 1e999999}'),
    ("surrogate", "half a character", b'{"theme": "\\ud800", "recent": ["/\\ud800"], "filters": ["\\udfff"]}'),
    ("theme", "a theme there is not", holds(theme=MARKUP)),
    ("theme-list", "a list as a theme", holds(theme=["dark"])),
    ("theme-long", "a theme of 900 KB", holds(theme="d" * 900_000)),
    ("capacity-minus", "fewer rows than none", holds(capacity=-5)),
    ("capacity-huge", "2**70 rows", holds(capacity=2**70)),
    ("capacity-words", "words as a number", holds(capacity="many")),
    ("capacity-true", "true as a number", holds(capacity=True)),
    ("capacity-float", "a fraction of a row", holds(capacity=2000.5)),
    ("capacity-list", "a list as a number", holds(capacity=[1000])),
    ("wait-minus", "a wait below 0", holds(longest_wait=-1)),
    ("wait-huge", "a wait of 10**300 s", holds(longest_wait=10**300)),
    ("receive", "receives of 2**70 bytes", holds(receive=2**70)),
    ("recent-one", "one recent file", holds(recent=["/tmp/a.selector.json"])),
    ("recent-word", "a word as a list", holds(recent="/tmp/a.selector.json")),
    ("recent-many", "10,000 recent files", holds(recent=[f"/tmp/{n}" for n in range(10_000)])),
    ("recent-long", "one with a path of 900 KB", holds(recent=["/" + "p" * 900_000])),
    ("recent-markup", "one that is markup", holds(recent=[f"/tmp/{MARKUP}"])),
    ("recent-template", "one that is a template", holds(recent=["/tmp/{path:>999999999}{0.__class__}{"])),
    ("recent-nul", "one with a NUL in it", holds(recent=["/tmp/a\0.json"])),
    ("recent-escapes", "one that a terminal obeys", holds(recent=["/tmp/\x1b[2J\n\r\u202e"])),
    ("recent-ampersands", "one with keys of a menu in it", holds(recent=["/tmp/&a&&b\tCtrl+Q"])),
    ("recent-lists", "lists in a list", holds(recent=[["/tmp/a"], {"path": 1}, None, 7])),
    ("recent-devices", "devices, FIFOs and folders", holds(recent=["/dev/zero", "/dev/tty", "/", "/proc/self/fd/0"])),
    ("filters-many", "10,000 filters", holds(filters=[f"fd == {n}" for n in range(10_000)])),
    ("filters-long", "a filter of 900 KB", holds(filters=["(" * 900_000])),
    ("filters-deep", "a filter of brackets", holds(filters=["(" * 9_000])),
    ("filters-code", "Python as a filter", holds(filters=["__import__('os').abort()", MARKUP])),
    ("layout-noise", "noise as a layout", layouts(b64(b"\xff" * 500))),
    ("layout-words", "words as a layout", layouts("words")),
    ("layout-list", "lists as a layout", layouts([1])),
    ("layout-letters", "letters that are none of base64", layouts("é" * 100)),
    ("layout-geometry", "a window a million pixels wide, far away", layouts(b64(GEOMETRY))),
    ("layout-count", "a layout that says it has 2**31 parts", layouts(b64(b"\0\0\0\xff\0\0\0\0\xfd\x7f\xff\xff\xff"))),
    ("keys", "50,000 keys", holds(**{f"k{n}": 1 for n in range(50_000)})),
    ("groups", "objects in objects", holds(layout={"window": {"a": {}}}, theme={"theme": "dark"})),
):
    SETTINGS.row(id, OPENS, tries, placed(lambda w, at, made=made: at.write_bytes(made)))  # type: ignore[misc]

for id, tries, put in (
    ("file-victim", "a link to a file of the user", lambda w, at: at.symlink_to(w.victim)),
    ("file-folder", "a folder in its place", lambda w, at: at.mkdir()),
    ("file-fifo", "a FIFO in its place", lambda w, at: os.mkfifo(at)),
    ("file-zero", "a link to what never ends", lambda w, at: at.symlink_to("/dev/zero")),
    ("file-tty", "a link to a terminal", lambda w, at: at.symlink_to("/dev/tty")),
    ("file-closed", "a file that may not be read", lambda w, at: (at.write_bytes(b""), at.chmod(0))),
    ("file-nowhere", "a link to nothing", lambda w, at: at.symlink_to("/nowhere/at/all")),
    ("file-loop", "a link to itself", lambda w, at: at.symlink_to(at)),
    ("sparse", "1 TiB that takes no room", lambda w, at: (at.touch(), os.truncate(at, 1 << 40))),
):
    SETTINGS.row(id, OPENS, tries, placed(put), reads=id == "file-victim")
SETTINGS.row("big", OPENS, "16 MiB", placed(lambda w, at: at.write_bytes(b"[" * (16 << 20))), big=True)

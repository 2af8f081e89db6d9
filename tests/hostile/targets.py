"""What may lie at the place where something is written, put there by somebody who may write to the same folder."""

from pathlib import Path
from typing import Any

from .case import SAFE, Family
from .world import World

TARGETS = Family()


def put(name: str, place: Any) -> Any:
    """A function that puts something at the path of that name, and gives the path."""

    def make(world: World) -> Path:
        path = world.mail / name
        place(world, path)
        return path

    return make


for id, tries, place in (
    ("link", "a link to a file of the user", lambda w, path: path.symlink_to(w.victim)),
    (
        "links",
        "a link to a link to one",
        lambda w, path: (other(path).symlink_to(w.victim), path.symlink_to(other(path))),
    ),
    ("hard-link", "another name of a file of the user", lambda w, path: path.hardlink_to(w.victim)),
    ("fifo", "a FIFO", lambda w, path: path.symlink_to(w.fifo)),
    ("folder", "a folder", lambda w, path: path.mkdir()),
    ("zero", "a link to what never ends", lambda w, path: path.symlink_to("/dev/zero")),
    ("round", "a link to itself", lambda w, path: path.symlink_to(path)),
    ("prose", "prose", lambda w, path: path.write_text("mine")),
):
    TARGETS.row(f"{id}", SAFE, f"{tries} in its place", put("kept", place), reads=True)
TARGETS.row("nul", SAFE, "a NUL in its name", lambda w: w.mail / "a\0b", reads=True)
TARGETS.row("long", SAFE, "a name of 300 letters", lambda w: w.mail / ("n" * 300), reads=True)


def other(path: Path) -> Path:
    return path.with_name("other")

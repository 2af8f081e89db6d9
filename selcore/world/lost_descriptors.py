"""Descriptors closed by someone else: detected, reported once, and no longer served."""

from typing import Final

from ..kinds.file_object import FileObject
from ..values.text import text
from .objects import Objects

CLOSED_ELSEWHERE: Final = "closed elsewhere"
LOOKED_AT = 1000
"""Objects that are checked after one call; more would take too long."""


def mark_if_lost(objects: Objects, this: FileObject) -> None:
    """Mark the object as lost if its descriptor is closed or is another file's now."""
    how = this.lost()
    if not how or this.state == CLOSED_ELSEWHERE:
        return
    this.state, this.how_lost = CLOSED_ELSEWHERE, how
    if how == "other":
        this.warning = str(text("descriptor {fd} is another file now: events of that one have this name", fd=this.fd))
    else:
        this.warning = str(text("descriptor {fd} was closed, and not by this object", fd=this.fd))
    objects.touch(this.name)


def find_lost(objects: Objects, names: list[str]) -> list[str]:
    """Check these objects. Returns those whose descriptor is closed (by whomever) or is another file's."""
    found = []
    for this in filter(None, map(objects.get, names[:LOOKED_AT])):
        mark_if_lost(objects, this)
        if this.closed or this.state == CLOSED_ELSEWHERE:
            found.append(this.name)
    return found

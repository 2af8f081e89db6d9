"""What somebody closed behind the session's back: told where it is noticed, and no longer served."""

from typing import Final

from ..kinds.file_object import FileObject
from ..values.text import text
from .objects import Objects

CLOSED_ELSEWHERE: Final = "closed elsewhere"
LOOKED_AT = 1000
"""With more registered, one does not look at each of them after a call that returned nothing."""


def mark_if_lost(objects: Objects, this: FileObject) -> None:
    """Say what became of its descriptor."""
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
    """Look at these; the names of those whose descriptor is closed or another's, be it by their own ``close()``."""
    found = []
    for this in filter(None, map(objects.get, names[:LOOKED_AT])):
        mark_if_lost(objects, this)
        if this.closed or this.state == CLOSED_ELSEWHERE:
            found.append(this.name)
    return found

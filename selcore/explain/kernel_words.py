"""How a row of the kernel's side differs from the map, in words; and what the whole of it is."""

from ..values.observed import KernelView, Watched
from ..values.text import Text, text


def source_text(view: KernelView) -> Text:
    """Where the rows come from."""
    if view.source == "closed":
        return text("The selector is closed: it has no map, and the kernel watches nothing for it.")
    if view.source == "set":
        return text("The kernel's own set, from /proc/self/fdinfo/{fd}", fd=view.fd)
    if view.source == "passed" and view.backend == "select":
        return text("The kernel keeps nothing: these numbers are passed at each select()")
    if view.source == "passed":
        return text("The kernel keeps nothing: these numbers and flags are passed at each poll()")
    return text("This system does not tell what {name} watches", name=view.class_name)


def own_text(view: KernelView) -> Text:
    """How the playground's wakeup is watched, which is in no map and in no result."""
    if view.backend == "epoll":
        return text("the playground's own wakeup: a poll() beside the epoll waits for it, the set has nothing of it")
    return text("the playground's own wakeup: passed at each call that may wait, taken out of what comes back")


def row_text(view: KernelView, row: Watched) -> Text:
    """What is the case, and what comes of it."""
    kept = view.source == "set"
    words = (_OF_SET if kept else _PASSED).get(row.how, _SAME)
    if words is _KEPT or words is _KEYLESS or words is _STALE:
        alive = ", ".join(row.alive) or "another descriptor"
        return Text(words.template, {"fd": row.fd, "name": row.name or "?", "alive": alive})
    if row.how == "reused" and kept and row.asked is not None:
        return Text(_REUSED_KEPT.template, {"fd": row.fd, "file": row.file, "alive": ", ".join(row.alive) or "?"})
    return Text(words.template, {"fd": row.fd, "name": row.name or "?", "file": row.file})


_SAME = text("The map and the kernel say the same.")
_KEPT = text(
    "Descriptor {fd} is closed, but {alive} keeps the file open: it is watched and reported on under this key."
)
_KEYLESS = text(
    "Watched without a key, as {alive} keeps the file open: select() comes back for it, and returns nothing. "
    "Only closing that ends it."
)
_STALE = text(
    "What was {name} is watched still, as {alive} keeps it open, under a number that is another file's: "
    "its events are reported under the new key. Only closing that ends it."
)
_REUSED_KEPT = text(
    "Descriptor {fd} is another file now ({file}), but the kernel goes on watching the old one: {alive} keeps it open."
)
_OF_SET: dict[str, Text] = {
    "closed": _KEPT,
    "keyless": _KEYLESS,
    "stale": _STALE,
    "unwatched": text(
        "Descriptor {fd} is closed: the kernel has forgotten it by itself, and the key is left. Unregister it."
    ),
    "reused": text(
        "Descriptor {fd} is another file now ({file}), and the kernel does not watch that. Unregister the old key."
    ),
    "differs": text("The kernel has other flags than the key's mask asks for."),
}
_PASSED: dict[str, Text] = {
    "closed": text(
        "Descriptor {fd} is closed and passed all the same: select() raises EBADF, poll() answers POLLNVAL."
    ),
    "reused": text("Descriptor {fd} is another file now ({file}): what that does is reported under the old key."),
}

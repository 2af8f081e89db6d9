"""Useful expressions and what each finds, for the help in the window and in the documents."""

from ..values.text import Text, text

EXAMPLES: tuple[tuple[str, Text], ...] = (
    ('name == "server"', text("what is about this file object")),
    ('name in ("pair.a", "pair.b")', text("about one of these")),
    ("error", text("what was refused, and calls that raised")),
    ('error == "PermissionError"', text("this exception only")),
    ("READ", text("results that were readable")),
    ("READ in returned and WRITE in returned", text("readable and writable at once")),
    ('"HUP" in raw', text("the other end hung up: EPOLLHUP or POLLHUP")),
    ('returned == [] and do == "select"', text("calls that returned nothing")),
    ("waited > 0.01", text("calls that took longer than 10 ms")),
    ("0.001 <= waited < 0.01", text("between 1 and 10 ms")),
    ("timeout == None", text("calls that wait until something is ready")),
    ("timeout - waited < 0.001", text("calls that ended by their timeout, or nearly so")),
    ("count > 1000", text("busy loops: that many identical calls")),
    ("results > 1", text("calls with several results")),
    ('"accepted" in did', text("where a callback accepted a connection")),
    ("interrupted or reentered", text("calls that were stopped, or entered again")),
    ('do != "select"', text("commands, without the calls")),
    ('name == "server" and waited > 0.01 or error', text("and stands before or, as in Python")),
    ('not (name == "server" or error)', text("everything but these")),
)

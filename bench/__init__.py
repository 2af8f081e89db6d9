"""The figures, one file each, measured by ``python3 dev.py bench``. To add one: a file with ``measure()``, a line here.

Each is measured in a process of its own: what one has loaded or left behind does not touch another.
"""

FIGURES: tuple[str, ...] = (
    "echo",
    "echo_window",
    "busy",
    "latency",
    "play",
    "memory",
    "append",
    "exact",
    "filter",
    "recording",
    "timeline",
    "start",
    "strace",
    "watch",
)

"""What the first bytes of a file say that it is; whether the rest is so too they do not say."""

HEAD = 100
"""Bytes of SQLite's header (https://sqlite.org/fileformat.html#the_database_header)."""
APPLICATION_ID = 0x53505243
"""In the header of a recording, for ``file(1)`` and the like: "SPRC"."""


def is_sqlite(head: bytes) -> bool:
    """Whether SQLite wrote it."""
    return head[:16] == b"SQLite format 3\0"


def is_recording(head: bytes) -> bool:
    """Whether it is a recording of this program."""
    return is_sqlite(head) and head[68:72] == APPLICATION_ID.to_bytes(4, "big")

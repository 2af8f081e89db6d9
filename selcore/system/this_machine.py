"""What tells this machine and this user from others, and a stranger does not know: as a key, never to be shown."""

import hashlib
import os
from functools import cache
from pathlib import Path

MACHINE = "/etc/machine-id"
"""machine-id(5): it is to be kept private, and only what was hashed of it given away."""
LARGEST = 256


@cache
def machine_key() -> bytes:
    """32 bytes. Where the system has no such file they tell users apart, and no machines."""
    try:
        with Path(MACHINE).open("rb") as file:
            machine = file.read(LARGEST)
    except OSError:
        machine = b""
    user = str(os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", ""))
    return hashlib.blake2b(machine.strip() + b"\0" + user.encode("utf-8", "surrogateescape"), digest_size=32).digest()

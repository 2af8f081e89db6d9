"""A disk that is soon full, which nobody else sees and which goes with the command: a tmpfs in its own namespace."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MOUNTED = """
size=$1 folder=$2; shift 2
mount -t tmpfs -o "size=$size" none "$folder" || exit
"$@"
status=$?
umount -l "$folder"
exit $status
"""


def small_disk(folder: Path, size: str) -> list[str]:
    """What to put before a command, so that the folder is such a disk to it. Skips where nothing may be mounted."""
    unshare = shutil.which("unshare")
    if unshare is None or os.getuid() != 0:
        pytest.skip("a small disk needs unshare and root")
    # In a chroot the root is no mount point, and cannot be made private: then the others may see it until the end.
    for propagation in ("private", "unchanged"):
        command = [unshare, "-m", "--propagation", propagation, "sh", "-c", MOUNTED, "sh", size, str(folder)]
        tried = subprocess.run([*command, "true"], capture_output=True, text=True)
        if tried.returncode == 0:
            return command
    pytest.skip(f"nothing may be mounted here: {tried.stderr.strip()}")

"""The kinds of file objects, one file a family. To add one: a file, and a line in KINDS."""

from .base import COMMON, Kind, Opening
from .binary_file import BinaryFile
from .device import Device
from .directory import Directory
from .fifo import Fifo
from .pipe import Pipe
from .socketpair import SocketPair
from .tcp import TcpClient, TcpListener
from .text_file import TextFile
from .udp import Udp
from .unix import UnixClient, UnixListener

KINDS: tuple[Kind, ...] = (
    SocketPair(),
    Pipe(),
    TcpListener(),
    TcpClient(),
    Udp(),
    UnixListener(),
    UnixClient(),
    Fifo(),
    TextFile(),
    BinaryFile(),
    Directory(),
    Device(),
)

__all__ = ["COMMON", "KINDS", "Kind", "Opening", "find_kind"]


def find_kind(id: str) -> Kind | None:
    """The kind of that id; None where there is none."""
    return next((kind for kind in KINDS if kind.id == id), None)

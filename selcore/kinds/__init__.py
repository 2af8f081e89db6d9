"""The kinds of file objects, one file a family. To add one: a file, and a line in KINDS."""

from .bad_fileno import BadFilenoKind
from .base import COMMON, Kind, Opening
from .binary_file import BinaryFile
from .device import Device
from .directory import Directory
from .fd import Dup, Fd
from .fifo import Fifo
from .kernel import EventFd, PidFd, TimerFd
from .message import MpPipe, MpQueue
from .never import Bytesio, Queue, Stringio
from .pipe import Pipe
from .process import Process
from .pty import Pty
from .reader import BufferedReader
from .selector import Selector
from .socketpair import SocketPair
from .stdio import Stderr, Stdin, Stdout
from .tcp import TcpClient, TcpListener
from .tcp_socket import TcpSocket
from .text_file import TextFile
from .tls_pair import TlsPair
from .udp import Udp
from .udp_socket import UdpSocket
from .unix import UnixClient, UnixListener
from .unix_pair import UnixDgramPair, UnixSeqpacketPair
from .unix_socket import UnixDgramSocket, UnixSocket

KINDS: tuple[Kind, ...] = (
    SocketPair(),
    Pipe(),
    UnixDgramPair(),
    UnixSeqpacketPair(),
    TlsPair(),
    MpPipe(),
    MpQueue(),
    TcpListener(),
    TcpClient(),
    TcpSocket(),
    Udp(),
    UdpSocket(),
    UnixListener(),
    UnixClient(),
    UnixSocket(),
    UnixDgramSocket(),
    Fifo(),
    TextFile(),
    BinaryFile(),
    Directory(),
    Device(),
    BufferedReader(),
    Stdin(),
    Stdout(),
    Stderr(),
    Pty(),
    Process(),
    EventFd(),
    TimerFd(),
    PidFd(),
    Selector(),
    Dup(),
    Fd(),
    Bytesio(),
    Stringio(),
    Queue(),
    BadFilenoKind(),
)

__all__ = ["COMMON", "KINDS", "Kind", "Opening", "find_kind"]


_BY_ID = {kind.id: kind for kind in KINDS}


def find_kind(id: str) -> Kind | None:
    """The kind of that id; None where there is none."""
    return _BY_ID.get(id)

"""Pairs of Unix sockets that keep what is sent apart: datagrams, and a stream of packets."""

import errno
import socket
from typing import Any, ClassVar

from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Kind, Opening
from .file_object import FileObject
from .packets import DatagramObject, PacketObject
from .socketpair import open_pair
from .unix import AF_UNIX


class UnixPair(Kind):
    """``socket.socketpair(socket.AF_UNIX, type)``."""

    group = "pairs"
    icon = "pair"
    suffixes = ("a", "b")
    type: ClassVar[str]

    def missing(self) -> Text | None:
        kind: Any = getattr(socket, self.type, None)
        if AF_UNIX < 0 or kind is None:
            return text("this Python has no socket.AF_UNIX or no socket.{type}", type=self.type)
        try:
            for end in socket.socketpair(AF_UNIX, kind):
                end.close()
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                return text("this system has no such pairs: {error}", error=str(error))
        return None

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        ends = open_pair(opening, AF_UNIX, getattr(socket, self.type))
        names = self.names(name)
        return [
            self.makes(one, self.id, end, state="connected", peer=peer)
            for one, end, peer in zip(names, ends, names[::-1], strict=True)
        ]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        a, b = (py.variable(one) for one in self.names(name))
        made = f"{a}, {b} = socket.socketpair(socket.AF_UNIX, socket.{self.type})"
        return [made, f"{a}.setblocking(False)", f"{b}.setblocking(False)"]


class UnixDgramPair(UnixPair):
    id = "unix-dgram-pair"
    title = text("Unix datagram pair")
    about = text("each send is one datagram, which may be empty; the other end closing is not noticed")
    short = "dgram"
    asks = None
    makes = DatagramObject
    type = "SOCK_DGRAM"


class UnixSeqpacketPair(UnixPair):
    id = "unix-seqpacket-pair"
    title = text("Unix packet pair")
    about = text("each send is one packet, in order; the other end closing is noticed")
    short = "seq"
    asks = None
    makes = PacketObject
    type = "SOCK_SEQPACKET"

"""Sockets that keep apart what is sent apart: a receive of fewer bytes than a packet has loses the rest."""

from ..system.packets import UNKNOWN, receive_packet
from ..values.spelling import DATAGRAM
from ..values.text import Text, text
from .file_object import SocketObject


def lost_words(cut: int) -> Text:
    """What is said of a packet of which so many bytes did not fit."""
    if cut == UNKNOWN:
        return text("it was longer: what did not fit is lost")
    if cut == 1:
        return text("it was longer by 1 byte, which did not fit and is lost")
    return text("it was longer by {n} {n:byte|bytes}, which did not fit and {n:is|are} lost", n=f"{cut:,}")


class PacketObject(SocketObject):
    """A socket whose every read is one packet. ``cut`` tells what was lost of the last one."""

    apart = True

    def read(self, size: int) -> bytes:
        data, self.sender, self.cut = receive_packet(self.obj, size)
        return data


class DatagramObject(PacketObject):
    """A socket whose every read is one datagram, which may be empty, from a ``sender``."""

    style = DATAGRAM

"""What the kernel's flags say, after poll(2), epoll_ctl(2) and kqueue(2)."""

from ..values.flags import bare
from ..values.text import Text, text

_WORDS = {
    "IN": text("there is something to read: data, an end of file, or a connection to accept"),
    "PRI": text("urgent data, or an exceptional condition of the file"),
    "OUT": text("a write would not wait: there is room, or it is refused at once"),
    "ERR": text(
        "an error condition: a pending error, or nobody left to read a pipe; reported whether asked for or not"
    ),
    "HUP": text(
        "hang-up: the connection is over, was never made, or the other side is gone; reported whether asked for or not"
    ),
    "NVAL": text("the descriptor is not open; reported whether asked for or not"),
    "RDHUP": text("the peer has shut down writing"),
    "MSG": text("a message flag that Linux does not use"),
    "KQ_FILTER_READ": text("there is something to read: data, an end of file, or a connection to accept"),
    "KQ_FILTER_WRITE": text("a write would not wait: there is room, or it is refused at once"),
}


def flag_text(name: str) -> Text:
    """One flag in words."""
    return _WORDS.get(bare(name), text("a flag that this program has no words for"))

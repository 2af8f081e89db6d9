"""How a file object's bytes are moved, as Python spells it: the lines for its ``write`` and ``read``."""

from typing import NamedTuple


class Style(NamedTuple):
    """Lines with places for ``name`` and ``data`` (bytes), ``text`` (str) or ``size``.

    ``ends``: what is read empty is at its end. An empty datagram is none.
    """

    send: str
    receive: str
    ends: bool = True


RAW = Style("os.write({name}.fileno(), {data})", "os.read({name}.fileno(), {size})")
TEXT = Style("{name}.write({text})", "{name}.read({size})")
SOCKET = Style("{name}.send({data})", "{name}.recv({size})")
DATAGRAM = SOCKET._replace(receive="{name}.recvfrom({size})", ends=False)


def variable(name: str) -> str:
    """The Python variable that stands for a name."""
    return name.replace(".", "_").replace("-", "_")

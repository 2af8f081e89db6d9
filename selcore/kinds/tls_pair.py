"""TLS over a socket pair: the kernel sees bytes of records, Python sees what is in them, and the two disagree."""

import functools
import importlib.util
import socket
from collections.abc import Callable
from typing import Any

from ..system.endings import ERR, HUP, flags
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Kind, Opening
from .file_object import CHUNK, FileObject, SocketObject, number_of
from .socketpair import open_pair

HOST = "localhost"
ROUNDS = 50
"""Steps of a handshake on one machine: a handful in fact."""

_BEGIN = {"SSLEOFError": ("",), "BrokenPipeError": ("",), "SSLZeroReturnError": ("", "in order")}
"""Errors of a send that leave a record begun, and how the reads have ended then."""


class TlsObject(SocketObject):
    """A socket whose "not now" has names of its own. A send that did not fit must be repeated as it was, not cut."""

    blocks = (*SocketObject.blocks, "SSLWantReadError", "SSLWantWriteError")
    least_chunk = CHUNK
    halves = False
    unsent = 0
    how_ended = ""

    def write(self, data: bytes) -> int:
        try:
            sent = super().write(data)
        except Exception as error:
            self._noted(error, len(data))
            raise
        self.unsent = 0
        return sent

    def read(self, size: int) -> bytes:
        data: bytes = self._noting_the_end(super().read, size, size)
        return data

    def read_by(self, reader: Any) -> None:
        """What the reader's reads meet is met by TLS."""
        raw = getattr(reader, "buffer", reader).raw
        below = raw.readinto
        raw.readinto = lambda buffer: self._noting_the_end(below, buffer, len(buffer))

    def _noting_the_end(self, read: Callable[[Any], Any], given: Any, size: int) -> Any:
        before = 0 if self.how_ended else flags(number_of(self.obj))
        try:
            got = read(given)
        except BrokenPipeError:
            # OpenSSL wanted to say goodbye. It tries that again before all else, if it has no record to finish first.
            self.how_ended = self.how_ended or ("" if self.unsent else "refused")
            raise
        except Exception as error:
            self._noted(error, self.unsent)
            raise
        if size and got in (0, b""):
            self.how_ended = self._how(before)
        return got

    def _how(self, before: int) -> str:
        """How it has ended, which was so ``before`` the read that met it."""
        if self._sends_on() and self.how_ended in ("", "reset"):
            return "in order"
        clean = before & HUP and not before & ERR  # else OpenSSL could say goodbye, or was told of the reset
        return self.how_ended or ("end" if clean else "reset")

    def _sends_on(self) -> bool:
        """Whether OpenSSL takes an end without a goodbye for one in order (as CPython asked it to until 3.11.2)."""
        import ssl

        return bool(self.obj.context.options & ssl.OP_IGNORE_UNEXPECTED_EOF)

    def _noted(self, error: Exception, unsent: int) -> None:
        """OpenSSL keeps in mind what failed: a record that was cut off, an end below it, an error of its own.

        Where it knows of the end already, it begins no record. Newer Pythons raise the kernel's BrokenPipeError where
        older ones have an SSLEOFError.
        """
        name = type(error).__name__
        if name == "SSLWantWriteError" or self.how_ended in _BEGIN.get(name, ()):
            self.unsent = self.unsent or unsent
        if name == "SSLEOFError":
            self.how_ended = self.how_ended or "reset"
        elif name == "SSLError":
            self.how_ended = "stuck" if self.unsent and self.how_ended != "broken" else "broken"

    def of_python(self) -> dict[str, Any]:
        return super().of_python() | {"tls_end": self.how_ended, "unsent": self.unsent}


class TlsPair(Kind):
    id = "tls-pair"
    title = text("TLS pair")
    about = text("two ends after their handshake; what TLS has read ahead, select() does not see")
    group = "pairs"
    short = "tls"
    icon = "lock"
    asks = None
    makes = TlsObject
    suffixes = ("client", "server")
    options = (
        Option(
            name="version",
            type="choice",
            default="1.3",
            title=text("TLS version"),
            asks="nothing",
            choices=("1.3", "1.2"),
        ),
    )

    def missing(self) -> Text | None:
        if importlib.util.find_spec("_ssl") is None:
            return text("this Python was built without ssl")
        if importlib.util.find_spec("trustme") is None:
            return text("the package trustme, which makes the certificate, is not installed")
        return None

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        client, server = _wrapped(options["version"], *open_pair(opening))
        try:
            _shake_hands(client, server)
        except BaseException:
            client.close()
            server.close()
            raise
        names = self.names(name)
        address = str(client.version())
        return [
            TlsObject(names[0], self.id, client, state="connected", address=address, peer=names[1]),
            TlsObject(names[1], self.id, server, state="connected", address=address, peer=names[0]),
        ]

    def lifts(self, options: dict[str, Any]) -> bool:
        return False

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        client, server = (py.variable(one) for one in self.names(name))
        version = options["version"].replace(".", "_")
        if py.whole:
            place = ", moved" if py.lifted("") else ""
            return [f"{client}, {server} = {py.part('tls_pair')}(ssl.TLSVersion.TLSv{version}{place})"]
        authority = py.beside(name, "ca")
        return [
            f"{authority}, pair = trustme.CA(), socket.socketpair()",
            "here, there = ssl.create_default_context(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)",
            f"{authority}.configure_trust(here)",
            f"{authority}.issue_cert({HOST!r}).configure_cert(there)",
            f"here.maximum_version = ssl.TLSVersion.TLSv{version}",
            f"{client} = here.wrap_socket(pair[0], False, do_handshake_on_connect=False, server_hostname={HOST!r})",
            f"{server} = there.wrap_socket(pair[1], True, do_handshake_on_connect=False)",
            f"helper = threading.Thread(target={server}.do_handshake)",
            f"helper.start(); {client}.do_handshake(); helper.join()",
            f"{client}.setblocking(False)",
            f"{server}.setblocking(False)",
        ]


@functools.cache
def _contexts(version: str) -> tuple[Any, Any]:
    """The client's and the server's, with a certificate of this run's own: making one takes a while."""
    import ssl

    import trustme

    authority = trustme.CA()
    client = ssl.create_default_context()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.configure_trust(client)
    authority.issue_cert(HOST).configure_cert(server)
    client.maximum_version = ssl.TLSVersion.TLSv1_3 if version == "1.3" else ssl.TLSVersion.TLSv1_2
    return client, server


def _wrapped(version: str, here: socket.socket, there: socket.socket) -> tuple[Any, Any]:
    with here, there:  # wrapping takes their descriptors away
        for_client, for_server = _contexts(version)
        client = for_client.wrap_socket(here, False, do_handshake_on_connect=False, server_hostname=HOST)
        try:
            return client, for_server.wrap_socket(there, True, do_handshake_on_connect=False)
        except BaseException:
            client.close()
            raise


def _shake_hands(client: Any, server: Any) -> None:
    """Each end in turn as far as it goes, for nobody else would move the other."""
    waiting = [client, server]
    for _ in range(ROUNDS):
        waiting = [end for end in waiting if not _step(end)]
        if not waiting:
            return
    raise TimeoutError(f"the TLS handshake did not end in {ROUNDS} rounds")


def _step(end: Any) -> bool:
    import ssl

    try:
        end.do_handshake()
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return False
    return True

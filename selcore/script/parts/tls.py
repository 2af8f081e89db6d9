"""A pair of sockets with TLS."""

import os
import socket
import ssl
import tempfile
from collections.abc import Callable

# A throw-away certificate for localhost and its key, which whoever has this file knows: they protect nothing.
THROW_AWAY = """\
-----BEGIN CERTIFICATE-----
MIICPDCCAeKgAwIBAgIUMvRWHafsmbIpWXcJpr/DFcFazhwwCgYIKoZIzj0EAwIw
VDEcMBoGA1UECgwTU2VsZWN0b3IgUGxheWdyb3VuZDE0MDIGA1UEAwwrYSB0aHJv
dy1hd2F5IGNlcnRpZmljYXRlLCBpdHMga2V5IGlzIHB1YmxpYzAgFw0yNjExMzAx
OTIxMjBaGA8yMTI2MTEwNjE5MjEyMFowVDEcMBoGA1UECgwTU2VsZWN0b3IgUGxh
eWdyb3VuZDE0MDIGA1UEAwwrYSB0aHJvdy1hd2F5IGNlcnRpZmljYXRlLCBpdHMg
a2V5IGlzIHB1YmxpYzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKFCp+QiAcXo
g8y53uRV3rTgqpWrzDRkcRU882lOGDmPbmFEockLTeF2q8Mp0YdHOuXDXIeX94dV
w5IIzhaIW+KjgY8wgYwwHQYDVR0OBBYEFPGbOHi35jrJrph8xlSJEyx0DxgpMB8G
A1UdIwQYMBaAFPGbOHi35jrJrph8xlSJEyx0DxgpMBQGA1UdEQQNMAuCCWxvY2Fs
aG9zdDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIChDATBgNVHSUEDDAK
BggrBgEFBQcDATAKBggqhkjOPQQDAgNIADBFAiEAvD6MiRA9vdMkK9H1EEZyT4Ax
ZZ00RbNvH7QoxEz4qAgCIBJF1dZJZPnk5qC8VIELnnNscSr59MN0HnUoVyEwInkn
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLVJHJfgKyEPB8dDz
620u9dlXaH9H8B9rCpdPHGKt5GChRANCAAShQqfkIgHF6IPMud7kVd604KqVq8w0
ZHEVPPNpThg5j25hRKHJC03hdqvDKdGHRzrlw1yHl/eHVcOSCM4WiFvi
-----END PRIVATE KEY-----
"""


def tls_pair(
    version: ssl.TLSVersion, place: Callable[[socket.socket], socket.socket] = lambda sock: sock
) -> tuple[ssl.SSLSocket, ssl.SSLSocket]:
    """Two connected sockets after their TLS handshake: the client's and the server's."""
    for_client, for_server = ssl.create_default_context(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "throw-away.pem")  # noqa: PTH118
        with open(path, "w") as file:  # noqa: PTH123
            file.write(THROW_AWAY)
        for_client.load_verify_locations(path)
        for_server.load_cert_chain(path)
    for_client.maximum_version = version
    here, there = (place(sock) for sock in socket.socketpair())
    here.setblocking(False)
    there.setblocking(False)
    client = for_client.wrap_socket(here, False, do_handshake_on_connect=False, server_hostname="localhost")
    server = for_server.wrap_socket(there, True, do_handshake_on_connect=False)
    waiting = [client, server]
    while waiting:
        waiting = [end for end in waiting if not shakes_hands(end)]
    return client, server


def shakes_hands(end: ssl.SSLSocket) -> bool:
    """Go on with the handshake as far as it goes. Whether it is done."""
    try:
        end.do_handshake()
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return False
    return True

"""What the cards begin with: a few dependent commands, and the object that gets the focus."""

from collections.abc import Callable

from selcore.history.store import Store
from selcore.values.commands import AnyCommand, Open, Register

from .naming import free_name

PORT = 8080
"""Where the echo server listens, as in most examples of one."""
Scenario = tuple[list[AnyCommand], str]


def _name(store: Store, kind: str) -> str:
    from selcore.kinds import find_kind

    found = find_kind(kind)
    assert found is not None
    return free_name(store, found)


def pair(store: Store) -> Scenario:
    """A socket pair, one end watched, nothing sent: what is typed next goes in at the other end."""
    name = _name(store, "socketpair")
    return [Open(kind="socketpair", name=name), Register(name=f"{name}.a", events=("read",))], f"{name}.b"


def _server(store: Store, name: str) -> list[AnyCommand]:
    return [
        Open(kind="tcp-listener", name=name, options={"host": "127.0.0.1", "port": PORT}),
        Register(name=name, events=("read",), callback="accept", options={"then": "echo-upper", "events": ["read"]}),
    ]


def echo_server(store: Store) -> Scenario:
    """The echo server alone, for clients outside."""
    name = _name(store, "tcp-listener")
    return _server(store, name), name


def echo(store: Store) -> Scenario:
    """The echo server with a client of its own, which reads what comes back."""
    server, client = _name(store, "tcp-listener"), _name(store, "tcp-client")
    commands = [
        *_server(store, server),
        Open(kind="tcp-client", name=client, options={"to": server}),
        Register(name=client, events=("read",), callback="drain"),
    ]
    return commands, client


def pipe_file(store: Store) -> Scenario:
    """A pipe, which every selector takes, and a file, which epoll refuses."""
    pipe, file = _name(store, "pipe"), _name(store, "text-file")
    commands: list[AnyCommand] = [
        Open(kind="pipe", name=pipe),
        Register(name=f"{pipe}.r", events=("read",)),
        Open(kind="text-file", name=file),
        Register(name=file, events=("read",)),
    ]
    return commands, f"{pipe}.w"


SCENARIOS: dict[str, Callable[[Store], Scenario]] = {
    "pair": pair,
    "echo": echo,
    "echo-server": echo_server,
    "pipe-file": pipe_file,
}

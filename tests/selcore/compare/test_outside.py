"""Connections of other programs are found by their addresses; their bytes can be played by clients of ours."""

from selcore.compare.outside import strangers, with_bytes
from selcore.experiment.file import dump, parse
from selcore.values.commands import Open, Send
from selcore.values.facts import ObjectState
from selcore.values.traffic import DataLog, Moved
from tests.selcore.recipes import opened, recipe

EXPERIMENT = parse(recipe(opened("tcp-listener", "server"), {"do": "select", "timeout": 1}))
OURS = ObjectState("client", "tcp-client", 101, "connected", "127.0.0.1:5 -> 127.0.0.1:80")
OUR_END = ObjectState("server.1", "connection", 102, "connected", "127.0.0.1:80 -> 127.0.0.1:5", peer="server")
THEIRS = ObjectState("server.2", "connection", 103, "connected", "127.0.0.1:80 -> 127.0.0.1:6", peer="server")


def log(*pieces: Moved) -> DataLog:
    made = DataLog()
    for piece in pieces:
        made.add(piece)
    return made


def received(data: bytes, size: int | None = None, sent: bool = False) -> Moved:
    return Moved("server.2", sent, 0, 0, len(data) if size is None else size, data)


def test_a_connection_whose_other_end_is_ours_is_no_stranger() -> None:
    assert [one.name for one in strangers([OURS, OUR_END, THEIRS], {})] == ["server.2"]


def test_its_bytes_are_sent_by_a_client_of_ours_before_the_first_call() -> None:
    pieces = log(received(b"he"), received(b"answer", sent=True), received(b"llo"), received(b""))
    found = with_bytes(EXPERIMENT, strangers([THEIRS], {"server.2": pieces}))
    assert found is not None and parse(dump(found)) == found
    assert found.commands[1:4] == (
        Open(kind="tcp-client", name="outside1", options={"to": "server"}),
        Send(name="outside1", hex=b"he".hex()),
        Send(name="outside1", hex=b"llo".hex()),
    )


def test_bytes_that_were_not_kept_whole_are_not_played() -> None:
    assert with_bytes(EXPERIMENT, strangers([THEIRS], {"server.2": log(received(b"he", 5000))})) is None


def test_a_listener_that_is_not_in_the_experiment_cannot_be_connected_to() -> None:
    assert with_bytes(parse(recipe()), strangers([THEIRS], {})) is None

"""What the schema cannot say: names are opened once, before they are used, and are names of something."""

import signal
from typing import Any

import pytest

from selcore.experiment.checking import trust_needed
from selcore.values import commands as c


def needed(*commands: c.AnyCommand) -> list[str]:
    return [str(need) for need in trust_needed(commands)]


def listen(host: str) -> c.Open:
    return c.Open(kind="tcp-listener", name="s", options={"host": host})


@pytest.mark.parametrize(
    "command",
    [
        *(listen(host) for host in ("127.0.0.1", "127.1.2.3", "localhost", "::1")),
        c.Open(kind="text-file", name="f"),
        c.Open(kind="text-file", name="f", options={"path": "/dev/zero"}),
        c.Open(kind="tcp-client", name="k", options={"to": "s", "host": "example.org"}),
        c.Open(kind="kite", name="k"),
        c.Open(kind="pipe", name="p", options={"wings": 2}),
        c.Note(text="rm -rf /"),
    ],
)
def test_what_stays_in_this_machine_needs_no_trust(command: c.AnyCommand) -> None:
    assert needed(command) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1", "example.org"])
def test_listening_beyond_this_machine_needs_trust(host: str) -> None:
    assert needed(listen(host)) == [f"listens beyond this machine: host {host!r}, port 0"]


def test_each_need_is_said_once_those_of_a_blocked_call_too() -> None:
    write = c.Open(kind="text-file", name="f", options={"path": "/tmp/x", "mode": "w"})
    client = c.Open(kind="tcp-client", name="k", options={"host": "example.org"})
    assert needed(listen("0.0.0.0"), listen("0.0.0.0"), c.Select(timeout=0, during=(write, client))) == [
        "writes the file /tmp/x",
        "listens beyond this machine: host '0.0.0.0', port 0",
        "connects beyond this machine: host 'example.org', port 8080",
    ]


@pytest.mark.parametrize(("verb", "name"), [(c.Kill, "SIGKILL"), (c.Stop, "SIGSTOP"), (c.Continue, "SIGCONT")], ids=str)
def test_a_signal_to_a_process_needs_trust_whichever_it_is(verb: Any, name: str) -> None:
    number = getattr(signal, name, None)
    shown = f"{name} ({number:d})" if number else name
    assert needed(verb(name="p")) == [f"sends {shown} to the process p"]


def test_a_signal_without_a_name_is_said_by_its_number() -> None:
    assert needed(c.Signal(number=12345)) == ["sends signal 12345 to this program"]


def test_what_else_needs_trust() -> None:
    assert needed(
        c.Open(kind="process", name="p"),
        c.Kill(name="p"),
        c.Signal(number=28),
        c.Connect(name="s", host="example.org", port=80),
        c.Connect(name="s", host="127.0.0.1", port=80),
        c.Wait(name="p"),
        c.Reset(name="s"),
        c.Select(timeout=None, during=(c.Stop(name="p"),)),
    ) == [
        "starts a process: python",
        "sends SIGKILL (9) to the process p",
        "sends SIGWINCH (28) to this program",
        f"sends SIGSTOP ({signal.SIGSTOP:d}) to the process p",
        "connects beyond this machine: host 'example.org', port 80",
    ]
    assert [need.count for need in trust_needed((c.Kill(name="p"), c.Kill(name="p"), c.Kill(name="p")))] == [3]

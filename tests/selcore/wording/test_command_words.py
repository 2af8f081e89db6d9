"""Every command in plain words: each verb has some, and they name what it is done to."""

import pytest

from selcore.values import commands as c
from selcore.verbs import VERBS
from selcore.wording.command_words import WORDS, command_words

SAID: list[tuple[c.AnyCommand, str]] = [
    (c.Open(kind="socketpair", name="pair"), "Open pair: Socket pair"),
    (c.Open(kind="pipe", name="p", options={"count": 3}), "Open 3 as p: Pipe"),
    (c.Open(kind="no-such", name="x"), "Open x: no-such"),
    (c.Close(name="pair.a"), "Close pair.a"),
    (c.Accept(name="server"), "Accept a connection at server"),
    (c.Fill(name="p.w"), "Fill p.w until it takes no more"),
    (c.Drain(name="p.r"), "Drain p.r until nothing is left"),
    (c.Reset(name="s"), "Reset s"),
    (c.Detach(name="s"), "Detach s from its descriptor"),
    (c.SoError(name="s"), "Take the pending error of s (SO_ERROR)"),
    (c.ReadLine(name="f"), "Read a line from f"),
    (c.Wait(name="p"), "Wait for the process p to end"),
    (c.Kill(name="p"), "Kill the process p (SIGKILL)"),
    (c.Stop(name="p"), "Stop the process p (SIGSTOP)"),
    (c.Continue(name="p"), "Continue the process p (SIGCONT)"),
    (c.Register(name="pair.a", events=("read",)), "Register pair.a for READ"),
    (c.Register(name="a", events=("read", "write"), callback="drain"), "Register a for READ and WRITE, callback drain"),
    (c.Register(name="a", events=4, inside="inner"), "Register a for 4 in inner"),
    (c.Modify(name="a", events=("write",)), "Modify a: watch for WRITE"),
    (c.Modify(name="a", events=("write",), callback="echo"), "Modify a: watch for WRITE, callback echo"),
    (c.Unregister(name="a"), "Unregister a"),
    (c.GetKey(name="a", inside="inner"), "Look at the key of a in inner"),
    (c.GetMap(), "Look at the map of keys"),
    (c.CloseSelector(), "Close the selector"),
    (c.Select(timeout=None), "select(): wait until ready"),
    (c.Select(timeout=0), "select(): do not wait"),
    (c.Select(timeout=-1), "select(): do not wait"),
    (c.Select(timeout=0.5, inside="inner"), "select(): wait 0.5 s at most in inner"),
    (c.Select(timeout="nan"), "select(): timeout nan"),
    (c.Run(calls=1), "select() 1 time"),
    (c.Run(calls=5), "select() 5 times"),
    (c.Run(seconds=2.0), "select() again and again for 2.0 s"),
    (c.Run(), "select() again and again"),
    (c.Send(name="a", text="hi\n"), r"Send 'hi\n' from a"),
    (c.Send(name="a", hex="00ff", to="b"), "Send the bytes 00ff from a to b"),
    (c.Send(name="a", size=1), "Send 1 byte from a"),
    (c.Send(name="a", size=5000), "Send 5,000 bytes from a"),
    (c.Send(name="a", text="!", oob=True), "Send urgent data from a"),
    (c.Receive(name="a"), "Receive at a"),
    (c.Receive(name="a", size=1), "Receive 1 byte at most at a"),
    (c.Receive(name="a", oob=True), "Receive urgent data at a"),
    (c.Shutdown(name="a", how="read"), "Shut down reading of a"),
    (c.Shutdown(name="a", how="write"), "Shut down writing of a"),
    (c.Shutdown(name="a", how="both"), "Shut down both directions of a"),
    (c.Connect(name="s", to="server"), "Connect s to server"),
    (c.Connect(name="s", host="::1", port=80), "Connect s to ::1:80"),
    (c.Bind(name="s", host="127.0.0.1", port=0), "Bind s to 127.0.0.1:0"),
    (c.Bind(name="s", path=""), "Bind s to a temporary path"),
    (c.Bind(name="s", path="/tmp/x"), "Bind s to /tmp/x"),
    (c.Bind(name="s", path="\0x"), r"Bind s to \x00x"),
    (c.Listen(name="s"), "Listen at s"),
    (c.Set(name="s", option="SO_SNDBUF", value=4096), "Set SO_SNDBUF of s to 4096"),
    (c.Signal(number=10), "Send signal 10 to this program"),
    (c.Rename(name="a", to="b"), "Rename a to b"),
    (c.UseBackend(backend="poll"), "Use the selector class poll"),
    (c.Note(text="a {name} of\nlines"), "a {name} of\nlines"),
]


@pytest.mark.parametrize(("command", "words"), SAID, ids=lambda value: value if isinstance(value, str) else "")
def test_a_command_is_said(command: c.AnyCommand, words: str) -> None:
    assert str(command_words(command)) == words


def test_each_verb_has_words_and_is_said_here() -> None:
    assert WORDS.keys() == VERBS.keys() == {type(command) for command, _ in SAID}


def test_what_is_long_is_cut_in_its_middle() -> None:
    words = str(command_words(c.Send(name="a", text="x" * 5000)))
    assert len(words) < 120 and "4,940 characters" in words

"""Moving bytes: what the outcome says is what was moved."""

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done
from selcore.world.verbs.data import SHOWN, parse_hex
from tests.selcore.acting import done, opened, ready, refused, watch


@pytest.fixture
def pair(one: Session) -> Session:
    opened(one, "socketpair", "pair")
    return one


@pytest.mark.parametrize("digits", ["", "00", "00ff", "00 FF", " 0a\n0B\t0c ", "deadbeef"])
def test_hex_is_pairs_of_digits(digits: str) -> None:
    assert parse_hex(digits) == bytes.fromhex(digits)


@pytest.mark.parametrize(
    ("digits", "message"),
    [
        ("4G", "hex: 'G' (character 2) is not a hexadecimal digit"),
        ("0x41", "hex: 'x' (character 2) is not a hexadecimal digit"),
        ("\u0664\u0664", "hex: '\u0664' (character 1) is not a hexadecimal digit"),
        ("41 4", "hex: a digit is missing after '4' (character 4): bytes are pairs of digits"),
        ("4b4b b", "hex: a digit is missing after 'b' (character 6): bytes are pairs of digits"),
        ("414", "hex: a digit is missing after '4' (character 3): bytes are pairs of digits"),
    ],
)
def test_what_is_no_hex_is_refused_with_the_place(pair: Session, digits: str, message: str) -> None:
    said = refused(pair, c.Send(name="pair.a", hex=digits))
    assert (said.type, said.by, said.message) == ("BadHex", "playground", message)
    assert (pair.journal.counters.sent, pair.world.state_of("pair.a").sent) == (0, 0)


def test_text_hex_and_size(pair: Session) -> None:
    for command, data in (
        (c.Send(name="pair.a", text="ü"), b"\xc3\xbc"),
        (c.Send(name="pair.a", hex="00"), b"\0"),
        (c.Send(name="pair.a", size=3), b"\0\0\0"),
    ):
        assert done(pair, command) == {"sent": len(data)}
        assert done(pair, c.Receive(name="pair.b")) == {"size": len(data), "hex": data.hex()}
    assert (pair.journal.counters.sent, pair.journal.counters.received) == (6, 6)
    assert (pair.world.state_of("pair.a").sent, pair.world.state_of("pair.b").received) == (6, 6)


def test_text_that_is_no_utf8_is_refused_in_pythons_words(pair: Session) -> None:
    said = refused(pair, c.Send(name="pair.a", text="\ud800"))
    assert (said.type, said.by) == ("UnicodeEncodeError", "python") and "surrogates not allowed" in said.message


def test_a_destination_is_not_silently_left_out(pair: Session) -> None:
    said = refused(pair, c.Send(name="pair.a", text="x", to="pair.b"))
    assert (said.type, said.by) == ("NoDestination", "playground")


def test_an_address_is_no_path_of_a_unix_socket(one: Session) -> None:
    """Trust takes it for an address of this machine; as a path it would be a socket of the current folder."""
    done(one, c.Open(kind="unix-dgram-pair", name="pair"))
    said = refused(one, c.Send(name="pair.a", text="x", to="127.0.0.1:1"))
    assert (said.type, said.by) == ("NoDestination", "playground") and "./127.0.0.1:1" in said.message


def test_a_partial_send_says_how_much(pair: Session) -> None:
    sent = done(pair, c.Send(name="pair.a", size=10_000_000))
    assert sent["asked"] == 10_000_000 and 0 < sent["sent"] < 10_000_000
    assert done(pair, c.Drain(name="pair.b")) == {"size": sent["sent"], "eof": False}


def test_nothing_to_receive_and_the_end(pair: Session) -> None:
    said = refused(pair, c.Receive(name="pair.a"))
    assert (said.type, said.errno, said.by) == ("BlockingIOError", 11, "python")
    done(pair, c.Shutdown(name="pair.b", how="write"))
    assert done(pair, c.Receive(name="pair.a")) == {"size": 0, "hex": ""}
    assert pair.world.state_of("pair.a").state == "eof"
    said = refused(pair, c.Send(name="pair.b", text="x"))
    assert (said.type, said.errno, said.message) == ("BrokenPipeError", 32, "[Errno 32] Broken pipe")


def test_an_outcome_carries_the_beginning_of_what_was_received(pair: Session) -> None:
    done(pair, c.Send(name="pair.a", size=SHOWN + 1))
    received = done(pair, c.Receive(name="pair.b"))
    assert (received["size"], len(received["hex"])) == (SHOWN + 1, 2 * SHOWN)


def test_a_receive_of_nothing_is_no_end(pair: Session) -> None:
    done(pair, c.Send(name="pair.a", text="x"))
    assert done(pair, c.Receive(name="pair.b", size=0)) == {"size": 0, "hex": ""}
    assert pair.world.state_of("pair.b").state == "connected"


def test_urgent_bytes_where_a_pair_has_none(pair: Session) -> None:
    for command in (c.Send(name="pair.a", text="x", oob=True), c.Receive(name="pair.a", oob=True)):
        outcome = pair.apply(command)
        # Unix sockets have urgent data since Linux 5.15; before, the OS says that it has not.
        assert getattr(outcome, "by", "python") == "python"


def test_urgent_bytes_on_tcp(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-client", "client", to="server")
    done(one, c.Register(name="server", events=("read",)))
    one.apply(c.Select(timeout=5.0))
    done(one, c.Accept(name="server"))
    assert done(one, c.Send(name="client", text="!", oob=True)) == {"sent": 1}
    assert done(one, c.Receive(name="server.1", size=1, oob=True)) == {"size": 1, "hex": "21"}


def test_a_note_is_its_words(one: Session) -> None:
    assert done(one, c.Note(text="look here")) == {"text": "look here"}


def test_fill_and_drain_of_a_file_come_to_an_end(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from selcore.kinds import file_object as fileobjects

    monkeypatch.setattr(fileobjects, "FILL_LIMIT", 200_000)
    opened(one, "text-file", "f", mode="w+")
    sent = done(one, c.Fill(name="f"))["sent"]
    assert 200_000 <= sent < 200_000 + fileobjects.CHUNK
    assert done(one, c.Drain(name="f"))["eof"]


def test_fill_ends_where_byte_after_byte_is_taken_and_nothing_is_ever_full(
    one: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a terminal whose line has become too long."""
    from selcore.kinds import file_object as fileobjects

    opened(one, "pipe", "p")
    monkeypatch.setattr(fileobjects.FileObject, "write", lambda this, data: 1)
    assert done(one, c.Fill(name="p.w")) == {"sent": fileobjects.WRITE_LIMIT}


def test_lines_of_a_buffer_that_the_selector_does_not_see(session: Session) -> None:
    """The first line takes all three into the buffer: nothing is readable then, and two lines are there."""
    opened(session, "pipe", "p")
    opened(session, "buffered-reader", "reader", of="p.r")
    watch(session, "reader", "read")
    done(session, c.Send(name="p.w", text="one\ntwo\nha"))
    assert ready(session) == [("reader", 1)]
    assert done(session, c.ReadLine(name="reader"))["hex"] == b"one\n".hex()
    assert ready(session) == []
    assert done(session, c.ReadLine(name="reader"))["hex"] == b"two\n".hex()
    outcome = session.apply(c.ReadLine(name="reader"))
    assert isinstance(outcome, Done) and outcome.value["hex"] == b"ha".hex()
    assert "not the end of the file" in str(outcome.notice)
    done(session, c.Close(name="p.w"))
    assert session.apply(c.ReadLine(name="reader")) == Done({"size": 0, "hex": ""})


def test_lines_of_a_file_and_of_what_has_none(one: Session) -> None:
    opened(one, "text-file", "f", mode="w+")
    done(one, c.Send(name="f", text="x" * 70_000))
    one.world.find("f").obj.seek(0)
    outcome = one.apply(c.ReadLine(name="f"))
    assert isinstance(outcome, Done) and outcome.value["size"] == 65_536 and "cut after" in str(outcome.notice)
    assert done(one, c.ReadLine(name="f"))["size"] == 70_000 - 65_536
    assert one.apply(c.ReadLine(name="f")) == Done({"size": 0, "hex": ""})
    opened(one, "socketpair", "pair")
    said = refused(one, c.ReadLine(name="pair.a"))
    assert (said.type, said.message) == ("AttributeError", "'socket' object has no attribute 'readline'")

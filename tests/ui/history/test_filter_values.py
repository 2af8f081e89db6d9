"""Words that stand in the history complete what is typed in its filter."""

from selcore.history.store import Store
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry, ObjectState
from selcore.values.outcomes import Effect, Refused
from selcore.values.text import text
from tests.ui.history.test_model import call
from ui.history.filter_values import values, words_present


def store() -> Store:
    filled = Store()
    refused = Entry(1, Note(text="n"), Refused("OSError", "no", 9), 9)
    opened = ObjectState("silent", "socketpair", 105, "open")
    filled.fold(Batch((Entry(0, Note(text="n"), call(1, "pair.a"), 5), refused), objects=(opened,)))
    return filled


def test_names_that_are_open_or_were_returned() -> None:
    assert {"silent", "pair.a"} <= set(words_present(store(), "name"))


def test_errors_commands_flags_and_backends() -> None:
    filled = store()
    assert "OSError" in words_present(filled, "error")
    assert {"note", "select"} <= set(words_present(filled, "do"))
    backend = {row.backend for row in filled.rows} - {""}
    assert backend <= set(words_present(filled, "backend"))
    assert set(words_present(filled, "returned")) <= {"read", "write"}
    assert set(words_present(filled, "fd")) == set(), "of numbers there is no list"


def test_a_row_has_a_value_for_each_name_of_the_language() -> None:
    filled = store()
    row = filled.rows[0]
    row.did = Effect((text("received {n}", n=3),)).did
    told = values(row, row, row.at)
    assert (told["time"], told["do"], told["did"], told["fd"]) == (0, row.do, "received 3", row.fd)

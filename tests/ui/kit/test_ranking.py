"""What fits best stands first, whatever its place in the list."""

from hypothesis import given
from hypothesis import strategies as st

from ui.kit.ranking import Sought, best_first, plain, rank

NAMES = ["Close without unregister", "Unregister", "Register with…", "Registered", "Modify…"]


def names_for(words: str, destroying: str = "") -> list[str]:
    return best_first(words, NAMES, lambda name: Sought((name,), "", name == destroying))


def test_the_whole_name_then_a_beginning_then_a_word_then_its_middle() -> None:
    assert names_for("unregister") == ["Unregister", "Close without unregister"]
    assert names_for("register")[:2] == ["Register with…", "Registered"]
    assert names_for("register with") == ["Register with…", "Close without unregister"]
    assert names_for("gister") == ["Close without unregister", "Unregister", "Register with…", "Registered"]


def test_a_name_before_a_description() -> None:
    things = {"queue": "cannot be watched", "mp-queue": "a queue of multiprocessing", "pipe": "mp-queue is better"}
    found = best_first("queue", things, lambda name: Sought((name,), things[name]))
    assert found == ["queue", "mp-queue", "pipe"]


def test_of_what_fits_as_well_that_which_destroys_comes_last() -> None:
    assert names_for("re", destroying="Register with…")[:2] == ["Registered", "Register with…"]
    assert names_for("") == NAMES
    assert names_for("   ", destroying="Unregister") == NAMES


def test_nothing_fits() -> None:
    assert names_for("zzz") == []
    assert rank("close zzz", Sought(("Close",))) is None


@given(st.text(max_size=20), st.lists(st.text(max_size=20), min_size=1, max_size=5), st.text(max_size=20))
def test_any_words_are_ranked_and_a_name_finds_itself_first(words: str, names: list[str], about: str) -> None:
    place = rank(words, Sought(tuple(names), about))
    assert place is None or 0 <= place < 6
    for name in names:
        assert rank(name, Sought(tuple(names), about)) == 0
    assert plain(plain(words)) == plain(words)

"""The tree of selector classes is the running Python's own, and what each method raised is what was recorded."""

import selectors
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.reference import classes
from selcore.reference.campaign import load
from selcore.reference.classes import alias_of, base_classes, class_lines, class_tree

HERE = [one.id for one in BACKENDS if hasattr(selectors, one.class_name)]


def test_what_is_here_is_read_off_the_classes() -> None:
    for one in class_tree():
        if one.id in HERE:
            found: Any = getattr(selectors, one.name)
            assert one.bases == tuple(base.__name__ for base in found.__mro__[1:-1])
            assert (one.source, one.about, one.mro) == ("", found.__doc__, repr(found.__mro__))
            inner = getattr(found, "_selector_cls", None)
            assert one.wraps == (f"select.{inner.__name__}" if inner is not None else f"select.{one.id}")


def test_it_is_the_recorded_tree() -> None:
    recorded = load().behaviour("class hierarchy").steps["mro"]
    for one in class_tree():
        if one.id in recorded:
            assert " > ".join([one.name, *one.bases, "object"]) == recorded[one.id]


def test_what_is_not_here_is_a_cited_record_and_says_so() -> None:
    for one in class_tree():
        assert bool(one.source) is (one.id not in HERE)
        if one.source:
            assert "Lib/selectors.py" in one.source and one.name in one.reason and one.bases[-1] == "BaseSelector"


def test_a_class_that_is_invented_comes_with_its_own_bases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written down of what is here: another Python's tree is another."""
    made = type("PollSelector", (selectors.SelectSelector,), {"__doc__": "Another.\n\nMore."})
    monkeypatch.setattr(selectors, "PollSelector", made)
    (poll,) = (one for one in classes.class_tree.__wrapped__() if one.id == "poll")
    assert poll.bases == ("SelectSelector", "_BaseSelectorImpl", "BaseSelector")
    assert (poll.wraps, poll.about) == ("select.poll", "Another.")


def test_the_alias_is_the_class_itself() -> None:
    assert getattr(selectors, alias_of()) is selectors.DefaultSelector
    names = [name for name, _ in base_classes()]
    assert names[0] == "BaseSelector" and all(hasattr(selectors, name) for name in names)


def test_the_lines_say_the_same() -> None:
    lines = {line["id"]: line for line in class_lines()}
    assert lines["default"]["alias"] == alias_of() and "bases" not in lines["default"]
    for one in class_tree():
        assert (lines[one.id]["bases"], lines[one.id]["wraps"]) == (list(one.bases), one.wraps)
        assert ("source" in lines[one.id]) is bool(one.source)
    assert "raises" not in lines["kqueue"], "nothing was asked of it"

"""Every fact of the record is asked again or left out with a reason, and the docs tell which."""

import re

import msgspec

from selcore.reference import FOLDER, Error, load
from tests import ROOT
from tests.selcore.reference.courses import courses
from tests.selcore.reference.replay import RECIPES, recipes

from . import test_children, test_classes, test_many, test_objects, test_signals, test_stdio, test_threads
from .test_stdio import STREAMS
from .world import TESTED

DOCS = ROOT / "docs" / "facts.md"
ORDINARY = (test_children, test_classes, test_many, test_objects, test_signals, test_stdio, test_threads)


def left_out() -> dict[str, str]:
    """The rows of the table: id and reason."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return {id.replace("\\|", "|"): reason for id, reason in rows if id not in ("fact", "---")}


def test_covered_and_left_out_are_all() -> None:
    assert ORDINARY
    played, told, gone = set(recipes()) | set(courses()), set(TESTED), left_out()
    assert (played | told) & set(gone) == set()
    assert played | told | set(gone) == set(load().ids())
    assert all(len(reason) > 10 for reason in gone.values())
    assert len(load().ids()) == 315


def test_the_docs_tell_the_numbers() -> None:
    words = DOCS.read_text(encoding="utf-8")
    states, behaviours = load().states, load().behaviours
    measured = {state.id for state in states if not state.extra}
    as_states = (set(recipes()) | set(STREAMS)) & measured
    numbers = {
        f"{len(measured)} states": len(measured) == 235,
        f"{len(as_states)} states are experiments": len(as_states) >= 180,
        f"{len(behaviours)} behaviours": len(behaviours) == 75,
        f"{len(courses())} behaviours are experiments": len(courses()) >= 30,
        f"{len(left_out())} facts are left out": True,
    }
    for sentence, enough in numbers.items():
        assert enough and sentence in words, sentence


def test_the_record_is_of_a_system_and_not_of_a_place() -> None:
    source = load().source
    assert (source.system, source.kernel) == ("Linux", "6.18.44")
    assert source.pythons == ("3.11.7", "3.12.1", "3.13.0")
    for path in (*FOLDER.rglob("*.json"), *RECIPES.rglob("*.json")):
        words = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|work|tmp|Users)\b", words), path


def test_the_record_is_whole() -> None:
    for state in load().states:
        if state.extra:
            continue
        assert set(state.raw) == set(state.answers) == {"select", "poll", "epoll"}
        for answers in state.answers.values():
            assert set(answers) == {"R", "W", "RW"}
            for answer in answers.values():
                assert answer.at in ("register", "select") if isinstance(answer, Error) else answer in "-RW"
    for behaviour in load().behaviours:
        assert all(set(by) <= {"select", "poll", "epoll"} and by for by in behaviour.steps.values())
    assert msgspec.json.decode(msgspec.json.encode(load()), type=type(load())) == load()

"""Each course of calls that an experiment can tell, played in a real session and compared step by step."""

import sys

import pytest

from selcore.reference import load
from selcore.session.session import Session
from tests.selcore.reference.courses import courses, play

from .conftest import RECORDED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
COURSES = courses()


@pytest.mark.parametrize("id", COURSES)
def test_it_goes_as_recorded(id: str) -> None:
    for backend in RECORDED:
        session = Session(backend)
        try:
            steps = play(session, COURSES[id], load().behaviour(id))
        finally:
            session.close()
        asked, told = [(step.label, step.answered) for step in steps], [(step.label, step.recorded) for step in steps]
        assert asked == told, backend


def test_each_comparison_is_of_a_step_that_the_record_has() -> None:
    for course in COURSES.values():
        record = load().behaviour(course.id)
        assert {one.label for one in course.compare} <= set(record.steps), course.id
        assert not record.racy
        assert not [one.label for one in course.compare if one.label.startswith("timing")]


def test_enough_of_the_behaviours_are_experiments() -> None:
    assert len(COURSES) >= 30

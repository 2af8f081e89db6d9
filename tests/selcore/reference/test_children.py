"""What the children found."""

import sys

import pytest

from .children import FORKS, ask_child
from .probing import assert_recorded
from .world import World, fact

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")


@fact(*FORKS)
def test_forks(world: World) -> None:
    for id, answers in ask_child("forks", world.backend).items():
        world.answers = {}
        raw = {label: answers.pop(label) for label in list(answers) if "raw" in label}
        world.check(id, **answers)
        world.check_raw(id, raw)


@fact("constructor at the fd limit (EMFILE)")
def test_no_descriptor_is_left(world: World) -> None:
    world.check("constructor at the fd limit (EMFILE)", **ask_child("full", world.backend))


@fact("object / True (bool is an int: fd 1)", "object / False (fd 0)", "object / fileno() -> True")
def test_true_is_a_number(backend: str) -> None:
    for id, answers in ask_child("numbers", backend).items():
        for asked, probed in answers.items():
            assert_recorded(backend, id, asked, probed)

"""Whatever Python or the OS raises is an answer; what the playground refuses says that it was the playground."""

import os

import pytest

from selcore.values.commands import UseBackend
from selcore.values.text import text
from selcore.world.declining import Declined, ask, declined


def test_an_exception_becomes_a_refusal_in_its_own_words() -> None:
    with pytest.raises(Declined) as caught:
        ask(os.stat, "/nowhere/at/all")
    refused = caught.value.refused
    assert (refused.type, refused.by) == ("FileNotFoundError", "python") or refused.by == "os"
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_what_is_answered_is_passed_on() -> None:
    assert ask(divmod, 7, 2) == (3, 1)


def test_the_end_of_the_program_is_no_refusal() -> None:
    def end() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(end)


def test_the_playground_refuses_in_its_own_name_and_may_offer_a_remedy() -> None:
    remedy = UseBackend(backend="poll")
    refused = declined("ValueError", text("no {what}", what="more"), text("try poll"), remedy).refused
    assert (refused.type, refused.message, refused.by) == ("ValueError", "no more", "playground")
    assert (str(refused.hint), refused.remedy) == ("try poll", remedy)

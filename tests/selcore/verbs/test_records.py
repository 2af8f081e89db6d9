"""A verb is one record: nothing that has to be said of it is said elsewhere."""

from typing import get_args

from selcore.values.commands import AnyCommand, verb
from selcore.values.outcomes import Done
from selcore.verbs import ANSWERS, VERBS
from selcore.wording.answers import answer


def test_every_command_has_its_record() -> None:
    assert set(VERBS) == set(get_args(AnyCommand))


def test_those_whose_answer_is_relied_on_say_which_field_that_is() -> None:
    always = {verb(one): record.answers[0].field for one, record in VERBS.items() if record.always}  # type: ignore[arg-type]
    keys = dict.fromkeys(("register", "modify", "unregister", "get-key"), "key")
    assert always == keys | {"rename": "renamed", "use-backend": "carried"}


def test_a_process_that_ended_by_a_signal_was_waited_for_and_sent_none() -> None:
    assert list(ANSWERS).index("running") < list(ANSWERS).index("signal")
    assert str(answer(Done({"signal": "SIGKILL", "running": False, "returncode": -9}))) == "-9: ended by SIGKILL"

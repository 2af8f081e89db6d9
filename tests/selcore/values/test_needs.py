"""What a stranger's file may ask for."""

from selcore.values.needs import ACTS, Act


def test_every_act_has_words() -> None:
    assert set(ACTS) == set(Act)

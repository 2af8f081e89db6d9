"""An explanation is heard whole."""

from ui.help.meaning import Meaning


def test_it_is_heard_whole() -> None:
    assert Meaning("returned", "The mask.").spoken() == "returned: The mask."

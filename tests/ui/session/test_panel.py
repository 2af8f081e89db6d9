"""A panel that is made late is made once, and whole."""

from ui.session.panel import Deferred, Panel


def test_a_deferred_panel_is_made_once_and_known_to_those_who_connect_it() -> None:
    steps: list[str] = []

    def make() -> Panel:
        steps.append("make")
        return Panel()

    def connect(panel: Panel) -> None:
        assert late() is panel  # its own actions ask for it while it is connected
        steps.append("connect")

    late = Deferred(make, connect)
    late.place = lambda panel: steps.append("place")
    assert late.made is None and steps == []
    assert late() is late() is late.made
    assert steps == ["make", "connect", "place"]

"""Calls are grouped or told one by one, as chosen."""

from tests.ui.user import User


def test_ungrouped_every_call_has_its_row(user: User) -> None:
    user.do("history.group")
    assert not user.action("history.group").isChecked()
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("loop.run").trigger()
    user.wait_until(lambda: user.history.model().rowCount() > 500)
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    selects = [row for row, verb in enumerate(user.column("command")) if verb == "select"]
    counts, numbers = user.column("count"), user.column("call")
    assert {counts[row] for row in selects} == {1}
    assert [numbers[row] for row in selects] == sorted(numbers[row] for row in selects)

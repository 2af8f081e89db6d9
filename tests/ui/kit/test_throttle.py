"""What changes all the time is shown now and then, and at last."""

from tests.ui.user import User
from ui.kit.throttle import Rarely


def test_what_changes_all_the_time_is_shown_now_and_then_and_at_last(user: User) -> None:
    shown: list[int] = []
    values: list[int] = []
    rarely = Rarely(lambda: shown.append(len(values)), user.window, 0.2)
    for value in range(99):
        values.append(value)
        rarely()
    assert shown[0] == 1 and len(shown) < 99
    user.wait_until(lambda: shown[-1] == 99)
    rarely.now()
    assert shown[-2:] == [99, 99]

"""It records, says so, and stops."""

from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.selcore.recorded import query
from tests.ui.recording.test_actions import spin
from tests.ui.user import User


def stop(user: User) -> None:
    user.action("recording.stop").trigger()
    user.wait_until(lambda: user.action("recording.start").isEnabled())


def test_it_records_says_so_and_stops(user: User, tmp_path: Path) -> None:
    path, badge = tmp_path / "r.sqlite", user.find(QLabel, "recording")
    assert not badge.isVisible() and not user.action("recording.stop").isEnabled()
    spin(user, path)
    user.wait_until(lambda: "rows" in badge.text())
    assert badge.isVisible() and badge.text().startswith("● REC") and not user.action("recording.start").isEnabled()
    assert badge.accessibleName().startswith("recording for ")
    stop(user)
    assert not badge.isVisible()
    ((calls, results),) = query(path, "SELECT count(*), sum(results) FROM calls")
    ((lost,),) = query(path, "SELECT value FROM meta WHERE key = 'lost_calls'")
    totals = user.window.store.totals
    assert (calls + int(lost), results + int(lost)) == (totals.calls, totals.results)
    assert str(path) in user.window.preferences.recent
    assert len([row for row in user.rows() if row["count"] and row["count"] > 1000]) == 1, "the list is grouped still"

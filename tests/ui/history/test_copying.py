"""What is copied of the history, and how it names its clock."""

import csv
import io
import json

import pytest
from PySide6.QtWidgets import QApplication

from selcore.history.store import Row
from selcore.values.outcomes import Refused
from tests import ROOT
from tests.ui.user import User
from ui.history.copying import as_csv, as_json

DOCS = ROOT / "docs"


def test_results_of_one_object_are_gone_through_and_copied(user: User) -> None:
    user.do("scenario.pair")
    for event in ("read", "write"):
        user.tick("pair.b", event)
    for _ in range(3):
        user.do("call.step")
    places = [place for place, row in enumerate(user.rows()) if row["object"] == "pair.b" and row["returned"]]
    user.history.selectRow(places[0])
    user.do("history.next-same")
    assert user.history.currentIndex().row() == places[1]
    user.do("history.previous-same")
    assert user.history.currentIndex().row() == places[0]
    user.do("history.copy-json")
    (copied,) = json.loads(QApplication.clipboard().text())
    assert (copied["object"], copied["returned"], copied["command"]) == ("pair.b", ["write"], "select")
    user.do("history.copy-report")
    report = QApplication.clipboard().text()
    assert report.startswith("**`sel") and "pair.b WRITE (EPOLLOUT)" in report and "socket.socketpair()" in report
    user.history.selectAll()
    user.do("history.copy-csv")
    lines = list(csv.DictReader(io.StringIO(QApplication.clipboard().text())))
    assert len(lines) == len(user.rows()) and lines[places[0]]["returned"] == "write"


def test_copied_rows_name_their_clock_and_tell_none_from_no_timeout(user: User) -> None:
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.do("call.step")
    user.timeout("0.5")
    user.do("call.step")
    user.history.selectAll()
    user.do("history.copy-json")
    copied = json.loads(QApplication.clipboard().text())
    assert [(row["timeout"], row["timeout_text"]) for row in copied if row["call"]] == [(None, "None"), (0.5, "0.5")]
    assert {row["timeout_text"] for row in copied if not row["call"]} == {None}
    times = [row["time_ns"] for row in copied]
    assert times == sorted(times) and all("time" not in row for row in copied)
    user.do("history.copy-csv")
    lines = list(csv.DictReader(io.StringIO(QApplication.clipboard().text())))
    documented = (DOCS / "copied-rows.md").read_text(encoding="utf-8")
    assert lines[-1]["timeout_text"] == "0.5" and all(f"`{name}`" in documented for name in lines[0])


def test_rows_are_copied_as_they_are_shown(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.history.selectAll()
    user.do("history.copy")
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("\tsel.register(pair_a, EVENT_READ) → SelectorKey fd 100")
    assert lines[2].startswith("1\tselect(0) → [] nothing ready now")


def test_a_strangers_words_are_no_formula_for_who_pastes_them() -> None:
    """A recording may say that an error was of any type."""
    row = Row(0, 0, "select", call=1, error=Refused("=HYPERLINK(A1)", "x", None, "python"))
    (line,) = csv.DictReader(io.StringIO(as_csv([row])))
    assert line["error"] == "'=HYPERLINK(A1)" and not line["answer"].startswith("=")
    assert json.loads(as_json([row]))[0]["error"] == "=HYPERLINK(A1)"


def test_nor_are_they_one_in_rows_that_are_copied_as_they_are_shown(user: User) -> None:
    """Ctrl+C gives cells separated by tabs, as a spreadsheet takes them; one of two lines would be two rows."""
    user.window.resize(1280, 800)
    user.do("scenario.pair")
    row = Row(0, 0, "select", call=1, name="a", mask=1, did='=HYPERLINK("http://x")\n=1\t=2')
    panel = user.window.panels.history
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(panel, "chosen", lambda: [row])
        patch.setattr(panel.model, "find", lambda serial: 0)
        patch.setattr(panel.model, "row", lambda place: row)
        panel.copy()
    cells = QApplication.clipboard().text().split("\t")
    assert '\'=HYPERLINK("http://x") =1 =2' in cells and len(cells) == len(panel.columns.shown())

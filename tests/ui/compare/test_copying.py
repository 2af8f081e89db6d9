"""What is copied of a comparison."""

from selcore.compare import ComparisonReport
from selcore.compare.table import Table
from selcore.experiment.file import parse
from tests.selcore.recipes import opened, recipe
from ui.compare.copying import as_csv, as_text

STEPS = (opened(), {"do": "note", "text": "x"}, {"do": "select", "timeout": 0}, {"do": "get-map"})


def report(*answers: tuple[str, int], ended: bool = True) -> ComparisonReport:
    """What comes of (backend, step) answered one after the other; poll is refused what the others are not."""
    table = Table(parse(recipe(*STEPS)), ["select", "poll"], 1.0)
    for backend, step in answers:
        line = {"step": step, "do": "x", "backend": backend, "ok": True}
        if backend == "poll" and step == 2:
            error = {"type": "OSError", "errno": 9, "message": 'say, "x"', "by": "python"}
            line |= {"ok": False, "error": error}
        table.add(backend, line)
    return table.report(ended)


ALL = [(backend, step) for step in range(4) for backend in ("select", "poll")]


def test_csv_holds_whatever_is_in_a_cell() -> None:
    assert as_csv(report(*ALL)).splitlines()[3] == '≠,3,sel.select(0),None,"OSError: say, ""x"""'
    assert "≠  3     sel.select(0)" in as_text(report(*ALL))


def test_what_is_said_beside_the_table_is_copied_with_it() -> None:
    lines = as_text(report(*ALL), ("server.2 came from outside: what it did cannot be repeated.",)).splitlines()
    assert lines[:2] == ["1 of 4 steps differs", "server.2 came from outside: what it did cannot be repeated."]

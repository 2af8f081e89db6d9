"""The list of lines changes only where the script does, and knows which step each line is."""

import pytest
from pytestqt.modeltest import ModelTester

from selcore.script.lines import CodeLine
from selcore.script.making import script_of
from selcore.values.commands import AnyCommand, Open, Register, Select, Send
from ui.code.following import ShownCode, shown_of
from ui.code.model import LONGEST, CodeModel

PAIR = Open(kind="socketpair", name="pair")
DONE: tuple[AnyCommand, ...] = (
    PAIR,
    Register(name="pair.a", events=("read",)),
    Send(name="pair.b", text="x"),
    Select(timeout=0),
)
STEPS = (10, 11, 12, 13)
"""Of the history: not those of the script."""


def shown(count: int, before: tuple[CodeLine, ...] = ()) -> ShownCode:
    return shown_of(script_of(DONE[:count]), before, STEPS[:count], 0)


@pytest.fixture
def model(qtmodeltester: ModelTester) -> CodeModel:
    made = CodeModel()
    qtmodeltester.check(made)
    return made


def texts(model: CodeModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_it_is_the_script_line_by_line_whatever_it_was_before(model: CodeModel) -> None:
    before: tuple[CodeLine, ...] = ()
    for count in (1, 2, 4, 3, 0, 4):
        found = shown(count, before)
        model.show(found)
        assert "\n".join(texts(model)) + "\n" == found.script.source()
        before = found.lines


def test_only_lines_that_are_other_ones_are_told(model: CodeModel) -> None:
    first = shown(3)
    model.show(first)
    removed, inserted = list[tuple[int, int]](), list[tuple[int, int]]()
    model.rowsRemoved.connect(lambda _, start, end: removed.append((start, end)))
    model.rowsInserted.connect(lambda _, start, end: inserted.append((start, end)))
    second = shown(4, first.lines)
    model.show(second)
    assert removed == [] and inserted == [(len(first.lines), len(second.lines) - 1)]
    model.show(shown(4, second.lines))
    assert len(inserted) == 1, "nothing is another"


def test_each_line_knows_its_step_of_the_history_and_each_step_its_lines(model: CodeModel) -> None:
    model.show(shown(4))
    lines = texts(model)
    for step, word in zip(STEPS, ("socketpair()", "register", "send", "select"), strict=True):
        rows = model.rows(step)
        assert rows is not None and word in lines[rows[0]]
        assert {model.step(row) for row in range(rows[0], rows[1] + 1)} == {step}
    assert model.step(0) is None and model.step(-1) is None and model.rows(99) is None


def test_a_long_line_is_cut_where_it_is_shown_and_copied_whole(model: CodeModel) -> None:
    command = Send(name="pair.b", text="x" * 5000)
    model.show(shown_of(script_of((PAIR, command)), (), (0, 1), 0))
    rows = model.rows(1)
    assert rows is not None and len(model.words(rows[0])) <= LONGEST + 1 and model.widest == LONGEST
    assert "x" * 5000 in model.text(range(rows[0], rows[1] + 1))

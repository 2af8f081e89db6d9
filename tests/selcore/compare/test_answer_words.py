"""What stands in a cell of the comparison, and what the whole answer says: as Python prints it, and why not."""

from selcore.compare.answer_words import in_cell, missing, reasons, whole, with_reasons
from selcore.compare.values import ComparedStep
from selcore.experiment.file import parse
from tests.selcore.compare.test_comparison import CLOSE_A, READ_A, compared, temporary, three
from tests.selcore.recipes import opened, recipe

__all__ = ["temporary"]  # its files are looked for in the same way
ONCE = {"do": "select", "timeout": 0}
KEY = "SelectorKey(fileobj=<socket.socket fd=100, family=1, type=1, proto=0>, fd=100, events=1, data=None)"


def steps(*commands: object) -> tuple[ComparedStep, ...]:
    return compared(parse(recipe(*commands))).rows


def lines(step: ComparedStep, backend: str) -> list[str]:
    return list(map(str, whole(step.outcomes[backend])))


@three
def test_a_cell_says_why_it_has_not_what_another_has() -> None:
    step = steps(opened(), READ_A, CLOSE_A, ONCE)[3]
    told = {id: [str(one) for one in missing(step, id)] for id in step.outcomes}
    assert told["poll"] == []  # it is the one that returned something
    assert "pair.a READ was not returned: closed and forgotten: epoll let go of descriptor 100" in told["epoll"][0]
    assert "the call raised an exception for it" in told["select"][0]
    assert told["epoll"][0] in lines(step, "epoll")
    assert "[] nothing ready now; not pair.a READ: closed and forgotten" in str(with_reasons(step, "epoll"))
    assert reasons(step, "poll") is None


@three
def test_a_call_of_a_run_says_it_too() -> None:
    (words,) = missing(steps(opened(), READ_A, CLOSE_A, {"do": "run", "calls": 2, "timeout": 0})[3], "epoll")
    assert "closed and forgotten" in str(words)


@three
def test_the_whole_answer_has_what_python_prints_and_why_nothing_came_where_nobody_got_it_either() -> None:
    rows = steps(opened(), READ_A, ONCE, {"do": "send", "name": "pair.b", "text": "x"}, ONCE, {"do": "get-map"})
    for backend in ("select", "poll", "epoll"):
        assert f"as Python prints it: {KEY}" in lines(rows[1], backend)
        assert lines(rows[2], backend)[1:] == [
            "as Python prints it: []",
            "pair.a READ was not returned: nothing from pair.b is waiting",
        ]
        assert f"as Python prints it: [({KEY}, 1)]" in lines(rows[4], backend)
        assert any("<selectors._SelectorMapping object at 0x" in line for line in lines(rows[5], backend))
    assert not any(row.differs for row in rows) and str(with_reasons(rows[2], "poll")) == "[] nothing ready now"


@three
def test_a_cell_of_a_run_has_what_its_calls_returned_where_a_plain_programs_would_not_have() -> None:
    meanwhile = [{"do": "send", "name": "pair.b", "text": "x"}, READ_A]
    row = steps(opened(), {"do": "run", "calls": 2, "timeout": None, "during": meanwhile})[1]
    told = {id: str(in_cell(played)) for id, played in row.outcomes.items()}
    plain = "plain {}() would wait on, for ever: it was not told of pair.a"
    assert told["select"] == f"2 calls: pair.a READ; {plain.format('select')} → pair.a READ"
    assert told["poll"] == f"2 calls: pair.a READ (POLLIN); {plain.format('poll')} → pair.a READ (POLLIN)"
    assert told["epoll"] == "2 calls: pair.a READ (EPOLLIN)" and row.odd == {"epoll"}
    assert "2 calls, 2 results; ended by calls" in lines(row, "select")

"""What stands in the cells of a program's results."""

from selcore.history.row import Row
from selcore.values.text import text
from selcore.wording.program_words import TO_BE_CALLED
from ui.history import cells
from ui.history.cells import narrower_name

READABLE, WRITABLE = (text(TO_BE_CALLED, function=f"Server.{name} spin.py:30") for name in ("readable", "writable"))


def test_all_that_a_program_will_call_for_a_result_stand_beside_it() -> None:
    one, both = (cells._did_in_short(Row(1, 0, "call", did=did)) for did in ((WRITABLE,), (READABLE, WRITABLE)))
    assert one == "→ Server.writable spin.py:30" and narrower_name(one) == "→ writable"
    assert narrower_name(both) == "→ readable, writable"

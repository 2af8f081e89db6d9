"""Each of the thirty faults has its tests. docs/faults.md is this list: ``python -m tests.test_faults_index``."""

import ast
import re
from pathlib import Path

import pytest

from tests import ROOT

TESTS = ROOT / "tests"
TARGET = ROOT / "docs" / "faults.md"

CORE = "selcore/stories/test_faults.py"
SYSTEM = "selcore/stories/test_faults_of_the_system.py"
WINDOW = "ui/stories/test_faults.py"

FAULTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "no descriptor left to open something",
        "refused, with the limit and what is in use; nothing is half made, and what is open can be used on",
        (
            f"{SYSTEM}::test_01_no_descriptor_for_something_new",
            "selcore/kinds/test_kinds.py::test_out_of_descriptors_half_way_leaves_nothing",
        ),
    ),
    (
        "no descriptor left to accept",
        "the listener is unregistered and shown as paused; it is watched again at the next close, or after a while",
        (
            f"{CORE}::test_02_no_descriptor_for_accept_does_not_spin",
            f"{CORE}::test_02_it_looks_again_after_a_while_each_time_twice_as_long",
            "selcore/callbacks/test_accept.py::test_the_worker_survives_too_many_open_files",
        ),
    ),
    (
        "a port in use",
        "the port is named, and one that is free is offered",
        (
            "selcore/kinds/test_tcp.py::test_a_port_in_use_comes_with_one_that_is_free",
            "selcore/kinds/test_udp.py::test_a_port_in_use_comes_with_one_that_is_free",
            "ui/stories/test_first_minute.py::test_a_taken_port_is_named_and_the_free_one_that_is_offered_works",
            "ui/forms/test_open_form.py::test_a_port_that_is_taken_keeps_the_form_and_what_was_typed",
        ),
    ),
    (
        "a port or an address that is none",
        "said under its field; what is asked all the same is refused in Python's words, whichever exception it is",
        (
            f"{SYSTEM}::test_04_an_address_of_another_machine_and_one_that_is_none",
            "selcore/kinds/test_tcp.py::test_an_impossible_port_is_refused_in_pythons_words",
            "selcore/kinds/test_tcp.py::test_a_port_that_is_no_number_is_refused",
            "ui/forms/test_fields.py::test_a_bad_port_is_said_under_its_field_before_anything_is_asked",
            "ui/forms/test_open_form.py::test_a_host_that_nobody_knows_is_refused_and_the_window_goes_on",
        ),
    ),
    (
        "a privileged port",
        "refused in the words of any other permission, and explained",
        (f"{SYSTEM}::test_05_a_privileged_port", "selcore/kinds/test_tcp.py::test_a_privileged_port_is_explained"),
    ),
    (
        "a path: missing, denied, a directory, a loop, too long, with NUL (where a Unix socket's ends)",
        "the path and the reason are said; the form keeps what was typed; nothing is made or emptied",
        (
            f"{SYSTEM}::test_06_a_path_that_cannot_be_opened",
            f"{SYSTEM}::test_06_a_path_that_somebody_else_may_open",
            "selcore/kinds/test_binary_file.py::test_what_is_refused_has_made_and_emptied_no_file",
            "selcore/kinds/test_binary_file.py::test_a_user_without_permission_is_told_so",
            "ui/forms/test_open_form.py::test_a_bad_path_is_refused_in_the_words_of_python",
        ),
    ),
    (
        "an OSError without a number (a Unix path too long)",
        'its words alone: "Errno None" is shown nowhere',
        (
            f"{SYSTEM}::test_07_an_error_without_a_number_shows_none",
            f"{WINDOW}::test_07_an_error_without_a_number_shows_none",
            "selcore/kinds/test_unix.py::test_too_long_a_path_has_no_errno_and_none_is_shown",
        ),
    ),
    (
        "a FIFO given for a file",
        "opened without waiting, never on the window's thread",
        (
            f"{CORE}::test_08_a_fifo_given_for_a_file_hangs_nothing",
            "selcore/experiment/test_file.py::test_what_is_no_file_does_not_hang_it",
        ),
    ),
    (
        "a slip in hexadecimal",
        "its place is marked, and nothing is sent",
        (
            f"{SYSTEM}::test_09_a_slip_in_hexadecimal_has_its_place_and_sends_nothing",
            f"{SYSTEM}::test_09_blanks_between_pairs_and_nothing_at_all_are_no_slip",
            f"{WINDOW}::test_09_a_slip_in_hexadecimal_is_marked_and_nothing_is_sent",
        ),
    ),
    (
        "much to send to a peer that does not read",
        "sent piece by piece at WRITE, with what is left in sight; to unregister is to cancel; WRITE goes at the end",
        (
            f"{CORE}::test_10_much_for_a_peer_that_does_not_read_waits_for_write",
            "selcore/callbacks/test_feed.py::test_to_stop_is_to_unregister_and_what_is_lost_is_said",
        ),
    ),
    (
        "the peer resets while we send",
        'marked "reset by peer", watched no longer; its row stays',
        (
            f"{CORE}::test_11_a_reset_while_sending_is_marked_and_no_longer_watched",
            f"{CORE}::test_11_a_callback_that_meets_a_reset_stops_watching",
        ),
    ),
    (
        "SIGPIPE",
        "left ignored, as Python has it",
        (
            f"{CORE}::test_12_sigpipe_stays_ignored",
            "selcore/world/verbs/test_signals.py::test_sigpipe_is_left_as_python_has_it",
        ),
    ),
    (
        "thousands of connections",
        "each is served and counted; of those that have gone a thousand are kept; the window takes them in batches",
        (
            f"{SYSTEM}::test_13_thousands_of_connections",
            "ui/stories/test_many.py::test_a_thousand_objects_are_listed_ticked_and_closed",
        ),
    ),
    (
        "a descriptor closed behind its object's back",
        "its identity is compared before a stepped call serves it, in a run every 17 ms and after each command: "
        '"closed elsewhere", and what has its number now is left alone',
        (
            f"{CORE}::test_14_a_descriptor_closed_behind_its_object_is_noticed",
            f"{CORE}::test_14_another_file_at_its_number_is_not_served_under_its_name",
        ),
    ),
    (
        "a number closed twice, when it is another's",
        "descriptors belong to objects; what is another's by now is not closed",
        (
            f"{CORE}::test_15_closing_closes_nobody_elses_file",
            f"{CORE}::test_15_what_is_closed_twice_closes_once",
            "selcore/kinds/test_pairs.py::test_a_queue_closes_nobody_elses_file",
        ),
    ),
    (
        "the worker dies",
        "said with its traceback; Restart begins with a new one",
        (
            "ui/selector/test_state_line.py::test_a_dead_worker_is_said_and_restarted",
            "playground/terminal/test_running.py::test_a_fault_of_ours_is_loud_and_its_status_is_1",
        ),
    ),
    (
        "an exception in a slot",
        "reported on stderr and in a window, and the program goes on",
        (
            "playground/test_crash.py::test_a_fault_in_a_slot_is_shown_and_can_be_copied",
            "playground/test_crash.py::test_a_fault_that_repeats_does_not_bury_the_desktop",
        ),
    ),
    (
        "events faster than the window",
        "a bounded outbox, emptied at frame rate; what finds no room is counted",
        (
            f"{WINDOW}::test_18_a_flood_of_calls_is_bounded_and_what_is_dropped_is_counted",
            "selcore/worker/test_outbox.py::test_rows_without_room_are_dropped_with_what_grew_of_them_and_counted",
            "ui/stories/test_many.py::test_under_a_busy_loop_with_a_thousand_objects_the_window_still_answers",
        ),
    ),
    (
        "a file object that is always ready",
        "one row that grows; the busy loop is named, and can be paused, slowed or cured",
        (
            f"{SYSTEM}::test_19_what_is_always_ready_is_one_row_that_grows",
            "ui/selector/test_state_line.py::test_a_busy_loop_is_one_growing_row_with_three_cures",
        ),
    ),
    (
        "the clock is set",
        "intervals are measured with the monotonic clock; the one on the wall is for reading",
        (
            f"{SYSTEM}::test_20_intervals_are_measured_with_a_clock_that_nobody_sets",
            f"{SYSTEM}::test_20_a_call_takes_as_long_as_before_when_the_clock_is_set",
        ),
    ),
    (
        "a broken experiment file",
        "refused whole, with place and reason, before anything is opened; the session stays",
        (
            f"{WINDOW}::test_21_a_broken_file_is_refused_and_the_session_stays",
            "selcore/files/test_strict_json.py::test_it_is_refused_with_its_place_and_the_reason",
            "selcore/experiment/test_file.py::test_what_is_too_large_is_not_looked_at",
            "selcore/experiment/test_file.py::test_what_is_no_file_does_not_hang_it",
        ),
    ),
    (
        "a full disk",
        "the old file stays, nothing stands beside it, and how much found no room is said",
        (
            f"{SYSTEM}::test_22_a_full_disk_keeps_the_old_file_and_says_what_is_missing",
            f"{WINDOW}::test_22_a_full_disk_is_said_with_what_is_missing",
            "selcore/files/test_atomic_file.py::test_a_disk_that_takes_no_more_leaves_the_old_file",
        ),
    ),
    (
        "SIGINT or SIGTERM",
        "as closing the window, without a question",
        (
            "playground/test_signals.py::test_a_signal_closes_the_window",
            "ui/stories/test_closing.py::test_it_ends_while_the_worker_blocks_in_select_none",
            "playground/terminal/test_running.py::test_a_signal_ends_a_blocked_call_and_everything_is_closed",
        ),
    ),
    (
        "the window closes while a call blocks",
        "the call is woken, the thread joined, everything closed",
        (
            "ui/stories/test_closing.py::test_it_ends_while_the_worker_blocks_in_select_none",
            "ui/stories/test_closing.py::test_it_ends_in_the_middle_of_a_busy_loop",
            "selcore/kinds/test_pairs.py::test_a_queue_is_closed_whatever_its_thread_does",
        ),
    ),
    (
        "Qt called from the worker",
        "the core knows no Qt; one queued signal crosses, and what it tells arrives on the window's thread",
        (
            f"{WINDOW}::test_25_what_the_worker_tells_arrives_on_the_thread_of_the_window",
            "test_architecture.py::test_the_core_imports_no_qt_and_little_else",
        ),
    ),
    (
        "closed twice, unregistered after it was closed",
        "as Python has it",
        (
            f"{CORE}::test_26_everything_can_be_closed_twice",
            f"{CORE}::test_26_unregister_after_close_is_what_python_makes_of_it",
        ),
    ),
    (
        "unregistered while its result is in the list",
        "looked up again before it is served, and not served",
        (f"{CORE}::test_27_what_was_unregistered_by_the_one_before_is_not_served",),
    ),
    (
        "numbers too big for a Qt int",
        "objects cross, no C integers",
        (f"{WINDOW}::test_28_big_numbers_cross_from_the_worker",),
    ),
    (
        "a command that is missing, a process that is gone, a grandchild that holds the pipe",
        'refused in Python\'s words; "still held by another process"',
        (
            f"{CORE}::test_29_a_command_that_is_missing_or_may_not_be_run",
            f"{CORE}::test_29_a_command_that_somebody_else_may_run",
            f"{CORE}::test_29_a_grandchild_that_holds_the_pipe_is_said",
            f"{CORE}::test_29_a_process_that_is_gone_has_no_descriptor",
        ),
    ),
    (
        "PySide6 6.12.0 under Python 3.11",
        "never installed together; found together, the program says so and does not start",
        (
            "playground/test_check.py::test_the_pair_that_aborts",
            "test_faults_index.py::test_30_the_version_that_aborts_is_not_installed",
        ),
    ),
)

HEAD = """# Faults

What goes wrong in real programs, and what this one does then. The tests of each are listed in
`tests/test_faults_index.py`.

| number | fault | what the program does |
|---|---|---|
"""


def document() -> str:
    rows = (f"| {number} | {fault} | {does} |\n" for number, (fault, does, _) in enumerate(FAULTS, 1))
    return HEAD + "".join(rows)


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_thirty() -> None:
    assert len(FAULTS) == 30


@pytest.mark.parametrize("number", range(1, len(FAULTS) + 1))
def test_each_has_its_tests(number: int) -> None:
    tests = FAULTS[number - 1][2]
    assert tests
    for test in tests:
        file, _, name = test.partition("::")
        assert name.startswith("test_") and name in names_in(TESTS / file), test


@pytest.mark.parametrize("file", [CORE, SYSTEM, WINDOW])
def test_what_is_named_after_a_fault_is_listed_there(file: str) -> None:
    for name in names_in(TESTS / file):
        numbered = re.match(r"test_(\d\d)_", name)
        if numbered:
            assert f"{file}::{name}" in FAULTS[int(numbered[1]) - 1][2]


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "write it anew: python -m tests.test_faults_index"


def test_30_the_version_that_aborts_is_not_installed() -> None:
    assert '"PySide6-Essentials>=6.10,!=6.12.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")

"""Cases that only ``dev.py test --all`` runs: each takes long for what it is, and the suite has another of its sort.

What is heavy as a whole bears the mark ``heavy`` itself; here stand single cases of a table of about a second or more,
the same story on another selector class, and what costs a process or a window of its own where a neighbour in the same
file has been given one already.
"""

OTHER_CLASSES = (
    "tests/selcore/callbacks/test_echo.py::test_a_slow_tcp_reader_gets_every_byte[",
    "tests/selcore/explain/test_announcing.py::test_in_every_example[",
    "tests/selcore/explain/test_why_not.py::test_no_silent_event_of_a_random_history_is_without_a_sentence[",
    "tests/selcore/experiment/test_examples.py::test_it_plays_to_its_end[",
    "tests/selcore/experiment/test_examples.py::test_a_proxy[",
    "tests/selcore/experiment/test_examples.py::test_a_duplicate_keeps_epoll_reporting[",
    "tests/selcore/explain/test_all.py::test_every_result_and_refusal_of_every_example_is_explained[",
    "tests/selcore/explain/test_why_not.py::test_every_silent_event_of_every_example_is_told[",
    "tests/selcore/headless/test_player.py::test_the_example_of_the_contract[",
    "tests/selcore/reference/test_signals.py::test_a_handler_that_changes_the_selector[",
    "tests/selcore/reference/test_signals.py::test_a_thread_that_is_signalled_waits_on[",
    "tests/selcore/reference/test_signals.py::test_who_is_interrupted[",
    "tests/selcore/reference/test_threads.py::test_register_in_an_empty_one[",
    "tests/selcore/world/verbs/test_signals.py::test_a_blocked_call_goes_on[",
    "tests/selcore/lints/test_healthy.py::test_a_healthy_echo_server_is_never_warned_of[",
    "tests/selcore/reference/test_children.py::test_forks[",
    "tests/selcore/reference/test_children.py::test_true_is_a_number[",
    "tests/selcore/reference/test_children.py::test_no_descriptor_is_left[",
    "tests/ui/stories/test_calls.py::test_an_empty_call_says_whether_it_waited[",
    "tests/ui/stories/test_calls.py::test_several_results_stand_under_their_call[",
    "tests/ui/stories/test_echo_clients.py::test_a_real_client_gets_every_byte_back_in_capitals[",
    "tests/ui/why/test_panel.py::test_of_a_call_that_was_entered_again_it_says_what_a_plain_program_would_have_seen[",
    # What is claimed is shown on each class without a window; in the window, on one of those that the claim is about.
    *(
        f"tests/ui/stories/test_claims.py::test_at_most_five_actions_show_it_in_the_window[{claim}-"
        for claim in (1, 3, 4, 5, 7, 9, 10, 13)
    ),
)
"""The same on select and on poll. On epoll it is always run; where there is none, with ``--all`` alone."""
CASES = (
    *(f"{begins}{backend}" for begins in OTHER_CLASSES for backend in ("select", "poll")),
    "tests/selcore/explain/test_announcing.py::test_in_situations_from_the_field[defer-accept]",
    "tests/selcore/tracing/test_cpython.py::test_cpythons_own_tests_count_the_same_with_traced_classes",
    "tests/selcore/recording/test_docs.py::test_each_line_of_python_works[code1]",  # imports pandas
    "tests/selcore/kinds/test_one_file.py::test_the_window_has_it",
    "tests/selcore/kinds/test_one_file.py::test_the_catalogue_and_the_report_have_it",
    "tests/selcore/worker/test_worker_counts.py::test_a_busy_loop_is_counted_to_the_last_call[select]",
    "tests/selcore/worker/test_worker_counts.py::test_a_busy_loop_is_counted_to_the_last_call[poll]",
    "tests/selcore/stories/test_faults_of_the_system.py::test_13_thousands_of_connections[select]",
    "tests/selcore/stories/test_faults_of_the_system.py::test_13_thousands_of_connections[poll]",
    "tests/selcore/stories/test_main_job.py::test_every_byte_of_every_client_comes_back_in_capitals[select-200-262144]",
    "tests/selcore/stories/test_main_job.py::test_every_byte_of_every_client_comes_back_in_capitals[poll-200-262144]",
    "tests/selcore/callbacks/test_accept.py::test_closed_connections_are_forgotten_after_a_thousand_and_counted[select]",
    "tests/selcore/callbacks/test_accept.py::test_closed_connections_are_forgotten_after_a_thousand_and_counted[poll]",
    "tests/selcore/headless/test_player.py::test_more_rows_than_have_room_are_all_told[select]",
    "tests/selcore/headless/test_player.py::test_more_rows_than_have_room_are_all_told[poll]",
    "tests/selcore/compare/test_comparison.py::test_an_echo_server_is_the_same_everywhere_though_its_port_is_in_use",
    "tests/playground/test_launch.py::test_it_needs_no_stderr",
    "tests/playground/test_launch.py::test_a_storage_that_cannot_be_made_is_said_and_nothing_is_kept",
    "tests/playground/test_cli.py::test_an_environment_with_nothing_in_it",
    "tests/ui/scaling/test_dialog.py::test_it_measures_here_and_draws_what_comes",
    "tests/ui/compare/test_dialog.py::test_the_next_comparison_begins_with_all_its_steps",
    "tests/ui/compare/test_dialog.py::test_escape_cancels_and_keeps_what_is_there_and_the_second_one_closes",
    "tests/ui/stories/test_closing.py::test_it_ends_while_the_worker_blocks_in_select_none[SIGINT-130]",
    "tests/ui/stories/test_closing.py::test_it_ends_while_the_worker_blocks_in_select_none[SIGTERM-143]",
    "tests/ui/stories/test_words.py::test_no_word_of_a_stranger_widens_the_window[words1]",
    "tests/ui/stories/test_words.py::test_no_word_of_a_stranger_widens_the_window[words2]",
    "tests/ui/stories/test_closing.py::test_it_ends_in_the_middle_of_a_busy_loop",
    "tests/ui/bridge/test_settling.py::test_a_command_is_shown_before_it_settles_again[a drain",
    "tests/ui/session/test_origin.py::test_a_recording_saved_as_an_experiment_asks_when_it_is_opened",
    *(
        f"tests/ui/programs/test_actions.py::{case}"
        for case in (
            "test_its_warnings_are_shown",
            "test_it_runs_again_by_itself_when_its_file_changes",
            "test_a_starter_runs",
            "test_a_watched_run_is_recorded_and_opened_again",
        )
    ),
    "tests/ui/programs/test_recent.py::test_what_a_list_names_is_asked_about_once[run]",
    "tests/ui/programs/test_recent.py::test_recent_ones_are_in_the_menu_and_beside_the_cards",
    "tests/ui/objects/test_folding.py::test_twenty_thousand_cost_a_frame_nothing",
    "tests/test_wheel.py::test_it_opens_a_window_and_closes_it",
    "tests/test_wheel.py::test_its_desktop_files_are_put_below_the_prefix",
    "tests/test_mutants.py::test_who_spins_is_ended",
)
"""The ids of tests, or how they begin."""

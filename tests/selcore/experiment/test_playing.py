"""Which command is sent next, what counts as its answer, and where a sequence ends."""

from selcore.experiment.playing import Playing
from selcore.values.commands import AnyCommand, Note, Open, Run, Select
from selcore.values.facts import Entry
from selcore.values.outcomes import Done, Outcome, Refused

REFUSED = Refused("OSError", "no", 9)


def note(text: str) -> Note:
    return Note(text=text)


def answer(command: AnyCommand, outcome: Outcome = Done()) -> Entry:  # noqa: B008
    return Entry(0, command, outcome, 5)


def sent(playing: Playing) -> list[AnyCommand]:
    request = playing.next()
    return list(request.commands) if request is not None else []


def test_the_next_is_sent_when_the_one_before_was_answered() -> None:
    first, second = note("1"), note("2")
    playing = Playing([first, second], keep_going=True)
    assert sent(playing) == [first] and playing.rest == [second]
    assert not playing.answered([answer(note("another's"))])
    assert playing.answered([answer(first)])
    request = playing.next()
    assert request is not None and (request.commands, request.step, request.together) == ((second,), 1, False)
    assert playing.answered([answer(second)]) and not playing.ended
    assert playing.next() is None and playing.ended and playing.refusal is None


def test_an_equal_command_of_somebody_else_is_no_answer() -> None:
    """A click may ask for the same thing as the experiment at the same time."""
    playing = Playing([note("1")], keep_going=True)
    sent(playing)
    assert not playing.answered([answer(note("1"))])


def test_many_are_sent_together_but_a_run_and_a_host_name_alone() -> None:
    run = Run(calls=1, timeout=0)
    named = Open(kind="tcp-client", name="far", options={"host": "example.org", "port": 80})
    commands = [*(note(str(n)) for n in range(5)), run, note("6"), named]
    playing = Playing(commands, keep_going=True, together=3)
    parts: list[tuple[int, bool]] = []
    while (request := playing.next()) is not None:
        parts.append((len(request.commands), request.together))
        assert playing.answered([answer(command) for command in request.commands])
    assert parts == [(3, True), (2, True), (1, False), (1, True), (1, False)]


def test_answers_come_one_by_one_and_in_any_number_of_batches() -> None:
    again = note("again")
    playing = Playing([again, again, again], keep_going=True, together=3)
    sent(playing)
    assert not playing.answered([answer(again)])
    assert not playing.answered([])
    assert playing.answered([answer(again), answer(again)])


def test_a_refusal_ends_a_sequence_and_leaves_the_rest() -> None:
    first, second = Select(timeout=0), note("2")
    playing = Playing([first, second], keep_going=False)
    sent(playing)
    assert playing.answered([answer(first, REFUSED)]) and playing.ended
    assert playing.refusal is not None and playing.refusal.outcome is REFUSED
    assert playing.rest == [second] and playing.next() is None


def test_an_experiment_goes_on_after_a_refusal() -> None:
    first, second = Select(timeout=0), note("2")
    playing = Playing([first, second], keep_going=True)
    sent(playing)
    assert playing.answered([answer(first, REFUSED)]) and playing.refusal is None
    assert sent(playing) == [second]


def test_what_could_not_be_sent_ends_it() -> None:
    playing = Playing([note("1"), note("2")], keep_going=True)
    sent(playing)
    playing.give_up()
    assert playing.ended and playing.next() is None and not playing.answered([])


def test_it_pauses_before_a_command_and_goes_on() -> None:
    commands = [note(str(number)) for number in range(6)]
    playing = Playing(commands, keep_going=True, together=10)
    playing.until = 0
    assert playing.next() is None and not playing.ended
    playing.until = 4
    assert sent(playing) == commands[:4] and playing.awaited == 4
    assert playing.answered([answer(command) for command in commands[:4]])
    assert playing.place == 4 and playing.next() is None and not playing.ended
    playing.until = None
    assert sent(playing) == commands[4:]


def test_each_answer_is_told_with_the_number_of_its_command() -> None:
    told: list[tuple[int, AnyCommand]] = []
    again = note("again")
    commands = [again, again, note("last")]
    playing = Playing(
        commands, keep_going=True, together=2, note=lambda number, entry: told.append((number, entry.command))
    )
    sent(playing)
    playing.answered([answer(note("another's")), answer(again)])
    assert told == [(0, again)] and playing.place == 1
    playing.answered([answer(again)])
    sent(playing)
    playing.answered([answer(commands[2])])
    assert told == [*enumerate(commands)]


def test_what_the_worker_left_is_sent_again() -> None:
    commands = [note(str(number)) for number in range(5)]
    playing = Playing(commands, keep_going=True, together=5)
    sent(playing)
    assert not playing.cut_short(3), "of five sent none is answered: two are still to be told"
    assert not playing.answered([answer(commands[0]), answer(commands[1])])
    assert not playing.cut_short(0) and not playing.cut_short(2)
    assert playing.cut_short(3) and (playing.place, playing.awaited) == (2, 0)
    assert sent(playing) == commands[2:]

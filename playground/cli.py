"""The command line. A usage error is one line that says what is wrong and what would be right, and exit status 2."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from selcore import doctor
from selcore.backends import backend_ids, find_backend, missing_backend

from .console import Unheard, complain, one_line, prepare, say
from .run import run

Line = dict[str, Any]
CATALOGUES: dict[str, Callable[[], list[Line]]] = {
    "kinds": doctor.kinds,
    "backends": doctor.backends,
    "callbacks": doctor.callbacks,
}


class _Parser(argparse.ArgumentParser):
    """argparse with one line for an error, and its options never guessed from their beginning.

    ``calls`` are the names of its calls. An unknown option or call is found before argparse begins: that would take
    the option's value for the call, or complain of what is missing first.
    """

    calls: tuple[str, ...] = ()

    def __init__(self, **settings: Any):
        super().__init__(**settings, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        # Not through argparse: before Python 3.12 it stumbles over a stderr that is not there.
        complain(one_line(f"{self.prog}: {message.removeprefix('argument ')}; see {self.prog} --help"))
        sys.exit(2)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        self._look(words)
        found, left = super().parse_known_args(words, namespace)
        if left:
            self.error(f"there is nothing to do with {left[0]!r}")
        return found, left

    def _look(self, words: list[str]) -> None:
        place = 0
        while place < len(words) and (self.calls or words[place] != "--"):
            word = words[place]
            place += 1
            if word.startswith("-") and word != "-":
                place += self._values(word, words[place:])
            elif self.calls:
                self._check_call(word)
                return

    def _values(self, word: str, after: list[str]) -> int:
        """How many words after this option are its own."""
        name, given, _ = word.partition("=")
        action = self._option_string_actions.get(name)
        if action is None:
            self.error(f"there is no option {name}{did_you_mean(name, self._option_string_actions)}")
        if given or not after or action.nargs == 0:
            return 0
        return int(action.nargs is None or not after[0].startswith("-"))

    def _check_call(self, word: str) -> None:
        if word in self.calls:
            return
        advice = did_you_mean(word, self.calls)
        if not advice and Path(word).is_file():
            advice = f"; did you mean --open {word}, or run {word}?"
        self.error(f"there is no call {word!r}{advice or '; there is ' + ', '.join(self.calls)}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest of what is known, as a question; empty where nothing is near."""
    near = get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""


def make_parser() -> argparse.ArgumentParser:
    """Every call of the command line."""
    parser = _Parser(
        prog="selector-playground",
        description="Open real file objects, register them in a real selector, and watch what select() returns.",
    )
    parser.add_argument(
        "--version", action="version", version=doctor.package_version("selector-playground") or "unknown"
    )
    # Desktops start us with the name of a file or with none: both must open the window.
    parser.add_argument("--open", metavar="FILE", nargs="?", help="open an experiment or a recording in the window")
    parser.add_argument("--backend", metavar="NAME", type=_backend, help=f"begin with: {', '.join(backend_ids())}")
    calls = parser.add_subparsers(dest="call", metavar="CALL", parser_class=_Parser)
    _add_run(calls)
    one = calls.add_parser("doctor", help="versions, what works here, and why something does not")
    one.add_argument("--json", action="store_true", help="as a JSON object")
    for name in CATALOGUES:
        one = calls.add_parser(name, help=f"the {name} there are")
        one.add_argument("--json", action="store_true", help="as a JSON list")
    parser.calls = tuple(calls.choices)
    return parser


def _add_run(calls: Any) -> None:
    one = calls.add_parser("run", help="play an experiment without a window")
    one.add_argument("experiment", metavar="EXPERIMENT", help="a file")
    one.add_argument("--backend", metavar="NAME", type=_backend, help=f"instead of its own: {', '.join(backend_ids())}")
    one.add_argument("--json", action="store_true", help="a JSON object a line")
    one.add_argument("--record", metavar="FILE", help="write everything that happens into a SQLite file")
    one.add_argument(
        "--trust",
        action="store_true",
        help="allow processes, signals, given descriptors, writing files, leaving this machine",
    )
    one.add_argument(
        "--max-wait", metavar="S", type=_seconds, default=10.0, help="end a call that blocks longer (10 s)"
    )


def _backend(name: str) -> str:
    if find_backend(name) is None:
        advice = did_you_mean(name, backend_ids()) or f"; there is {', '.join(backend_ids())}"
        raise argparse.ArgumentTypeError(f"there is no backend {name!r}{advice}")
    reason = missing_backend(name)
    if reason is not None:
        here = ", ".join(one for one in backend_ids() if missing_backend(one) is None)
        raise argparse.ArgumentTypeError(f"{name} cannot be used: {reason}; here is {here}")
    return name


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 1e7:
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of seconds from 0 to 10,000,000")
    return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    prepare()
    try:
        status = _parse_and_do(arguments)
        say(end="")  # what argparse has said is not flushed yet
    except Unheard as unheard:
        if unheard.why:
            complain(f"selector-playground: stdout: {unheard.why}")
        sys.stdout = None  # or the interpreter would try to flush it once more, and complain
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parse_and_do(arguments: Sequence[str] | None) -> int:
    try:
        given = make_parser().parse_args(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    return _do(given)


def _do(given: argparse.Namespace) -> int:
    if given.call is None:
        from .launch import launch

        return launch(given.open, given.backend)
    if given.call == "run":
        return run(given.experiment, given.backend, given.json, given.trust, given.max_wait, record=given.record)
    if given.call == "doctor":
        return _doctor(given.json)
    _catalogue(CATALOGUES[given.call](), given.json)
    return 0


def _doctor(as_json: bool) -> int:
    found = doctor.report() | {"qt": _qt()}
    if as_json:
        say(json.dumps(found, indent=1))
        return 0
    say(doctor.report_text(found), end="")
    if found["qt"].get("problem"):
        say(f"No window can be shown here: {found['qt']['problem']}")
    return 0


def _qt() -> Line:
    from .check import display_problem, platform_name, qt_problem

    problem = qt_problem()
    if problem is not None:
        return {"error": problem}
    from ui.doctor_text import qt_report

    return qt_report() | {"platform": platform_name(), "problem": display_problem()}


def _catalogue(rows: list[Line], as_json: bool) -> None:
    if as_json:
        say(json.dumps(rows, indent=1))
        return
    for row in rows:
        state = "" if row["available"] else f"  not here: {row['reason']}"
        say(f"{row['id']:<14} {row['title']}{state}")
        for option in row.get("options", ()):
            say(f"{'':<14}   {option['name']} ({option['type']}, {option['default']!r}): {option['title']}")

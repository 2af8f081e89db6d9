"""The command line. A usage error is one line that says what is wrong and what would be right, and exit status 2."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from selcore import doctor
from selcore.backends import backend_ids, find_backend

from .run import run

Line = dict[str, Any]
CATALOGUES: dict[str, Callable[[], list[Line]]] = {
    "kinds": doctor.kinds,
    "backends": doctor.backends,
    "callbacks": doctor.callbacks,
}


class _Parser(argparse.ArgumentParser):
    """argparse with one line for an error, and its options never guessed from their beginning."""

    def __init__(self, **settings: Any):
        super().__init__(**settings, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}{self._advice(message)}; see {self.prog} --help\n")

    def _advice(self, message: str) -> str:
        word = next((word for word in message.split() if word.startswith("-")), "")
        known = [option for action in self._actions for option in action.option_strings]
        near = get_close_matches(word, known, 1)
        return f"; did you mean {near[0]}?" if near and near[0] != word else ""


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
    parser.add_argument("--open", metavar="FILE", nargs="?", help="open an experiment in the window")
    parser.add_argument("--backend", metavar="NAME", type=_backend, help=f"begin with: {', '.join(backend_ids())}")
    calls = parser.add_subparsers(dest="call", metavar="CALL", parser_class=_Parser)
    _add_run(calls)
    one = calls.add_parser("doctor", help="versions, what works here, and why something does not")
    one.add_argument("--json", action="store_true", help="as a JSON object")
    for name in CATALOGUES:
        one = calls.add_parser(name, help=f"the {name} there are")
        one.add_argument("--json", action="store_true", help="as a JSON list")
    return parser


def _add_run(calls: Any) -> None:
    one = calls.add_parser("run", help="play an experiment without a window")
    one.add_argument("experiment", metavar="EXPERIMENT", help="a file")
    one.add_argument("--backend", metavar="NAME", type=_backend, help=f"instead of its own: {', '.join(backend_ids())}")
    one.add_argument("--json", action="store_true", help="a JSON object a line")
    one.add_argument("--trust", action="store_true", help="allow what leaves loopback or writes files")
    one.add_argument(
        "--max-wait", metavar="S", type=_seconds, default=10.0, help="end a call that blocks longer (10 s)"
    )


def _backend(name: str) -> str:
    if find_backend(name) is None:
        raise argparse.ArgumentTypeError(f"there is no backend {name!r}; there is {', '.join(backend_ids())}")
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
    parser = make_parser()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _check_options(parser, arguments)
        given = parser.parse_args(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    try:
        return _do(given)
    except BrokenPipeError:
        # Whoever read our output has gone (head, less): so do we, without a word at interpreter exit.
        sys.stdout = None
        return 1
    except KeyboardInterrupt:
        return 130


def _check_options(parser: argparse.ArgumentParser, arguments: list[str]) -> None:
    """An unknown option before any call: argparse would take its value for the name of a call."""
    for argument in arguments:
        if not argument.startswith("-"):
            return
        if argument.partition("=")[0] not in parser._option_string_actions:
            parser.error(f"there is no option {argument}")


def _do(given: argparse.Namespace) -> int:
    if given.call is None:
        from .launch import launch

        return launch(given.open, given.backend)
    if given.call == "run":
        return run(given.experiment, given.backend, given.json, given.trust, given.max_wait)
    if given.call == "doctor":
        return _doctor(given.json)
    _catalogue(CATALOGUES[given.call](), given.json)
    return 0


def _doctor(as_json: bool) -> int:
    found = doctor.report() | {"qt": _qt()}
    print(json.dumps(found, indent=1) if as_json else doctor.report_text(found), end="\n" if as_json else "")
    return 0


def _qt() -> Line:
    from .check import qt_problem

    problem = qt_problem()
    if problem is not None:
        return {"error": problem}
    from ui.doctor_text import qt_report

    return qt_report()


def _catalogue(rows: list[Line], as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        state = "" if row["available"] else f"  not here: {row['reason']}"
        print(f"{row['id']:<14} {row['title']}{state}")
        for option in row.get("options", ()):
            print(f"{'':<14}   {option['name']} ({option['type']}, {option['default']!r}): {option['title']}")

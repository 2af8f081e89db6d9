"""The command line. A usage error is one line that says what is wrong and what would be right, and exit status 2."""

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from selcore.backends import backend_ids, find_backend, missing_backend
from selcore.system.descriptors import raise_limit

from .console import Unheard, complain, is_there, one_line, prepare, say

Line = dict[str, Any]


def _list_kinds() -> list[Line]:
    from selcore.reference.doctor import kinds

    return kinds()


def _list_backends() -> list[Line]:
    from selcore.reference.doctor import backends

    return backends()


def _list_callbacks() -> list[Line]:
    from selcore.reference.doctor import callbacks

    return callbacks()


def _list_lints() -> list[Line]:
    from selcore.lints import catalogue

    return catalogue()


CATALOGUES: dict[str, Callable[[], list[Line]]] = {
    "kinds": _list_kinds,
    "backends": _list_backends,
    "callbacks": _list_callbacks,
    "lints": _list_lints,
}
"""Each is imported when it is asked for: the window needs none of them."""


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
        if not advice and is_there(word):
            advice = f"; did you mean --open {word}, or run {word}?"
        self.error(f"there is no call {word!r}{advice or '; there is ' + ', '.join(self.calls)}")


class _Version(argparse.Action):
    """Looked up when it is asked for: that takes longer than all the other words together."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from selcore.reference import doctor

        say(doctor.package_version("selector-playground") or "unknown")
        parser.exit()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest of what is known, as a question; empty where nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""


def make_parser() -> argparse.ArgumentParser:
    """Every call of the command line."""
    from .scaling import add_scaling

    parser = _Parser(
        prog="selector-playground",
        description="Open real file objects, register them in a real selector, and watch what select() returns.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    # Desktops start us with the name of a file or with none: both must open the window.
    parser.add_argument("--open", metavar="FILE", nargs="?", help="open an experiment or a recording in the window")
    parser.add_argument(
        "--backend", dest="first", metavar="NAME", type=_backend, help=f"begin with: {', '.join(backend_ids())}"
    )
    calls = parser.add_subparsers(dest="call", metavar="CALL", parser_class=_Parser)
    _add_run(calls)
    _add_compare(calls)
    one = calls.add_parser("doctor", help="versions, what works here, and why something does not")
    one.add_argument("--json", action="store_true", help="as a JSON object")
    for name in CATALOGUES:
        one = calls.add_parser(name, help=f"the {name} there are")
        one.add_argument("--json", action="store_true", help="as a JSON list")
    add_scaling(calls, _backend)
    parser.calls = tuple(calls.choices)
    return parser


def _add_run(calls: Any) -> None:
    one = calls.add_parser("run", help="play an experiment without a window")
    one.add_argument("experiment", metavar="EXPERIMENT", help="a file")
    one.add_argument("--backend", metavar="NAME", type=_backend, help=f"instead of its own: {', '.join(backend_ids())}")
    one.add_argument("--json", action="store_true", help="a JSON object a line")
    _add_limits(one)
    one.add_argument(
        "--filter", metavar="EXPR", type=_filter, help='print only what matches, as: name == "server" and waited > 0.01'
    )
    one.add_argument(
        "--progress", action="store_true", help="with --json: also how many calls a long run has made so far"
    )
    one.add_argument("--record", metavar="FILE", help="write everything that happens into a SQLite file")
    one.add_argument("--needs", action="store_true", help="do not play it: list what it asks for, a line each")


def _add_compare(calls: Any) -> None:
    one = calls.add_parser("compare", help="play an experiment on every selector class and compare the answers")
    one.add_argument("experiment", metavar="EXPERIMENT", help="a file")
    one.add_argument("--backends", metavar="A,B", type=_backends, help=f"these only: {', '.join(backend_ids())}")
    one.add_argument("--json", action="store_true", help="as a JSON object")
    _add_limits(one)


def _add_limits(one: Any) -> None:
    one.add_argument(
        "--trust",
        action="store_true",
        help="allow processes, signals, given descriptors and paths, unusual socket options, leaving this machine",
    )
    one.add_argument(
        "--max-wait", metavar="S", type=_seconds, default=10.0, help="end a call that blocks longer (10 s)"
    )


def _backends(words: str) -> list[str]:
    """Ids between commas; one that is not here is said in its column, unless none is."""
    names = [name.strip() for name in words.split(",")]
    for name in names:
        if find_backend(name) is None:
            advice = did_you_mean(name, backend_ids()) or f"; there is {', '.join(backend_ids())}"
            raise argparse.ArgumentTypeError(f"there is no backend {name!r}{advice}")
    if all(missing_backend(name) is not None for name in names):
        _backend(names[0])
    return list(dict.fromkeys(names))


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


def _filter(words: str) -> Any:
    from selcore.filters import BadFilter, parse  # numpy is imported only where it is needed
    from selcore.filters.lines import check

    try:
        return check(parse(words))
    except BadFilter as error:
        raise argparse.ArgumentTypeError(f"{error}: {marked(words, error.start, error.end)}") from None


def marked(words: str, start: int, end: int, around: int = 40) -> str:
    """The words with the place of a mistake between arrows; what is far from it is left out."""
    before, after = words[:start], words[end:]
    before = before if len(before) <= around else f"…{before[-around:]}"
    after = after if len(after) <= around else f"{after[:around]}…"
    wrong = words[start:end] if end - start <= around else f"{words[start : start + around]}…"
    return f"{before}>>>{wrong}<<<{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    prepare()
    try:
        status = _parse_and_do(arguments)
        if not status:
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
    if not (sys.argv[1:] if arguments is None else arguments):
        return _window(None, None)
    try:
        given = _parse(make_parser(), arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    return _do(given)


def _parse(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    given = parser.parse_args(arguments)
    if given.call is not None and (given.open is not None or given.first is not None):
        option = "--open" if given.open is not None else "--backend"
        parser.error(f"{option} is for the window: it goes with no call, and {given.call} is one")
    return given


def _window(experiment: str | None, backend: str | None) -> int:
    from .launch import launch

    raise_limit()
    return launch(experiment, backend)


def _do(given: argparse.Namespace) -> int:
    if given.call is None:
        return _window(given.open, given.first)
    gc.enable()
    raise_limit()
    if given.call == "run":
        from .run import list_needs, run

        if given.needs:
            return list_needs(given.experiment)
        limits, progress = (given.trust, given.max_wait), given.json and given.progress
        return run(given.experiment, given.backend, given.json, *limits, given.filter, given.record, progress)
    if given.call == "compare":
        from .compare import compare

        return compare(given.experiment, given.backends, given.json, given.trust, given.max_wait)
    if given.call == "scaling":
        from .scaling import scaling

        return scaling(given.backends, given.most, given.seconds, given.json)
    if given.call == "doctor":
        return _doctor(given.json)
    _catalogue(CATALOGUES[given.call](), given.json)
    return 0


def _doctor(as_json: bool) -> int:
    import json

    from selcore.reference import doctor

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
    from ui.shell.doctor_report import qt_report

    return qt_report() | {"platform": platform_name(), "problem": display_problem()}


def _catalogue(rows: list[Line], as_json: bool) -> None:
    if as_json:
        import json

        say(json.dumps(rows, indent=1))
        return
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        state = "" if row["available"] else f"  not here: {row['reason']}"
        say(f"{row['id']:<{width}} {row['title']}{state}")
        for words in filter(None, (row.get("about") if "do" in row else None, row.get("do"))):
            say(f"{'':<{width}}   {words}")
        for option in row.get("options", ()):
            say(f"{'':<{width}}   {option['name']} ({option['type']}, {option['default']!r}): {option['title']}")

"""Plants small faults in the core and tells which ones no test noticed; exit 1 where these are too many."""

import argparse
import json
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from . import ENOUGH, MODULES, covering
from .making import Mutant, Source
from .trying import PASSED, Copy, Ended, copies, record, run_tests

CHECKOUT = Path(__file__).resolve().parent.parent
SAME = Path(__file__).with_name("equivalent.toml")
AT_MOST = 8.0
"""Seconds of the processor, as measured, of the tests that one mutant meets beside those of its module's own file."""
PATIENCE = 30.0
"""Seconds that a mutant has beyond a multiple of what its tests take: some wait for something that never comes."""

Key = tuple[str, str, str, str]


class Trouble(Exception):
    """What the user is told, instead of a traceback."""


def main() -> int:
    given = arguments()
    os.chdir(CHECKOUT)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # it ends its children either way
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        return mutate(given)
    except Trouble as trouble:
        print(f"mutants: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nmutants: interrupted; nothing is left running", file=sys.stderr)
        return 130


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="files or folders of selcore; or a part of a name")
    parser.add_argument("--sample", type=int, metavar="N", help="of each module N mutants, drawn by chance")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what chance draws (1)")
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) + 1, metavar="J", help="so many at a time")
    return parser.parse_args()


# -- what is tried ----------------------------------------------------------------------------------------------------


def modules_of(given: list[str]) -> list[str]:
    """The files that these words mean."""
    found: list[str] = []
    for word in given or MODULES:
        path = Path(word)
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.is_file() else []
        if not files:
            raise Trouble(f"there is no module {word!r}")
        found += [file.as_posix() for file in files if file.as_posix() not in found]
    return found


def same() -> dict[Key, str]:
    """The mutants that change nothing, and why."""
    listed = tomllib.loads(SAME.read_text(encoding="utf-8")).get("equivalent", [])
    return {(one["module"], one["where"], one["was"], one["now"]): one["why"] for one in listed}


def see_that_they_are_mutants(source: Source, listed: dict[Key, str]) -> None:
    """Raises Trouble where one that is listed for this module is no mutant of it (any more)."""
    keys = {key for key in listed if key[0] == source.module}
    there = [number for number, place in enumerate(source.places) if place[3] in {key[1] for key in keys}]
    left = keys - {mutant.key for number in there if (mutant := source.mutant(number)) is not None}
    if left:
        raise Trouble(f"{SAME.name} names what is no mutant: {' | '.join(sorted(left)[0])}")


def chosen(source: Source, sample: int | None, seed: int) -> list[Mutant]:
    """The module's mutants, or so many of them as chance draws."""
    numbers = list(range(len(source)))
    random.Random(f"{seed} {source.module}").shuffle(numbers)
    found = (mutant for number in numbers if (mutant := source.mutant(number)) is not None)
    return sorted(islice(found, sample), key=lambda mutant: (mutant.line, mutant.now))


# -- which tests ------------------------------------------------------------------------------------------------------


def tests_of_core(copy: Copy) -> covering.Tests:
    """All tests and what they reach; those of new and changed files are run for it, which takes minutes once."""
    cache = Path(sys.prefix) / "mutants.json"
    tests, stale = covering.known(cache, copy.root)
    if stale:
        say(f"which tests run through which function: {len(stale)} files of tests are run")
        result = Path(copy.root, "covered.json")
        copy.start(lambda: record(stale, result), 3600, 3600)
        ended = wait(copy)
        if ended.status != PASSED:
            raise Trouble("the tests could not be run:\n" + ended.said[-2000:])
        found = json.loads(result.read_text(encoding="utf-8"))
        tests |= {name: covering.Test(seconds, set(functions)) for name, (seconds, functions) in found.items()}
        covering.keep(cache, tests, copy.root)
    return tests


def wait(copy: Copy) -> Ended:
    while (ended := copy.ended()) is None:
        time.sleep(0.02)
    return ended


def reaching(tests: covering.Tests, mutant: Mutant) -> list[str]:
    """The tests that run through the mutant: all of the module's own, then the quickest, as far as there is time."""
    path, function = Path(mutant.module), f"{mutant.module}:{mutant.where}"
    # Of the module's own, all: their child processes may come there, too.
    mirror = f"tests/{path.parent.as_posix()}/test_{path.stem}"
    own = tuple(name for name in tests if name.startswith((f"{mirror}.py::", f"{mirror}_")))
    names = [*own, *(name for name, test in tests.items() if function in test.functions)]
    if not any(function in tests[name].functions for name in names):  # it is run when the module is imported
        beginning = f"{mutant.module}:"
        names += [name for name, test in tests.items() if any(one.startswith(beginning) for one in test.functions)]
    ordered = sorted(set(names), key=lambda name: (name not in own, tests[name].seconds, name))
    taken, seconds = list[str](), 0.0
    for name in ordered:
        if name not in own:
            seconds += tests[name].seconds
        if seconds > AT_MOST and taken:
            break
        taken.append(name)
    return taken


# -- trying -----------------------------------------------------------------------------------------------------------


class Trial:
    """One mutant, or none (the module as it is), the tests that it meets, and how it ended."""

    def __init__(self, source: Source, names: list[str], seconds: float, mutant: Mutant | None = None):
        self.source, self.names, self.seconds, self.mutant = source, names, seconds, mutant
        self.verdict = ""

    def start(self, copy: Copy) -> None:
        copy.write(self.source.module, self.source.text if self.mutant is None else self.mutant.source)
        most = 3 * self.seconds + 10
        copy.start(lambda: run_tests(self.names, "-x"), most, 6 * self.seconds + PATIENCE)

    def end(self, copy: Copy, ended: Ended) -> None:
        copy.write(self.source.module, self.source.text)
        # USAGE too: a test that is made from what the module says may be another now.
        self.verdict = "survived" if ended.status == PASSED else "killed" if ended.status is not None else "ended"
        if self.mutant is None and self.verdict != "survived":
            raise Trouble(f"tests fail without any mutant of {self.source.module}:\n" + ended.said[-2000:])


def tried(trials: list[Trial], copies: list[Copy]) -> Iterator[Trial]:
    """Each as it ends."""
    waiting, running = list(reversed(trials)), dict[Copy, Trial]()
    while waiting or running:
        for copy in copies:
            if not copy.busy and waiting:
                running[copy] = waiting.pop()
                running[copy].start(copy)
        for copy, trial in list(running.items()):
            ended = copy.ended()
            if ended is not None:
                del running[copy]
                trial.end(copy, ended)
                yield trial
        time.sleep(0.01)


def trials_of(source: Source, mutants: list[Mutant], tests: covering.Tests) -> list[Trial]:
    """The module as it is, with all the tests that its mutants meet, and each mutant."""
    found, met = [], dict[str, None]()
    for mutant in mutants:
        names = reaching(tests, mutant)
        met |= dict.fromkeys(names)
        found.append(Trial(source, names, sum(tests[name].seconds for name in names), mutant))
    plain = Trial(source, list(met), sum(tests[name].seconds for name in met))
    return [plain, *found]


# -- telling ----------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    print(text, flush=True)


def mutate(given: argparse.Namespace) -> int:
    modules, listed = modules_of(given.modules), same()
    totals, rows, began = Counter[str](), [row("module", None)], time.monotonic()
    with copies(CHECKOUT, max(given.jobs, 1)) as made:
        tests = tests_of_core(made[0])
        for module in modules:
            source = Source(module, Path(made[0].root, module).read_text(encoding="utf-8"))
            see_that_they_are_mutants(source, listed)
            counts = of_module(source, chosen(source, given.sample, given.seed), listed, tests, made)
            rows.append(row(module, counts))
            say(f"  {counts['killed'] + counts['ended']} noticed, {score(counts):.1f} %")
            totals += counts
    drawn = f", a sample of {given.sample} a module" if given.sample else ""
    say("\n".join([*rows, row("in all", totals), f"{time.monotonic() - began:.0f} s; seed {given.seed}{drawn}"]))
    return 0 if score(totals) >= ENOUGH else 1


def of_module(
    source: Source, mutants: list[Mutant], listed: dict[Key, str], tests: covering.Tests, made: list[Copy]
) -> Counter[str]:
    """Try them; what came of it, survivors printed as they are found."""
    counts = Counter(made=len(source), tried=len(mutants), same=sum(mutant.key in listed for mutant in mutants))
    trials = trials_of(source, [mutant for mutant in mutants if mutant.key not in listed], tests)
    say(f"{source.module}: {len(mutants)} mutants, {counts['same']} of them listed as changing nothing")
    for trial in trials[1:]:
        if not trial.names:
            trial.verdict = "untested"
            tell(trial, counts)
    for trial in tried([trial for trial in trials if trial.names], made):
        if trial.mutant is not None:
            tell(trial, counts)
    return counts


def tell(trial: Trial, counts: Counter[str]) -> None:
    counts[trial.verdict] += 1
    if trial.verdict in ("survived", "untested"):
        say(f"  {trial.verdict} {trial.mutant}")


def score(counts: Counter[str]) -> float:
    """Per cent that the tests noticed, of those that change something."""
    noticed, open_ones = counts["killed"] + counts["ended"], counts["tried"] - counts["same"]
    return 100.0 * noticed / open_ones if open_ones else 100.0


def row(name: str, counts: Counter[str] | None) -> str:
    """A line of the table: mutants there are, tried, killed (of these ended by the clock), equivalent, survived."""
    if counts is None:
        cells = ["mutants", "tried", "killed", "ended", "same", "survived", "score"]
    else:
        survived = counts["survived"] + counts["untested"]
        numbers = (counts["made"], counts["tried"], counts["killed"] + counts["ended"], counts["ended"])
        cells = [*map(str, numbers), str(counts["same"]), str(survived), f"{score(counts):.1f} %"]
    return f"{name:<34}" + "".join(f"{cell:>9}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())

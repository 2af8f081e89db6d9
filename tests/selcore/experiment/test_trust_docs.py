"""What asks in docs/experiment-file.md comes from the code: ``python -m tests.selcore.experiment.test_trust_docs``."""

from collections.abc import Iterable
from textwrap import fill
from typing import get_args

from selcore.kinds import KINDS, Kind
from selcore.values.commands import AnyCommand, verb
from selcore.values.needs import ABOUT
from selcore.verbs import VERBS
from tests import ROOT

TARGET = ROOT / "docs" / "experiment-file.md"
BEGIN, END = "## Trust\n", "## What is refused\n"
HEAD = """## Trust

What was not done in this window, an experiment or a recording, may do what is listed below only once it has been
allowed, whether it is opened, dropped, compared or opened again. The window lists everything that the file asks for,
the most dangerous first, and plays nothing until somebody has agreed. (It shows 20,000 lines, or 8 million characters.
Only addresses and options may lie beyond that, and are counted; where anything worse would, the file cannot be agreed
to.) `run` and `compare` refuse the file, naming the first twenty things and the number of the others, unless they are
given `--trust`; `run --needs EXPERIMENT` plays nothing and prints all of them, one a line, on stdout (nothing where
nothing is asked for). Within a session the same thing is asked once. A file that was saved, by this program too, asks
when it is opened.

A path that is given asks, whether it is read or written: that it leads to a FIFO, a device, a link or somebody's
descriptor (`/proc/self/fd`) is known only once it is open. Without a path a kind makes its own file in the session's
temporary folder. What has a name was asked for when it was opened: a `dup` or a `buffered-reader` of it asks for
nothing more. A `mp-queue` is refused (`OutOfStep`) once another reader of that kind has taken part of a message: only
what the queue itself sends is unpickled.

Talking to services on this machine is not asked for: a client of `127.0.0.1` and any port is opened, and sent to, as
the file says. Only what leaves the loopback asks.

| a kind | asks |
|---|---|
"""
MIDDLE = """
{kinds}

| a verb | asks |
|---|---|
"""
TAIL = """
{verbs}

"""
WIDE = 120
"""Characters of a line; a table's row cannot be broken."""


def cell(words: object) -> str:
    return str(words).replace("|", "\\|")


def asked_of(kind: Kind) -> str:
    """When a kind asks, in words."""
    found = [] if kind.asks is None else ["always"]
    for option in kind.asking:
        unless = f", unless `{option.unless}` is given" if option.unless else ""
        found.append(f"`{option.name}`: {ABOUT[option.asks]}{unless}")
    return "; ".join(found)


def document() -> str:
    kinds = [kind for kind in KINDS if asked_of(kind)]
    verbs = [(verb(one), VERBS[one]) for one in get_args(AnyCommand)]  # type: ignore[arg-type]
    rows = "".join(f"| `{kind.id}` | {cell(asked_of(kind))} |\n" for kind in kinds)
    others = listed(kind.id for kind in KINDS if kind not in kinds)
    asking = "".join(f"| `{name}` | {cell(one.about)} |\n" for name, one in verbs if one.about is not None)
    quiet = listed(name for name, one in verbs if one.about is None)
    kind_words = f"The other kinds ask for nothing: {others}. Neither do callbacks, nor the options `fd` and `count`."
    middle = MIDDLE.format(kinds=fill(kind_words, WIDE, break_on_hyphens=False))
    tail = TAIL.format(verbs=fill(f"The other verbs ask for nothing: {quiet}.", WIDE, break_on_hyphens=False))
    return HEAD + rows + middle + asking + tail


def listed(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)


def whole() -> str:
    before, _, rest = TARGET.read_text(encoding="utf-8").partition(BEGIN)
    return before + document() + END + rest.partition(END)[2]


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == whole()


if __name__ == "__main__":
    TARGET.write_text(whole(), encoding="utf-8")

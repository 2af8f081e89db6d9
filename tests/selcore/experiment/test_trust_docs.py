"""What asks in docs/experiment-file.md comes from the code: ``python -m tests.selcore.experiment.test_trust_docs``."""

from typing import get_args

from selcore.kinds import KINDS, Kind
from selcore.values.commands import AnyCommand, verb
from selcore.values.needs import ABOUT
from selcore.verbs import VERBS
from tests import ROOT

TARGET = ROOT / "docs" / "experiment-file.md"
BEGIN, END = "## Trust\n", "## What is refused\n"
HEAD = """## Trust

What was not done in this window (an experiment or a recording, whether it is opened, dropped, compared or opened
again) does what stands below only when it was allowed. The window lists all of it, the most dangerous first, and
plays nothing until somebody has agreed. (It shows 20,000 lines, or 8 million characters. Of what is beyond them only
addresses and options are left out, and counted; where anything worse would be, it cannot be agreed to.) `run` and
`compare` refuse the file, naming the first twenty and the number of the others, unless they are given `--trust`; `run
--needs EXPERIMENT` plays nothing and prints all of it, whole, a line each, on stdout (nothing where nothing is asked
for).
In one session the same is asked once. A file that is saved, by this program too, asks when it is opened.

A path that is given asks, be it read or written: that it leads to a FIFO, a device, a link or somebody's descriptor
(`/proc/self/fd`) is known only when it is open. Without a path a kind makes its own file in the session's temporary
folder. What has a name was asked for when it was opened: a `dup` or a `buffered-reader` of it asks for nothing more.
A `mp-queue` of which such another reader has taken a part of a message is refused (`OutOfStep`): only what the queue
itself sends is unpickled.

Talking to services of this machine is not asked for: a client of `127.0.0.1` and any port is opened, and sent to, as it
stands in the file. Only what leaves the loopback asks.

| a kind | asks |
|---|---|
"""
MIDDLE = """
The other kinds ask for nothing: {kinds}. Neither do callbacks, nor the options `fd` and `count`.

| a verb | asks |
|---|---|
"""
TAIL = """
The other verbs ask for nothing: {verbs}.

"""


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
    others = ", ".join(f"`{kind.id}`" for kind in KINDS if kind not in kinds)
    asking = "".join(f"| `{name}` | {cell(one.about)} |\n" for name, one in verbs if one.about is not None)
    quiet = ", ".join(f"`{name}`" for name, one in verbs if one.about is None)
    return HEAD + rows + MIDDLE.format(kinds=others) + asking + TAIL.format(verbs=quiet)


def whole() -> str:
    before, _, rest = TARGET.read_text(encoding="utf-8").partition(BEGIN)
    return before + document() + END + rest.partition(END)[2]


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == whole()


if __name__ == "__main__":
    TARGET.write_text(whole(), encoding="utf-8")

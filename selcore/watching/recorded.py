"""A watched run as the facts of a session, for a recording or for a window: the program's calls are those of one run.

What a session has for a command is a note here: what was run, each long turn, each warning, how it ended. That a
key's function was called is noted as what its callback did; whether it served the key, nobody has seen.
"""

from collections.abc import Iterable, Sequence
from time import monotonic_ns

from msgspec import structs

from ..values.call_block import KINDS, CallBlock, ResultTable
from ..values.commands import Note, Timeout
from ..values.facts import Entry, ObjectState, RecordsLost, RunCall
from ..values.outcomes import Call, Done, Effect, Failed, Refused, Result, Returned
from ..values.spelling import WatchedSelector
from ..values.text import Text, text
from ..values.watched import ProgramWarning, Turn
from ..wording.program_words import TO_BE_CALLED, turn_words
from ..worker.inbox import Sink
from .facts import (
    KeyChanged,
    MoreCalls,
    ProcessGone,
    ReadyKey,
    RecordsMissed,
    SelectorClosed,
    SelectorSeen,
    WatchedCall,
    WatchedFact,
)
from .process_model import MOST_SELECTORS
from .shown_objects import MOST, ShownObjects

STEP = 1
"""All calls are those of one run: the program's."""
BACKEND = "epoll"


class WatchRecording:
    """Puts facts into a sink; ``end`` says how the program ended. For one thread."""

    def __init__(self, recorder: Sink, what: Text):
        self._recorder = recorder
        self._selectors: dict[tuple[int, int], str] = {}
        self.objects = ShownObjects()
        self._results = ResultTable()
        self._row = 0
        self._left_out = False
        recorder.begin((), BACKEND, str(what))
        self._note(str(what), monotonic_ns())

    def put(self, fact: WatchedFact) -> None:
        """One more fact."""
        if isinstance(fact, WatchedCall):
            self._call(fact)
        elif isinstance(fact, MoreCalls):
            self._more(fact)
        elif isinstance(fact, KeyChanged):
            self._key(fact)
        elif isinstance(fact, SelectorSeen):
            self._selectors[fact.pid, fact.selector] = fact.kind
            if len(self._selectors) > MOST_SELECTORS:
                del self._selectors[next(iter(self._selectors))]
        elif isinstance(fact, Turn):
            self._note(f"[{fact.pid}] {turn_words(fact)}", fact.end, fact)
        elif isinstance(fact, SelectorClosed):
            self._note(f"[{fact.pid}] {self._kind(fact.pid, fact.selector)} {fact.selector} was closed", fact.at)
            self._selectors.pop((fact.pid, fact.selector), None)
        elif isinstance(fact, RecordsMissed):
            self._recorder.put(RecordsLost(fact.at, fact.records))
        elif isinstance(fact, ProcessGone):
            self._lost(fact)
            self._tell_objects(self.objects.gone(fact.pid))

    def look(self) -> None:
        """Look which descriptors were closed since: once a second is enough."""
        self._tell_objects(self.objects.look())

    def warn(self, warning: ProgramWarning) -> None:
        """What is wrong, at its place among the calls."""
        named = structs.replace(warning, name=self.objects.in_process(warning.pid, warning.name))
        self._note(f"[{warning.pid}] warning: {warning.message} [{warning.lint}]", warning.at, named)

    def say(self, words: Text) -> None:
        """What was done to the program."""
        self._note(str(words), monotonic_ns())

    def end(self, status: int) -> None:
        """The program has ended; nothing more will come."""
        how = f"with status {status}" if status >= 0 else f"by signal {-status}"
        self._note(f"the program ended {how}", monotonic_ns())
        self._recorder.end()

    def _note(self, words: str, at: int, about: Turn | ProgramWarning | None = None) -> None:
        self._row += 1
        self._recorder.put(Entry(0, Note(text=words), Done(), at, about=about))

    def _lost(self, gone: ProcessGone) -> None:
        if gone.lost:
            lost = text("{n} {n:record was|records were} lost of process {pid}", n=f"{gone.lost:,}", pid=gone.pid)
            self._note(str(lost), gone.at)

    def _tell_objects(self, states: Sequence[ObjectState]) -> None:
        forgotten = self.objects.take_forgotten()
        if states or forgotten:
            self._recorder.put(None, states, forgotten)
        if self.objects.left_out and not self._left_out:
            self._left_out = True
            self._note(f"of the program's descriptors {MOST:,} are shown; there are more", monotonic_ns())

    def _kind(self, pid: int, number: int) -> str:
        return self._selectors.get((pid, number), "selector")

    def _selector(self, pid: int, number: int, thread: int = 0) -> str:
        other = 0 if self.objects.is_first(pid) else pid
        return str(WatchedSelector(self._kind(pid, number), number, thread, other))

    # -- calls -------------------------------------------------------------------------------------------------------

    def _call(self, call: WatchedCall) -> None:
        self._row += 1
        self._tell_objects([state for key in call.ready for state in self.objects.returned(call.pid, key.fd, key.name)])
        results = tuple(self._result(call, key) for key in call.ready)
        selector = self._selector(call.pid, call.selector, call.thread)
        made = Call(call.number, call.backend, _timeout(call), call.start, call.waited, results, selector=selector)
        if call.error:
            refused = Refused(call.error, "raised in the program", call.errno or None)
            self._recorder.put(RunCall(STEP, self._row, Failed(made, refused)))
        else:
            self._recorder.put(RunCall(STEP, self._row, Returned(made)))

    def _more(self, more: MoreCalls) -> None:
        if len(self._results) > KINDS:
            self._results = ResultTable()
        last, count = more.last, len(more.ends)
        selector = self._selector(last.pid, last.selector, last.thread)
        first = last.number - count + 1
        block = CallBlock(STEP, self._row + 1, first, last.backend, _timeout(last), selector, self._results)
        ids = [self._id(last, key) for key in last.ready]
        block.starts, block.ends = list(more.starts), list(more.ends)
        block.sizes, block.ids = [len(ids)] * count, ids * count
        self._row += count
        self._recorder.put(block)

    def _id(self, call: WatchedCall, key: ReadyKey) -> int:
        known = (self.objects.name(call.pid, key.fd, key.name), call.backend, key)
        found = self._results.ids.get(known)
        return self._results.add(known, self._result(call, key)) if found is None else found

    def _result(self, call: WatchedCall, key: ReadyKey) -> Result:
        raw = None if call.backend == "select" else key.raw - (1 << 32) if key.raw >> 31 else key.raw
        name = self.objects.name(call.pid, key.fd, key.name)
        return Result(name, key.fd, key.mask, raw, Effect(did=tuple(_did(key))))

    # -- keys --------------------------------------------------------------------------------------------------------

    def _key(self, key: KeyChanged) -> None:
        self._tell_objects(self.objects.changed(key, self._selector(key.pid, key.selector)))


def _timeout(call: WatchedCall) -> Timeout:
    """One that is no number that fits is written as what it is not."""
    return "nan" if isinstance(call.timeout, str) else call.timeout


def _did(key: ReadyKey) -> Iterable[Text]:
    for function in key.functions:
        yield text(TO_BE_CALLED, function=str(function))
    if key.function is None:
        yield text("the program's own loop serves it")

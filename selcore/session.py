"""The one state machine: a command goes in, an outcome comes out. It owns the file objects and the selector; it has no
threads, and everything in it is used by the thread that made it."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import monotonic_ns
from typing import Any

from msgspec import structs

from .backends import default_backend, find_backend
from .backends.base import Backend
from .blocks import Calls, Results
from .callbacks.base import refusal
from .calling import Calling
from .circumstances import circumstances
from .commands import AnyCommand, Command, Timeout
from .explain import advise
from .facts import Fact, Grew, ObjectState
from .fileobjects import FileObject
from .hands import SessionHands
from .objects import Objects
from .outcomes import Outcome, Refused, Result
from .pauses import Pauses
from .private_folder import PrivateFolder
from .registry import Registry
from .resolver import Resolver
from .target import Target, backend_of, is_selector
from .text import Text, text
from .tracing import Trace, Wakeup
from .turns import Turns


class Declined(Exception):
    """A command was refused; it carries the outcome."""

    def __init__(self, refused: Refused):
        super().__init__(str(refused))
        self.refused = refused


def declined(type: str, message: Text, hint: Text | None = None, remedy: Command | None = None) -> Declined:
    """A refusal of the playground's own."""
    return Declined(Refused(type, str(message), by="playground", hint=hint, remedy=remedy))


def ask(action: Callable[..., Any], *given: Any) -> Any:
    """Call something of Python's or the OS's; whatever it raises is an answer, not a fault of ours."""
    try:
        return action(*given)
    except Exception as error:
        raise Declined(refusal(error)) from error


class Owner:
    """What a session asks of whoever drives it; this one, for a session used alone, asks nothing back."""

    def emit(self, fact: Fact) -> None:
        """Something happened inside the command that is being applied."""

    max_wait: float | None = None
    """Seconds after which a call that blocks longer is ended."""

    def tape(self, calls: Calls) -> None:
        """Calls that were grouped, one by one, for whoever records them all."""

    turns = Turns()
    """When a run stands aside for whoever follows it."""

    longest_run: float | None = None
    """Seconds after which a run without a bound of its own is ended."""

    def ending(self) -> bool:
        """Whether what takes long should be given up: somebody waits for the end of it."""
        return False

    def asked(self) -> bool:
        """Whether commands wait for a call to be woken."""
        return False

    def attend(self) -> str | None:
        """The blocked call was woken: give the commands that wait. What ends the call, or None to go on."""
        return None

    def between(self) -> str | None:
        """Between two calls of a run: give the commands that wait. What ends the run, or None to go on."""
        return None

    def spin(self, names: tuple[str, ...]) -> None:
        """The run is a busy loop about these names; none: it is no longer one."""

    def remind(self, seconds: float) -> None:
        """Wake a call that is blocked then."""

    def guard(self, timeout: Timeout, deadline: float | None) -> AbstractContextManager[object]:
        """Around each call: may see to it that the call ends by ``deadline`` (monotonic seconds)."""
        return nullcontext()


class Counters:
    """What is counted from the first call to the last."""

    def __init__(self) -> None:
        self.calls = self.results = self.received = self.sent = 0
        self.cpu = 0.0


class Session:
    """File objects, a selector, and what can be done to them.

    The outcome of a command is returned; its owner is told the facts in between: the calls of a run, and the commands
    that were given while a call was blocked. ``calls`` are those of a run that wait to be told together, ``kinds`` the
    results that they are made of. ``pulse`` is the row that is growing in a run, replaced at each call;
    ``applied`` counts the commands, and changes of the pace; ``rested`` is how many calls a run had made when it last
    had nothing to do: the next one was about to block, or was not due yet. While ``taping``, calls that are grouped are
    kept one by one too, in ``taped``.
    """

    def __init__(
        self,
        backend: str = "default",
        *,
        owner: "Owner | None" = None,
        resolve: Resolver | None = None,
    ):
        found = find_backend(backend) or default_backend()
        self.wakeup = Wakeup()
        self.calling = Calling(self)
        self.trace = self.new_trace()
        try:
            self.registry = Registry(found.make(self.trace), self._dropped)
        except BaseException:
            self.wakeup.close()
            raise
        self.owner = owner or Owner()
        self.step = 0
        self.rows = 0
        self.rested = -1
        self.applied = 0
        self.looping = False
        self.loop_began = 0
        self.grouping = True
        self.pulse: Grew | None = None
        self.calls: Calls | None = None
        self.taping = False
        self.taped: Calls | None = None
        self.kinds = Results()
        self.resolve = resolve or Resolver()
        self.objects = Objects()
        self.counters = Counters()
        self.hands = SessionHands(self, self.registry)
        self.main = Target(self.registry, self.trace, found)
        self.main.hands = self.hands
        self.helpers: list[threading.Thread] = []
        self.nested: dict[str, Target] = {}
        self.pauses = Pauses(self)
        self._folder: PrivateFolder | None = None

    @property
    def backend(self) -> Backend:
        return self.main.backend

    @backend.setter
    def backend(self, backend: Backend) -> None:
        self.main.backend = backend

    def new_trace(self) -> Trace:
        """For a selector of this session: its blocking calls are woken by the one wakeup."""
        return Trace(self.wakeup, self.calling.attend)

    def target(self, inside: str | None) -> Target:
        """The session's own selector, or the opened one of that name. Raises Declined (UnknownName, NotASelector)."""
        if inside is None:
            return self.main
        obj = self.find(inside).obj
        if not is_selector(obj):
            raise declined("NotASelector", text("{name} is not a selector", name=inside))
        if inside not in self.nested:
            registry = Registry(obj, self._dropped)
            self.nested[inside] = made = Target(registry, obj.trace, backend_of(obj), inside)
            made.hands = SessionHands(self, made.registry)
        return self.nested[inside]

    def targets(self) -> list[Target]:
        """All selectors that something was asked of."""
        return [self.main, *self.nested.values()]

    def tell(self, fact: Fact) -> None:
        """Tell the owner, not before what happened before it."""
        self.hand_over()
        self.owner.emit(fact)

    def hand_over(self) -> None:
        """Tell the owner of the calls that wait to be told together."""
        if self.taped is not None:
            self.owner.tape(self.taped)
            self.taped = None
        if self.calls is not None:
            self.calls.until[len(self.calls) - 1] = monotonic_ns()  # by now the last one was served too
            for result, times in self.calls.kinds():
                self.count(result, times)
            self.owner.emit(self.calls)
            self.calls = None  # only now: what leaves one place is already in the next

    def count(self, result: Result, times: int) -> None:
        """Count what callbacks did, so many times the same."""
        if result.effect is not None:
            self.objects.touch(result.name)
            self.counters.received += times * result.effect.received
            self.counters.sent += times * result.effect.sent

    def apply(self, command: AnyCommand) -> Outcome:
        """Do it. A refusal of Python, the OS or ours is an outcome; any other exception is a fault of this program."""
        from .verbs import VERBS

        self.applied += 1
        try:
            return VERBS[type(command)](self, command)
        except Declined as error:
            return self.advise(command, error.refused)

    def advise(self, command: AnyCommand, refused: Refused) -> Refused:
        """The refusal with what it means and what to do beside it, where we know."""
        if refused.hint is not None or refused.by != "python":
            return refused
        called = self.calling.target
        known = circumstances(command, refused, self.objects, self.registry, called)
        return advise(command, refused, called.backend.id, known)

    def find(self, name: str) -> FileObject:
        """The file object of that name, open or closed. Raises Declined (UnknownName)."""
        found = self.objects.get(name)
        if found is None:
            raise declined("UnknownName", unknown_name(name, self.objects))
        return found

    def folder(self) -> Path:
        """The session's private temporary folder, made when it is first needed."""
        if self._folder is None:
            self._folder = PrivateFolder()
        return self._folder.path

    def adopt(self, listener: FileObject) -> FileObject:
        """Accept one connection and name it ``LISTENER.N``. Raises what ``accept()`` raises."""
        connection = self.hands.accept(listener)
        self.objects.add(connection)
        self.pauses.took(listener.name)
        return connection

    def _dropped(self, name: str) -> None:
        """It is no longer registered."""
        self.objects.touch(name)
        self.retire(name)

    def retire(self, name: str) -> None:
        """A connection that is closed and not registered makes room for others in the list."""
        found = self.objects.get(name)
        if found and found.closed and found.kind == "connection" and not self.watching(name):
            self.objects.retire(found)

    def watching(self, name: str) -> list[Target]:
        """The selectors that it is registered in."""
        return [target for target in self.targets() if target.registry.key_of(name) is not None]

    def freed(self, name: str) -> None:
        """It was closed: a descriptor may be free now."""
        self.retire(name)
        self.pauses.look(freed=True)

    def changes(self) -> tuple[list[ObjectState], list[str]]:
        """The objects that changed since the last time, whole, and the names of those forgotten."""
        changed, gone = list(self.objects.changed), self.objects.gone
        self.objects.changed.clear()
        self.objects.gone = []
        return [self.state_of(name) for name in changed], gone

    def state_of(self, name: str) -> ObjectState:
        found = self.find(name)
        state = found.snapshot(*self.registry.seen(name))
        inside = tuple(target.name for target in self.watching(name) if target.name) if self.nested else ()
        return structs.replace(state, inside=inside) if inside else state

    def close(self) -> None:
        """Close everything that is open and remove the temporary folder. Idempotent."""
        self.registry.selector.close()
        for file_object in self.objects:
            close_quietly(file_object)
        for helper in self.helpers:
            helper.join()
        self.wakeup.close()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None


def close_quietly(file_object: FileObject) -> None:
    """Close at the end of the session, when nobody is left to be told of a full disk or a reset."""
    _quietly(file_object.close)
    file_object.state = "closed"
    if file_object.loose is not None:
        _quietly(file_object.loose.close)


def _quietly(action: Callable[[], object]) -> None:
    try:
        action()
    except (OSError, ValueError):
        pass


def unknown_name(name: str, objects: Objects) -> Text:
    """What to say of a name that is not there; a group like ``pair`` has ends of its own."""
    ends = [found.name for found in objects if found.name.startswith(f"{name}.")]
    if ends:
        return Text("{name} is {ends}: name one of them", {"name": name, "ends": " and ".join(ends[:4])})
    return Text("there is nothing named {name}", {"name": repr(name)})

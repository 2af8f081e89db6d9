"""Each rule of refusals speaks for the commands and the objects that its sentence is true of, and for no others.

An errno is shared by many calls: whoever makes a rule of one is asked here for whom it is.
"""

import errno
import os
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from typing import Any, Literal, get_args

from selcore.explain.refusal_case import Asked, Holder, Known, OpenFiles, Rule, WantedAddress
from selcore.explain.refusals import RULES
from selcore.explain.refusals.moving import broadcast
from selcore.values import commands as c
from selcore.values.observed import Observed, What
from selcore.values.outcomes import Refused

NUMBERS = sorted({number for number in errno.errorcode if number < 200})
HUP_AND_RDHUP = 16 | 8192
OBJECTS: dict[str, tuple[What, str]] = {
    "tcp": ("TCP", "AF_INET"),
    "listener": ("LISTENER", "AF_INET"),
    "unix listener": ("LISTENER", "AF_UNIX"),
    "unix": ("STREAM", "AF_UNIX"),
    "udp": ("DATAGRAM", "AF_INET"),
    "udp6": ("DATAGRAM", "AF_INET6"),
    "unix datagrams": ("DATAGRAM", "AF_UNIX"),
    "pipe": ("PIPE", ""),
    "file": ("FILE", ""),
    "terminal": ("TERMINAL", ""),
    "device": ("DEVICE", ""),
    "epoll": ("EPOLL", ""),
}
FIELDS: dict[type[c.Command], dict[str, Any]] = {
    c.Open: {"kind": "any", "name": "x", "options": {"port": 80, "path": "p", "count": 2}},
    c.Register: {"events": ("read",)},
    c.Modify: {"events": ("read",)},
    c.Select: {"timeout": 0},
    c.Bind: {"host": "127.0.0.1", "port": 80},
    c.Connect: {"to": "y"},
    c.Set: {"option": "SO_RCVBUF", "value": 1},
    c.Shutdown: {"how": "both"},
    c.Send: {"text": "x", "to": "127.0.0.1:0"},
    c.Rename: {"to": "y"},
    c.Signal: {"number": 10},
    c.UseBackend: {"backend": "poll"},
    c.Note: {"text": ""},
}


SPEAKS = {
    "addresses.address_taken": ("bind open", "*"),
    "addresses.bound_once": ("bind", "*"),
    "addresses.given_often": ("open", "*"),
    "addresses.listens_when_bound": ("listen", "*"),
    "addresses.remembered": ("bind open", "*"),
    "addresses.shared_listener": ("listen", "*"),
    "closed.closed_but_registered": ("run select", "*"),
    "connecting.aborted": ("accept connect open", "*"),
    "connecting.not_listening": ("accept", "*"),
    "connecting.nobody_at_path": ("send", "unix, unix listener, unix datagrams"),
    "connecting.nothing_to_accept": ("accept", "*"),
    "connecting.queue_full": ("connect open", "*"),
    "connecting.shut_all_the_same": ("shutdown", "*"),
    "connecting.shut_listener": ("accept", "listener, unix listener"),
    "descriptors.circle": ("modify register unregister", "*"),
    "descriptors.itself": ("modify register unregister", "*"),
    "descriptors.never_by_epoll": ("modify register", "*"),
    "descriptors.not_open": ("modify register unregister", "*"),
    "keys.kernel_has_it": ("modify register use-backend", "*"),
    "keys.kernel_has_none": ("modify unregister", "*"),
    "moving.another_type": ("connect fill open send", "*"),
    "moving.being_connected": ("drain fill read-line receive send", "*"),
    "moving.broadcast": ("fill send", "*"),
    "moving.broken_pipe": ("fill send shutdown", "*"),
    "moving.directory": ("drain read-line receive", "*"),
    "moving.given_up": ("drain fill read-line receive send", "tcp"),
    "moving.no_option": ("set", "*"),
    "moving.no_socket": ("* but open", "*"),
    "moving.no_such_port": ("send", "*"),
    "moving.not_connected": ("drain fill read-line receive send", "*"),
    "moving.not_that_way": ("drain fill read-line receive send", "*"),
    "moving.of_listener": ("drain fill read-line receive send", "listener, unix listener"),
    "moving.refused": ("connect drain fill open read-line receive send", "*"),
    "moving.reset": ("drain fill read-line receive send shutdown", "*"),
    "moving.shut_for_datagrams": ("drain read-line receive", "udp, udp6, unix datagrams"),
    "moving.terminal_gone": ("drain fill read-line receive send", "terminal"),
    "moving.too_long": ("fill send", "*"),
    "moving.would_block": ("drain fill read-line receive send", "*"),
    "moving.wrong_way": ("accept drain fill read-line receive send shutdown", "*"),
    "opening.by_errno": ("bind connect open", "*"),
    "opening.no_reader_yet": ("open", "*"),
    "opening.privileged_port": ("bind open", "*"),
    "system.no_memory": ("*", "*"),
    "system.no_more_processes": ("open", "*"),
    "system.too_many_in_the_system": ("*", "*"),
    "system.too_many_open": ("*", "*"),
}
"""Of all error numbers, for which verbs and objects each rule may have a hint, where all is the case that it asks for.

Rules that are not here go by Python's own words, and have nothing to say of a number.
"""
STATE = {
    "addresses.bound_once",
    "connecting.shut_listener",
    "moving.being_connected",
    "moving.given_up",
    "moving.shut_for_datagrams",
    "moving.terminal_gone",
    "opening.no_reader_yet",
    "system.no_more_processes",
    "closed.closed_but_registered",
    "addresses.remembered",
    "addresses.address_taken",
}
"""Those that speak only where a state is the case."""


@cache
def commands() -> dict[str, c.Command]:
    """One of each verb."""
    made = {}
    for kind in get_args(c.AnyCommand):
        named = {"name": "x"} if "name" in kind.__struct_fields__ else {}
        made[c.verb(kind(**(named | FIELDS.get(kind, {}))))] = kind(**(named | FIELDS.get(kind, {})))
    return made


def known(what: What, family: str, opens: Literal["child", "unix connection"]) -> Known:
    """An object of which everything is the case that a rule could ask for."""
    seen = Observed(0, 5, what, family=family, flags=HUP_AND_RDHUP, shut="rw", connected=False, state="connecting")
    return Known(
        seen=seen,
        state="connecting",
        registered=True,
        closed_but_registered=("x",),
        can_unregister=("x",),
        files=OpenFiles(10, 10, 5),
        opens=opens,
        at_path="socket",
        has_address=True,
        broadcasts=False,
        wanted=WantedAddress("127.0.0.1", 80),
        holder=Holder("time-wait", seconds=5),
        free_port=81,
    )


def unremarkable(what: What, family: str) -> Known:
    """An object of which nothing is the case but that it is there."""
    seen = Observed(0, 5, what, family=family, state="open")
    return Known(seen=seen, state="open", at_path="other", has_address=False, broadcasts=True)


def spoken(moments: Callable[[What, str], list[Known]]) -> dict[str, tuple[set[str], set[str]]]:
    """For which verbs and objects each rule has a hint, of all error numbers."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for number in NUMBERS:
        refused = Refused(type(OSError(number, "")).__name__, os.strerror(number), number)
        for name, (what, family) in OBJECTS.items():
            for (verb, command), moment in product(commands().items(), moments(what, family)):
                asked = Asked(command, refused, "epoll", moment)
                for rule in RULES:
                    if rule(asked) is not None:
                        verbs, objects = found.setdefault(_name(rule), (set(), set()))
                        verbs.add(verb)
                        objects.add(name)
    return found


def _name(rule: Rule) -> str:
    return f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}"


def _set(words: str, everything: Iterable[str], separator: str | None = None) -> set[str]:
    if not words.startswith("*"):
        return {word.strip() for word in words.split(separator)}
    return set(everything) - set(words.removeprefix("*").removeprefix(" but ").split())


def test_a_rule_has_no_hint_for_whom_it_does_not_speak() -> None:
    said = spoken(lambda what, family: [known(what, family, "child"), known(what, family, "unix connection")])
    speaks = {rule: (_set(verbs, commands()), _set(who, OBJECTS, ",")) for rule, (verbs, who) in SPEAKS.items()}
    assert said == speaks


def test_where_nothing_is_the_case_no_rule_of_a_state_speaks() -> None:
    said = spoken(lambda what, family: [unremarkable(what, family)])
    assert said.keys() == SPEAKS.keys() - STATE


def test_what_is_offered_for_a_broadcast_is_for_udp_alone() -> None:
    refused = Refused("PermissionError", os.strerror(errno.EACCES), errno.EACCES)
    offered = set()
    for name, (what, family) in OBJECTS.items():
        asked = Asked(commands()["send"], refused, "epoll", known(what, family, "child"))
        advice = broadcast(asked)
        offered |= {name} if advice is not None and advice.remedy is not None else set()
    assert offered == {"udp"}

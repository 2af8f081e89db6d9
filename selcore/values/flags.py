"""The kernel's flags by name: POLLIN and EPOLLIN are one flag, and what stands before it names the poller."""

import select

KNOWN = ("IN", "PRI", "OUT", "ERR", "HUP", "NVAL", "RDHUP", "MSG")
"""Those of poll(2) and epoll_ctl(2), without what stands before them, in the order in which they are told."""


def bare(name: str) -> str:
    """``IN`` of ``EPOLLIN`` and ``POLLIN``; a name without such a prefix as it is."""
    return name.removeprefix("EPOLL").removeprefix("POLL")


def flag_bit(name: str, prefix: str = "POLL") -> int:
    """The flag of that bare name as a number; 0 where this system has none."""
    return getattr(select, prefix + name, 0)


def flag_names(flags: int, prefix: str = "POLL") -> list[str]:
    """The names of the flags that are set, as the ``select`` module spells them; what has no name is left out."""
    return [prefix + name for name in KNOWN if flags & flag_bit(name, prefix)]

"""The kernel's flags by name: POLLIN and EPOLLIN are one flag, and what stands before it names the poller."""


def bare(name: str) -> str:
    """``IN`` of ``EPOLLIN`` and ``POLLIN``; a name without such a prefix as it is."""
    return name.removeprefix("EPOLL").removeprefix("POLL")

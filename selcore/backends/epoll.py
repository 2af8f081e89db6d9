"""epoll(7): the kernel keeps the list; Linux only."""

from .base import FlagBackend


class Epoll(FlagBackend):
    prefix = "EPOLL"


EPOLL = Epoll("epoll", "EpollSelector", "epoll", "Linux")

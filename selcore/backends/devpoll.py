"""/dev/poll of Solaris."""

from .base import FlagBackend

DEVPOLL = FlagBackend("devpoll", "DevpollSelector", "devpoll", "Solaris and illumos")

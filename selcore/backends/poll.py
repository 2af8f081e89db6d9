"""poll(2): a list of descriptors, asked anew at each call."""

from .base import FlagBackend

POLL = FlagBackend("poll", "PollSelector", "poll", "Linux, macOS and the BSDs")

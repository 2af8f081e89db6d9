"""kqueue(2) of the BSDs and macOS: READ and WRITE come as two events."""

import select

from .base import Backend


class KqueueBackend(Backend):
    def raw_names(self, raw: int | None) -> list[str] | None:
        if raw is None:
            return None
        names = ("KQ_FILTER_READ", "KQ_FILTER_WRITE")
        return [name for name in names if getattr(select, name, None) == raw] or [str(raw)]


KQUEUE = KqueueBackend("kqueue", "KqueueSelector", "kqueue", "macOS and the BSDs")

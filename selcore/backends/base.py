"""A backend is a selector class of the standard library: is it here, why not, how is its traced twin made."""

import errno
import select
import selectors

from ..tracing import TRACED, Trace
from ..values.flags import KNOWN, bare, flag_bit, flag_names
from ..values.text import Text, text


class Backend:
    """The selector class ``class_name``, which stands on ``select.<function>``."""

    def __init__(self, id: str, class_name: str, function: str, home: str):
        self.id = id
        self.class_name = class_name
        self.function = function
        self.home = home

    @property
    def title(self) -> str:
        return self.class_name

    def missing(self) -> Text | None:
        """Why it cannot be used here; None where it can."""
        if not hasattr(selectors, self.class_name):
            return text(
                "this Python has no selectors.{name}: select.{function}() exists on {home}",
                name=self.class_name,
                function=self.function,
                home=self.home,
            )
        return self._trouble()

    def _trouble(self) -> Text | None:
        # A kernel may lack what Python was built with (ENOSYS): trying is the only way to know.
        if self.function == "select":
            return None
        try:
            poller = getattr(select, self.function)()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
                return None  # it is here; that there is no room just now is said by whoever makes one
            return text("select.{function}() answers: {error}", function=self.function, error=str(error))
        getattr(poller, "close", lambda: None)()
        return None

    def make(self, trace: Trace) -> selectors.BaseSelector:
        """A new traced selector. Raises OSError where the OS refuses one (EMFILE)."""
        selector: selectors.BaseSelector = TRACED[self.id](trace)
        return selector

    def raw_names(self, raw: int | None) -> list[str] | None:
        """The names of the OS's flags, as the ``select`` module spells them; None where there are none."""
        return None

    def flag_name(self, bare: str) -> str:
        """A flag as this poller names it: ``EPOLLIN`` for ``IN``."""
        return bare


class FlagBackend(Backend):
    """A backend whose poller returns a mask of flags named ``PREFIX...`` in the ``select`` module."""

    prefix = "POLL"

    def raw_names(self, raw: int | None) -> list[str] | None:
        if raw is None:
            return None
        names, rest = flag_names(raw, self.prefix), raw
        for name in names:
            rest &= ~flag_bit(bare(name), self.prefix)
        return [*names, hex(rest)] if rest else names

    def flag_name(self, bare: str) -> str:
        return self.prefix + bare if bare in KNOWN else bare

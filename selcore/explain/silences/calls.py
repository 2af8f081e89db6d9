"""What became of the whole call, or of the registration: then nothing that the object has or lacks decides."""

from ...values.text import text
from ..silent_case import End, Silence, SilentCase


def paused(case: SilentCase) -> Silence | None:
    """A listener that found no descriptor free is not registered until there is one."""
    if not case.paused:
        return None
    return case.silent(
        "",
        text(
            "{name} is paused: accept() found no descriptor free, so it is not registered for now", name=case.own_name
        ),
        more=text("it is registered again when a descriptor has been closed"),
        end=End(text("Close something, so that a descriptor is free")),
        holds=True,
    )


def raised(case: SilentCase) -> Silence | None:
    """select() refuses all descriptors for one that is bad."""
    if case.how != "raised":
        return None
    if case.seen.lost == "gone":
        return case.silent(
            "close the registered fd without unregister, then select, then unregister",
            text(
                "descriptor {fd} is closed: the call raised an exception for it, and so returned nothing at all",
                fd=case.fd,
            ),
            more=text("unregister it, which works all the same"),
            holds=True,
        )
    return case.silent(
        "", text("the call raised an exception, so it returned no results at all; this object is not the cause")
    )


RULES = (paused, raised)

"""What a measurement may be asked for. It imports little: the command line and every start of the program read it."""

from ..backends import BACKENDS

MOST = 20_000
"""The default maximum of watched descriptors."""
LIMITS = (1, 1_000_000)
"""The least and the most descriptors that may be asked for."""
SECONDS = 10.0
"""How long a measurement goes on unless told otherwise."""


def backends_here() -> list[str]:
    """The ids of the classes that can be measured here."""
    return [backend.id for backend in BACKENDS if backend.missing() is None]
